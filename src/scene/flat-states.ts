import { CellKind, type MapColumns } from '../bridge/columns.ts';
import { type Detail, detailOf } from './detail.ts';

const known = new WeakMap<Detail, Uint8Array>();

/**
 * The states of all detailed GiB, 512 << order of each, leaves repeated. A code is twice the state, plus one in a cell
 * that is split. Kept as long as the detail is.
 */
export function flatStates(columns: MapColumns, order: number): Uint8Array {
  const detail = detailOf(columns, order);
  const made = known.get(detail);
  if (made) return made;
  const { cellKind, cellState, cellPages } = columns;
  const { pageState, shift } = detail;
  const run = 1 << detail.order;
  const codes = new Uint8Array(cellKind.length << detail.order);
  for (let cell = 0, at = 0; cell < cellKind.length; cell++) {
    if (cellPages[cell] >= 0) {
      const base = cellPages[cell] >> shift;
      const split = cellKind[cell] === CellKind.table ? 1 : 0;
      for (let i = 0; i < run; i++) codes[at++] = 2 * pageState[base + i] + split;
    } else {
      const code = 2 * cellState[cell];
      for (let i = 0; i < run; i++) codes[at++] = code;
    }
  }
  known.set(detail, codes);
  return codes;
}
