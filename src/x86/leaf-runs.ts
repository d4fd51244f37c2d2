import { type Level, pagesOf } from './page.ts';
import type { Prot } from './prot.ts';

/**
 * Leaf entries in order of page, as columns of one length: row i is `count[i]` entries of one level with equal flags,
 * which map consecutive pages from `pfn[i]` on.
 */
export interface LeafRuns {
  readonly pfn: Float64Array;
  readonly count: Float64Array;
  readonly level: Uint8Array;
  /** Flags in the format of the level. */
  readonly prot: Int32Array;
}

/** Columns of zeros. */
export const leafColumns = (rows: number): LeafRuns => ({
  pfn: new Float64Array(rows),
  count: new Float64Array(rows),
  level: new Uint8Array(rows),
  prot: new Int32Array(rows),
});

/** One row of them. */
export interface LeafRun {
  readonly pfn: number;
  readonly level: Level;
  readonly prot: Prot;
  readonly count: number;
}

/** A row by its number, for where there are few. */
export const leafRun = ({ pfn, count, level, prot }: LeafRuns, row: number): LeafRun => ({
  pfn: pfn[row],
  level: level[row] as Level,
  prot: prot[row] as Prot,
  count: count[row],
});

/** First page after a row. */
export const endOfRun = ({ pfn, count, level }: LeafRuns, row: number): number =>
  pfn[row] + count[row] * pagesOf(level[row] as Level);

/** First page after the last row; 0 when there is none. */
export const endOfRuns = (runs: LeafRuns): number => (runs.pfn.length === 0 ? 0 : endOfRun(runs, runs.pfn.length - 1));

/** Leaf entries by size: 4K, 2M, 1G. */
export function leafCounts({ level, count }: LeafRuns): [number, number, number] {
  const counts: [number, number, number] = [0, 0, 0];
  for (let row = 0; row < level.length; row++) counts[level[row] - 1] += count[row];
  return counts;
}

/** The same rows. */
export function equalRuns(a: LeafRuns, b: LeafRuns): boolean {
  if (a.pfn.length !== b.pfn.length) return false;
  return a.pfn.every(
    (pfn, i) => pfn === b.pfn[i] && a.count[i] === b.count[i] && a.level[i] === b.level[i] && a.prot[i] === b.prot[i],
  );
}
