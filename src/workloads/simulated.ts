import type { Claimant, MachineSpec, Operation } from '../engine/index.ts';
import { pagesOf } from '../x86/page.ts';
import type { SetMemoryCall } from '../x86/set-memory.ts';
import { startMachine } from './start-machine.ts';
import type { Origin, Phase, Workload } from './workload.ts';
import { zonesUpTo } from './zones.ts';

const GIB = pagesOf(3);

/** An 8 GiB machine as QEMU's e820 gives it: a hole below 4 GiB, the rest above. */
export const GUEST_8G: MachineSpec = {
  ram: [
    { firstPfn: 1, endPfn: 0x9f },
    { firstPfn: 0x100, endPfn: 3 * GIB - 0x20 },
    { firstPfn: 4 * GIB, endPfn: 9 * GIB },
  ],
  gbPages: true,
  pagingLevels: 4,
};

/** Calls in the order they are made, and the phases they belong to. */
export class Script {
  readonly operations: Operation[] = [];
  readonly phases: Phase[] = [];

  phase(name: string): this {
    this.phases.push({ step: this.operations.length, name });
    return this;
  }

  /** Takes these very pages from the page allocator, or gives them back. */
  pages(kind: 'allocate' | 'free', pfn: number, pages = 1): this {
    this.operations.push({ kind, pfn, pages });
    return this;
  }

  /** Maps pages at a vmalloc or module address. */
  map(address: bigint, pfns: readonly number[], owner: Claimant): this {
    this.operations.push({ kind: 'map', address, pfns, owner });
    return this;
  }

  unmap(address: bigint, pages: number): this {
    this.operations.push({ kind: 'unmap', address, pages });
    return this;
  }

  /** A call at such an address. */
  at(call: SetMemoryCall, address: bigint, pages: number): this {
    this.operations.push({ kind: 'at', call, address, pages });
    return this;
  }

  call(call: SetMemoryCall, pfn: number, pages = 1, owner?: Claimant): this {
    this.operations.push({ kind: 'call', call, pfn, pages, ...(owner && { owner }) });
    return this;
  }
}

/** A machine that the engine boots, and a script of calls. */
export function simulatedRun(
  spec: MachineSpec,
  script: Script,
  about: Pick<Workload, 'title' | 'note' | 'startStep' | 'startAt'> & Partial<Pick<Workload, 'zones'>>,
): Workload {
  const endPfn = spec.ram.at(-1)?.endPfn ?? 0;
  const origin: Origin = { kind: 'boot', spec };
  return {
    zones: zonesUpTo(endPfn),
    ...about,
    provenance: 'simulated',
    phases: script.phases,
    operations: script.operations,
    warnings: [],
    origin,
    start: (profile) => startMachine(origin, profile),
  };
}
