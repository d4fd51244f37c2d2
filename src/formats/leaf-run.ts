import { type Level, PFN_LIMIT, type Pfn, pagesOf } from '../x86/page.ts';
import type { Prot } from '../x86/prot.ts';

/** `count` leaf entries of one level with equal flags, mapping consecutive pages from `pfn` on. */
export interface PlainLeafRun {
  readonly pfn: number;
  readonly level: Level;
  readonly prot: Prot;
  readonly count: number;
}

/** The same, read from a file and checked. */
export interface LeafRun extends PlainLeafRun {
  readonly pfn: Pfn;
}

/** First page after the run. */
export const leafRunEnd = (run: PlainLeafRun): number => run.pfn + run.count * pagesOf(run.level);

/**
 * Appends a run to ascending runs; one that continues the last run is joined to it. Gives back what is
 * wrong with the run (overlap, order, alignment, past the largest PFN), and then appends nothing.
 */
export function appendLeafRun(runs: LeafRun[], run: LeafRun): string | undefined {
  if (run.count < 1) return `a run of ${run.count} entries`;
  if (run.pfn % pagesOf(run.level) !== 0) return `page ${run.pfn} is not aligned to the size of its entry`;
  if (leafRunEnd(run) > PFN_LIMIT)
    return `page ${run.pfn} and its ${run.count} entries end after the last page of 52 bits`;
  const last = runs[runs.length - 1];
  if (last !== undefined) {
    const end = leafRunEnd(last);
    if (run.pfn < end) return `page ${run.pfn} comes after page ${end - 1}, so it is out of order or mapped twice`;
    if (run.pfn === end && run.level === last.level && run.prot === last.prot) {
      runs[runs.length - 1] = { pfn: last.pfn, level: last.level, prot: last.prot, count: last.count + run.count };
      return undefined;
    }
  }
  runs.push(run);
  return undefined;
}
