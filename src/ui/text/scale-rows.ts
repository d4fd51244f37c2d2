import { MERGE_GROUPS, SIZE_CODES } from '../../scene/colouring.ts';
import type { Frame } from '../data.ts';

/** A row of the legend of sizes or of tables. */
export interface ScaleRow {
  readonly id: string;
  /** Code in scene/colouring. */
  readonly code: number;
  readonly label: string;
  /** Short, for a narrow screen. */
  readonly short: string;
  /** Pages of 4K, or tables; undefined while it is not known. */
  readonly count: number | undefined;
}

const PAGES = { '1G': 262144, '2M': 512, '4K': 1 } as const;

/** Pages of 4K by the size of the page that maps them. */
export function sizeRows(frame: Frame | undefined): readonly ScaleRow[] {
  return (['1G', '2M', '4K'] as const).map((size) => ({
    id: size,
    code: SIZE_CODES[size],
    label: `In ${size} pages`,
    short: size,
    count: frame && frame.counters.leaves[size] * PAGES[size],
  }));
}

/** Tables by the entries that differ, nearest first. */
export function mergeRows(frame: Frame | undefined): readonly ScaleRow[] {
  const tables = frame?.columns.differing?.tables;
  let first = 0;
  return MERGE_GROUPS.map(({ name, most, code }) => {
    const from = first;
    first = most + 1;
    return {
      id: name,
      code,
      label:
        most === 0
          ? 'All 512 entries equal'
          : from === most
            ? `${most} ${most === 1 ? 'differs' : 'differ'}`
            : `${from} to ${most} differ`,
      short: name.replace('-', '–'),
      count: tables?.subarray(from, most + 1).reduce((sum, count) => sum + count, 0),
    };
  });
}
