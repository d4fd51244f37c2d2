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
  /** World units, gaps between blocks included. */
  readonly width: number;
  readonly height: number;
}

/** The layout of a machine with so many GiB of physical addresses (1 or more), in an order that the user chose. */
export function layoutOf(gibCount: number, order: Order = 'z'): Layout {
  if (!Number.isInteger(gibCount) || gibCount < 1) throw new RangeError(`not a number of GiB: ${gibCount}`);
  const columns = 2 ** Math.max(0, Math.round(Math.log2(Math.sqrt(gibCount * 1.25))));
  const rows = Math.ceil(gibCount / columns);
  const small = gibCount <= LABELLED_GIBS;
  const gapX = small ? 32 : 24;
  const gapY = small ? 48 : 24;
  const top = small ? 32 : 0;
  return {
    gibCount,
    order,
    columns,
    rows,
    gapX,
    gapY,
    top,
    labels: small ? 'above' : 'rows',
    width: columns * (GIB_EDGE + gapX) - gapX,
    height: top + rows * (GIB_EDGE + gapY) - gapY,
  };
}

/** Left edge of a column of blocks, world units. */
export const columnX = (layout: Layout, column: number): number => column * (GIB_EDGE + layout.gapX);

/** Upper edge of a row of blocks, world units. */
export const rowY = (layout: Layout, row: number): number => layout.top + row * (GIB_EDGE + layout.gapY);

/** Column and row of a GiB. */
export function slotOf(layout: Layout, gib: number): { readonly column: number; readonly row: number } {
  return { column: gib % layout.columns, row: Math.floor(gib / layout.columns) };
}
