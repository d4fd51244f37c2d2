/**
 * Where memory lies in the world. The unit is the edge of a 4K page: a 2M cell is 16 x 32, a GiB is
 * 512 x 512. A function of the machine's size and the chosen order alone, so no region ever moves when another changes.
 */

import type { Order } from './order.ts';

/** Edge of a GiB in world units. */
export const GIB_EDGE = 512;

/** Largest machine, in GiB, whose blocks have labels above them; larger ones have labels at their rows. */
export const LABELLED_GIBS = 64;

export interface Layout {
  readonly gibCount: number;
  /** How pages lie inside a GiB. */
  readonly order: Order;
  /** A power of two. */
  readonly columns: number;
  readonly rows: number;
  /** World units between blocks of a row. */
  readonly gapX: number;
  /** World units between rows; holds the labels of the row below. */
  readonly gapY: number;
  /** World units above the first row. */
  readonly top: number;
  readonly labels: 'above' | 'rows';
  /** Rows with which a NUMA node begins, ascending, without the first row; between nodes is a band. */
  readonly bandRows: readonly number[];
  /** World units of a band, in addition to the gap between rows. */
  readonly band: number;
  /** The nodes have headings: in their bands, and above the first row. */
  readonly headed: boolean;
  /** World units, gaps between blocks included. */
  readonly width: number;
  readonly height: number;
}

/** More nodes than these have no room for headings. */
const HEADED_NODES = 4;
/** Rows of a machine for each row that a band is high. */
const ROWS_A_HEADING = 32;
const ROWS_A_BAND = 128;

/**
 * The layout of a machine with so many GiB of physical addresses (1 or more), in an order that the user chose. `nodes`:
 * first GiB of each NUMA node; one that begins in the middle of a row has no band.
 */
export function layoutOf(gibCount: number, order: Order = 'z', nodes: readonly number[] = []): Layout {
  if (!Number.isInteger(gibCount) || gibCount < 1) throw new RangeError(`not a number of GiB: ${gibCount}`);
  const columns = 2 ** Math.max(0, Math.round(Math.log2(Math.sqrt(gibCount * 1.25))));
  const rows = Math.ceil(gibCount / columns);
  const small = gibCount <= LABELLED_GIBS;
  const gapX = small ? 32 : 24;
  const gapY = small ? 48 : 24;
  const starts = small ? [] : nodes.filter((gib) => gib > 0 && gib % columns === 0);
  const headed = starts.length > 0 && nodes.length <= HEADED_NODES;
  const band = Math.max(1, Math.round(rows / (headed ? ROWS_A_HEADING : ROWS_A_BAND))) * (GIB_EDGE + gapY);
  const top = small ? 32 : headed ? band : 0;
  return {
    gibCount,
    order,
    columns,
    rows,
    gapX,
    gapY,
    top,
    labels: small ? 'above' : 'rows',
    bandRows: starts.map((gib) => gib / columns),
    band,
    headed,
    width: columns * (GIB_EDGE + gapX) - gapX,
    height: top + rows * (GIB_EDGE + gapY) - gapY + starts.length * band,
  };
}

/** Left edge of a column of blocks, world units. */
export const columnX = (layout: Layout, column: number): number => column * (GIB_EDGE + layout.gapX);

/** Upper edge of a row of blocks, world units. */
export function rowY({ top, gapY, bandRows, band }: Layout, row: number): number {
  let bands = 0;
  while (bands < bandRows.length && bandRows[bands] <= row) bands++;
  return top + row * (GIB_EDGE + gapY) + bands * band;
}

/** Rows of blocks that a span of world units down touches, end exclusive; empty when none. */
export function rowsBetween(
  layout: Layout,
  low: number,
  high: number,
): { readonly first: number; readonly end: number } {
  const { rows } = layout;
  let first = 0;
  while (first < rows && rowY(layout, first) + GIB_EDGE <= low) first++;
  let end = first;
  while (end < rows && rowY(layout, end) < high) end++;
  return { first, end };
}

/** Column and row of a GiB. */
export function slotOf(layout: Layout, gib: number): { readonly column: number; readonly row: number } {
  return { column: gib % layout.columns, row: Math.floor(gib / layout.columns) };
}
