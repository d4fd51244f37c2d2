import { MERGE_GROUPS, ownerCode, SIZE_CODES } from '../../scene/colouring.ts';
import { OWNER_MARK } from '../../scene/marks.ts';
import type { ProtectionName } from '../../theme/tokens.ts';
import type { Frame } from '../data.ts';
import { OWNERS } from '../owners.ts';

/** A row of the legend of sizes, tables or owners. */
export interface ScaleRow {
  readonly id: string;
  /** Code in scene/colouring. */
  readonly code: number;
  readonly label: string;
  /** Short, for a narrow screen. */
  readonly short: string;
  /** Pages of 4K, or tables; undefined while it is not known. */
  readonly count: number | undefined;
  /** The second code beside the colour. */
  readonly mark?: ProtectionName;
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

/** RAM pages by who has them. */
export function ownerRows(frame: Frame | undefined): readonly ScaleRow[] {
  const pages = frame?.columns.owners?.pages;
  return OWNERS.map(({ name, owner, label, short }) => {
    const mark = OWNER_MARK[name];
    return { id: name, code: ownerCode(owner), label, short, count: pages?.[owner], ...(mark && { mark }) };
  });
}

/** Rows by colouring. */
export const SCALE_ROWS = { size: sizeRows, merge: mergeRows, owner: ownerRows } as const;
