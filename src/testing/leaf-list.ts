import type { LeafRun, LeafRuns } from '../x86/leaf-runs.ts';
import { leafRun } from '../x86/leaf-runs.ts';

/** Leaves as a list, to be written down and compared in tests. */
export const leafList = (runs: LeafRuns): LeafRun[] => Array.from(runs.pfn, (_, row) => leafRun(runs, row));

/** A list as leaves, unchecked. */
export const leavesOfList = (list: readonly LeafRun[]): LeafRuns => ({
  pfn: Float64Array.from(list, ({ pfn }) => pfn),
  count: Float64Array.from(list, ({ count }) => count),
  level: Uint8Array.from(list, ({ level }) => level),
  prot: Int32Array.from(list, ({ prot }) => prot),
});
