import type { AddressSpace } from './address-space.ts';
import { type CpuMachine, Cpus } from './cpus.ts';
import { EINVAL, ENOMEM } from './errno.ts';
import type { Memory } from './memory.ts';
import type { Operation, SplitMappingOperation } from './operation.ts';
import { Random } from './random.ts';

const PAGE_SIZE = 4096n;
/** NR_CPUS of x86-64 at most. */
const MOST_CPUS = 8192;
const MOST_ROUNDS = 2 ** 20;

const isCount = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most;

/** What the test interface needs of a machine. */
interface SplitMappingMachine extends CpuMachine {
  readonly memory: Memory | undefined;
  readonly space: AddressSpace;
}

/**
 * The RFC's test interface: changes pages of the page allocator and changes them back, at vmalloc addresses (mode 0), by
 * several CPUs at once (mode 1), or at their direct-map addresses (mode 2). 0, -EINVAL, or -ENOMEM when nothing is left.
 */
export function splitMapping(machine: SplitMappingMachine, operation: SplitMappingOperation): number {
  const { mode, pages, cpus, rounds, seed } = operation;
  const { memory } = machine;
  if (memory === undefined || !isCount(pages, 1, Number.MAX_SAFE_INTEGER)) return EINVAL;
  if (typeof seed !== 'number') return EINVAL;
  if (!isCount(mode, 0, 2) || !isCount(cpus, 1, MOST_CPUS) || !isCount(rounds, 0, MOST_ROUNDS)) return EINVAL;
  if (mode === 1) return onSeveralCpus(machine, memory, operation);
  return mode === 0 ? onVmallocPages(machine, memory, pages) : onAllocatedPages(machine, memory, pages);
}

/** Mode 0: each page on its own, first all RO and X, then all NX and RW. */
function onVmallocPages(machine: SplitMappingMachine, memory: Memory, pages: number): number {
  // Each page is followed by one that is not mapped.
  const first = machine.space.hole(2 * pages);
  if (first === undefined) return ENOMEM;
  const held: number[] = [];
  const addressOf = (i: number): bigint => first + BigInt(i) * 2n * PAGE_SIZE;
  for (let i = 0; i < pages; i++) {
    const pfn = memory.allocate(0);
    if (pfn === undefined) break;
    held.push(pfn);
    machine.apply({ kind: 'map', address: addressOf(i), pfns: [pfn] });
    for (const call of ['ro', 'x'] as const) machine.apply({ kind: 'at', call, address: addressOf(i), pages: 1 });
  }
  for (const [i, pfn] of held.entries()) {
    for (const call of ['nx', 'rw'] as const) machine.apply({ kind: 'at', call, address: addressOf(i), pages: 1 });
    machine.apply({ kind: 'unmap', address: addressOf(i), pages: 1 });
    memory.free(pfn, 0);
  }
  return 0;
}

/** Mode 2: as mode 0 at direct-map addresses; the page taken last is given back first. */
function onAllocatedPages(machine: SplitMappingMachine, memory: Memory, pages: number): number {
  const held: number[] = [];
  for (let i = 0; i < pages; i++) {
    const pfn = memory.allocate(0);
    if (pfn === undefined) break;
    held.push(pfn);
    for (const call of ['ro', 'x'] as const) machine.apply({ kind: 'call', call, pfn, pages: 1 });
  }
  for (let pfn = held.pop(); pfn !== undefined; pfn = held.pop()) {
    for (const call of ['nx', 'rw'] as const) machine.apply({ kind: 'call', call, pfn, pages: 1 });
    memory.free(pfn, 0);
  }
  return 0;
}

/** Mode 1: every CPU makes the same pages RO, X, RW and NX, again and again. */
function onSeveralCpus(machine: SplitMappingMachine, memory: Memory, operation: SplitMappingOperation): number {
  const { pages, cpus: count, rounds, seed } = operation;
  if (pages > memory.freePages) return ENOMEM;
  const address = machine.space.hole(pages);
  const pfns: number[] = [];
  while (pfns.length < pages) {
    const pfn = memory.allocate(0);
    if (pfn === undefined) break;
    pfns.push(pfn);
  }
  if (address === undefined || pfns.length < pages) {
    for (const pfn of pfns) memory.free(pfn, 0);
    return ENOMEM;
  }
  machine.apply({ kind: 'map', address, pfns });
  const program = roundsOf(address, pages, rounds);
  const cpus = new Cpus(machine, new Array<readonly Operation[]>(count).fill(program));
  const random = new Random(seed);
  for (let ready = cpus.ready(); ready.length > 0; ready = cpus.ready()) cpus.step(ready[random.below(ready.length)]);
  machine.apply({ kind: 'unmap', address, pages });
  for (const pfn of pfns) memory.free(pfn, 0);
  return 0;
}

/** The program of each CPU of mode 1: RO, X, RW, NX of the pages at an address, `rounds` times. */
export function roundsOf(address: bigint, pages: number, rounds: number): Operation[] {
  const round = (['ro', 'x', 'rw', 'nx'] as const).map((call): Operation => ({ kind: 'at', call, address, pages }));
  return Array.from({ length: rounds }, () => round).flat();
}
