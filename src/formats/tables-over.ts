import { endOfRun, type LeafRuns } from '../x86/leaf-runs.ts';

/** Page tables of the largest machine that is opened: 4 TiB wholly in 4K pages. */
export const MOST_TABLES = 2 ** 21;

/** Tables for leaves of this level: aligned regions of `size` pages that leaves of it, or of a lower one, map. */
export function tablesOver(leaves: LeafRuns, level: 1 | 2 | 3, size: number): number {
  let tables = 0;
  let last = -1;
  for (let row = 0; row < leaves.pfn.length; row++) {
    if (leaves.level[row] > level) continue;
    const first = Math.max(last + 1, Math.floor(leaves.pfn[row] / size));
    const end = Math.floor((endOfRun(leaves, row) - 1) / size);
    if (end < first) continue;
    tables += end - first + 1;
    last = end;
  }
  return tables;
}
