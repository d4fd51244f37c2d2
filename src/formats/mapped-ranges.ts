import { endOfRun, type LeafRuns } from '../x86/leaf-runs.ts';
import type { PfnRange } from './iomem.ts';

/** Pages that leaves map, ascending; gaps of fewer than `gapPages` pages between them are counted in. */
export function mappedRanges(leaves: LeafRuns, gapPages = 1): PfnRange[] {
  const ranges: { firstPfn: number; endPfn: number }[] = [];
  for (const [row, firstPfn] of leaves.pfn.entries()) {
    const last = ranges.at(-1);
    const endPfn = endOfRun(leaves, row);
    if (last !== undefined && firstPfn - last.endPfn < gapPages) last.endPfn = endPfn;
    else ranges.push({ firstPfn, endPfn });
  }
  return ranges;
}

/** Pages of `ranges` that are in none of `others`; both ascending. */
export function pagesOnlyIn(ranges: readonly PfnRange[], others: readonly PfnRange[]): PfnRange[] {
  const only: PfnRange[] = [];
  let next = 0;
  for (const { firstPfn, endPfn } of ranges) {
    let from = firstPfn;
    while (next < others.length && (others[next] as PfnRange).endPfn <= from) next++;
    for (let i = next; i < others.length && (others[i] as PfnRange).firstPfn < endPfn; i++) {
      const other = others[i] as PfnRange;
      if (other.firstPfn > from) only.push({ firstPfn: from, endPfn: other.firstPfn });
      from = Math.max(from, other.endPfn);
    }
    if (from < endPfn) only.push({ firstPfn: from, endPfn });
  }
  return only;
}

/** Number of pages. */
export const pagesIn = (ranges: readonly PfnRange[]): number =>
  ranges.reduce((sum, { firstPfn, endPfn }) => sum + endPfn - firstPfn, 0);
