import { type LeafRun, leafRunEnd } from './leaf-run.ts';

/** Page tables of the largest machine that is opened: 4 TiB wholly in 4K pages. */
export const MOST_TABLES = 2 ** 21;

/** Tables for leaves of this level: aligned regions of `size` pages that leaves of it, or of a lower one, map. */
export function tablesOver(leaves: readonly LeafRun[], level: 1 | 2 | 3, size: number): number {
  let tables = 0;
  let last = -1;
  for (const run of leaves) {
    if (run.level > level) continue;
    const first = Math.max(last + 1, Math.floor(run.pfn / size));
    const end = Math.floor((leafRunEnd(run) - 1) / size);
    if (end < first) continue;
    tables += end - first + 1;
    last = end;
  }
  return tables;
}
