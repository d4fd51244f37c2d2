/**
 * Typed arrays that cross the thread boundary in the transfer list. Every array here is
 * made by the worker for one answer and owned by the page afterwards.
 */

/** Kinds of a GiB or 2M cell of the map. */
export const CellKind = {
  /** Nothing mapped: no RAM. */
  hole: 0,
  /** One leaf entry of this size. */
  leaf: 1,
  /** Split: a table of 512 smaller entries. */
  table: 2,
} as const;
export type CellKind = (typeof CellKind)[keyof typeof CellKind];

/**
 * The part of the machine that is in view. Detail is by whole GiB; `order` is the log2 of
 * the states wanted for each split 2M (0: one summary state, 9: all 512 pages).
 */
export interface ViewRequest {
  readonly gibs: Uint32Array;
  readonly order: number;
  /** Also tell how near each table is to one large page: MapColumns.differing. */
  readonly differing?: boolean;
  /** Also tell who has the pages: MapColumns.owners. */
  readonly owners?: boolean;
}

/** No table: in columns of numbers of entries. */
export const NO_TABLE = 0xffff;

/** How near tables are to one large page: entries that differ from the rest, 0-512, or NO_TABLE. */
export interface DifferingColumns {
  /** By GiB: of its PMD table, and the least of that and all PTE tables in it. */
  readonly gibTable: Uint16Array;
  readonly gibLeast: Uint16Array;
  /** By 2M cell as in MapColumns: of its PTE table. */
  readonly cellTable: Uint16Array;
  /** Tables of the whole machine by that number. Length 513. */
  readonly tables: Float64Array;
}

/** Who has the pages: PageOwner numbers; one that stands for many pages is the largest of theirs, exactly. */
export interface OwnerColumns {
  /** By GiB. */
  readonly gibOwner: Uint8Array;
  /** By 2M cell as in MapColumns. */
  readonly cellOwner: Uint8Array;
  /** By 2M cell: where in `pageOwner` its 2^detailOrder owners begin, or -1 when it is not split. */
  readonly cellPages: Int32Array;
  readonly pageOwner: Uint8Array;
  /** RAM pages of the whole machine by owner. Length PAGE_OWNERS. */
  readonly pages: Float64Array;
}

/**
 * The map at one step. States are PageState numbers; a state that stands for many pages
 * is the most salient of them, exactly (never sampled).
 */
export interface MapColumns {
  readonly step: number;
  /** By GiB of physical addresses, from 0. Length: MachineInfo.gibCount. */
  readonly gibKind: Uint8Array;
  readonly gibState: Uint8Array;
  /** 2M cells of this GiB that are split to 4K (0-512). */
  readonly gibIn4k: Uint16Array;
  /** RAM pages mapped in this GiB (0-262144). */
  readonly gibPages: Uint32Array;
  /** The GiB for which detail follows, ascending: the n that were asked for and are split, or have pages with tables. */
  readonly detailGib: Uint32Array;
  readonly detailOrder: number;
  /** n * 512: CellKind and PageState of each 2M cell; a leaf in state pt is data with pages that hold tables. */
  readonly cellKind: Uint8Array;
  readonly cellState: Uint8Array;
  /** n * 512: where in `pageState` this cell's 2^detailOrder states begin; -1 for a leaf or hole without table pages. */
  readonly cellPages: Int32Array;
  /** States of these cells in address order, 2^detailOrder a cell. */
  readonly pageState: Uint8Array;
  /** 4K pages by PageState over the whole machine. Length PAGE_STATES. */
  readonly pagesByState: Float64Array;
  /** Present and not-present leaf entries of the direct map by size: [4K, 2M, 1G]. */
  readonly leaves: Float64Array;
  /** There when the view asked for it. */
  readonly differing?: DifferingColumns;
  readonly owners?: OwnerColumns;
}

/** Kinds of an event. */
export const EventKind = { write: 0, split: 1, merge: 2 } as const;
export type EventKind = (typeof EventKind)[keyof typeof EventKind];

/** What happened in a range of steps, one row an event, in order. */
export interface EventColumns {
  readonly count: number;
  readonly step: Uint32Array;
  readonly kind: Uint8Array;
  /**
   * Level of the page written, split or made: a split of a 2M page has level 2 (into 512 of 4K),
   * a merge that makes a 1G page has level 3.
   */
  readonly level: Uint8Array;
  /** First page of the region. */
  readonly pfn: Float64Array;
  /** 4K pages of the region. */
  readonly pages: Float64Array;
  /** The page at which the step was when this happened: where a wave starts. */
  readonly origin: Float64Array;
  /** PageState before and after. */
  readonly from: Uint8Array;
  readonly to: Uint8Array;
}

/** Per step 0..steps: leaf entries, page-table pages of the direct map. Length steps + 1. */
export interface SeriesColumns {
  readonly leaves4k: Uint32Array;
  readonly leaves2m: Uint32Array;
  readonly leaves1g: Uint32Array;
  readonly tablePages: Uint32Array;
}

/** Splits and merges of the whole run, one row each, in order. */
export interface MarkColumns {
  readonly step: Uint32Array;
  /** EventKind.split or EventKind.merge. */
  readonly kind: Uint8Array;
  /** Level as in EventColumns. */
  readonly level: Uint8Array;
}

/** Every buffer of a value, for a transfer list. Walks plain objects and arrays two levels deep. */
export function buffersOf(value: unknown, depth = 3): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) return [value.buffer as ArrayBuffer];
  if (typeof value !== 'object' || value === null || depth === 0) return [];
  return Object.values(value).flatMap((part) => buffersOf(part, depth - 1));
}
