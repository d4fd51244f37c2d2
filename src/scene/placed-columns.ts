import type { MapColumns } from '../bridge/columns.ts';
import { detailOf } from './detail.ts';
import { indexAt, type Order, placedOrder, placeOf } from './order.ts';

const known = new WeakMap<MapColumns, MapColumns>();

/**
 * The columns with cells and states at their places: index i of a GiB's cells, or of a cell's states, is what lies at
 * place i in Z order, so that a painter needs to know no order. Kept as long as the columns are.
 */
export function placedColumns(columns: MapColumns, order: Order): MapColumns {
  if (order === 'z') return columns;
  let placed = known.get(columns);
  if (!placed) {
    placed = placeAll(columns, order);
    known.set(columns, placed);
  }
  return placed;
}

function placeAll(columns: MapColumns, order: Order): MapColumns {
  const finest = placedOrder(order, columns.detailOrder);
  const detail = detailOf(columns, finest > columns.detailOrder ? Math.max(0, finest - 2) : finest);
  const cells = columns.cellKind.length;
  const cellKind = new Uint8Array(cells);
  const cellState = new Uint8Array(cells);
  const cellPages = new Int32Array(cells);
  const indices = Uint16Array.from({ length: 512 }, (_, place) => indexAt(order, place << 9) >> 9);
  const placeGib = (begin: number): void => {
    for (let place = 0; place < 512; place++) {
      const cell = begin + indices[place];
      cellKind[begin + place] = columns.cellKind[cell];
      cellState[begin + place] = columns.cellState[cell];
      const first = columns.cellPages[cell];
      cellPages[begin + place] = first < 0 ? -1 : first >> detail.shift;
    }
  };
  for (let begin = 0; begin < cells; begin += 512) placeGib(begin);
  const run = 1 << detail.order;
  const shift = 9 - detail.order;
  const place = Uint16Array.from({ length: run }, (_, state) => placeOf(order, state << shift) >> shift);
  const pageState = new Uint8Array(detail.pageState.length);
  if (run === 1) pageState.set(detail.pageState);
  else
    for (let first = 0; first < pageState.length; first += run)
      for (let state = 0; state < run; state++) pageState[first + place[state]] = detail.pageState[first + state];
  return { ...columns, detailOrder: detail.order, cellKind, cellState, cellPages, pageState };
}
