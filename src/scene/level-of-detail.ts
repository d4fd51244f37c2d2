import type { MapColumns, ViewRequest } from '../bridge/columns.ts';
import { type Geometry, visibleSlots } from './geometry.ts';
import { GIB_EDGE } from './layout.ts';
import { placedOrder } from './order.ts';

/** Smallest block, in device px, for which its 2M cells are asked for. */
export const DETAIL_FROM_BLOCK_PX = 8;
/** Most GiB asked for in one view. */
const MOST_GIBS = 3072;
/** A machine whose detail has not more bytes than this is asked for as a whole. */
const WHOLE_BYTES = 2 ** 22;
const BYTES_PER_GIB = 512 * 6;

/** Width in pages of one state of a split 2M cell at this order (0-9); its height is as large or twice. */
export const stateWidth = (order: number): number => 2 ** Math.floor((9 - order) / 2);

/** The largest order (0-9) whose states are at least one device px wide and high: then every state has a pixel. */
export function orderOf(geometry: Geometry): number {
  const pagePx = geometry.blockPx / GIB_EDGE;
  let order = 9;
  while (order > 0 && stateWidth(order) * pagePx < 1) order--;
  return order;
}

function wholeMachine(gibCount: number, order: number, known: MapColumns | undefined): boolean {
  let bytes = gibCount * BYTES_PER_GIB;
  if (bytes > WHOLE_BYTES) return false;
  if (!known || known.gibIn4k.length !== gibCount) return order === 0;
  for (const cells of known.gibIn4k) bytes += cells << order;
  return bytes <= WHOLE_BYTES;
}

/**
 * The detail that a view needs. Small machines are asked for as a whole, so that panning never waits
 * and the overview is exact; of large ones the GiB in view, and a margin, so memory grows with pixels.
 * `known`: the newest columns, for the number of split cells; `differing`: as in ViewRequest.
 */
export function viewRequestOf(geometry: Geometry, known: MapColumns | undefined, differing = false): ViewRequest {
  return { ...detailFor(geometry, known), differing };
}

function detailFor(geometry: Geometry, known: MapColumns | undefined): ViewRequest {
  const { layout } = geometry;
  const order = placedOrder(layout.order, orderOf(geometry));
  if (wholeMachine(layout.gibCount, order, known)) {
    return { gibs: Uint32Array.from({ length: layout.gibCount }, (_, gib) => gib), order };
  }
  if (geometry.blockPx < DETAIL_FROM_BLOCK_PX) return { gibs: new Uint32Array(0), order };
  const marginPx = Math.round(Math.min(geometry.widthPx, geometry.heightPx) / 8);
  const { columns, rows } = visibleSlots(geometry, marginPx);
  const gibs: number[] = [];
  for (let row = rows.first; row < rows.end; row++) {
    for (let column = columns.first; column < columns.end; column++) {
      const gib = row * layout.columns + column;
      if (gib < layout.gibCount) gibs.push(gib);
    }
  }
  return { gibs: Uint32Array.from(gibs.length <= MOST_GIBS ? gibs : []), order };
}

/** Whether two requests ask for the same. */
export function sameView(a: ViewRequest, b: ViewRequest): boolean {
  if (Boolean(a.differing) !== Boolean(b.differing)) return false;
  return a.order === b.order && a.gibs.length === b.gibs.length && a.gibs.every((gib, i) => gib === b.gibs[i]);
}
