import type { DirectMapLayout, Operation, Region, TablePlace } from '../engine/index.ts';
import { endOfRuns, type LeafRuns } from '../x86/leaf-runs.ts';
import { type Prot, RW } from '../x86/prot.ts';
import { startMachine } from './start-machine.ts';
import type { Origin, Phase, Recording, Workload } from './workload.ts';
import { zonesUpTo } from './zones.ts';

/** What is told of a recording beside its data. */
export interface About {
  readonly title: string;
  readonly note: string;
  readonly startStep: number;
  readonly startAt: Region | undefined;
}

const NOKASLR: DirectMapLayout = { directMapBase: 0xffff888000000000n, pagingLevels: 4 };

/**
 * A recorded machine with the passes that a real kernel made on its direct map, one a step. A mark was written
 * when a part of the work was done, so `parts` names what lies between the marks: one name less than marks.
 */
export function recordedRun(recording: Recording, about: About, parts: readonly string[]): Workload {
  if (parts.length !== recording.marks.length - 1)
    throw new RangeError(`${recording.marks.length} marks do not enclose ${parts.length} parts`);
  const before: Operation[] = recording.untracedRo.map((pfn) => ({
    kind: 'pass',
    set: 0 as Prot,
    clear: RW as Prot,
    pfn,
    pages: 1,
    caller: 'set_memory_ro',
  }));
  const origin: Origin = { kind: 'leaves', leaves: recording.leaves, place: NOKASLR, before, tables: [] };
  return {
    ...about,
    provenance: 'recorded',
    zones: zonesUpTo(endOfRuns(recording.leaves)),
    phases: parts.map((name, i) => ({ step: recording.marks[i].step, name })),
    operations: owned(recording, parts),
    warnings: [],
    origin,
    start: (profile) => startMachine(origin, profile),
  };
}

/** Passes with who had the pages: what was going on between the marks, BPF programs or modules. */
function owned({ passes, marks }: Recording, parts: readonly string[]): readonly Operation[] {
  return passes.map((operation, i) => {
    if (operation.kind !== 'pass') return operation;
    const part = parts.findLastIndex((_, at) => marks[at].step <= i);
    if (part < 0) return operation;
    return { ...operation, owner: parts[part].includes('BPF') ? 'bpf' : 'module' };
  });
}

/** A machine as it was at one moment, and what was recorded on it afterwards: without that it has no steps. */
export function recordedMachine(
  leaves: LeafRuns,
  place: DirectMapLayout,
  about: About & { readonly warnings: readonly string[] },
  tables: readonly TablePlace[] = [],
  run: { readonly operations: readonly Operation[]; readonly phases: readonly Phase[] } = {
    operations: [],
    phases: [],
  },
): Workload {
  const origin: Origin = { kind: 'leaves', leaves, place, before: [], tables };
  return {
    ...about,
    provenance: 'recorded',
    zones: zonesUpTo(endOfRuns(leaves)),
    ...run,
    origin,
    start: (profile) => startMachine(origin, profile),
  };
}
