import { CellKind, type MapColumns } from '../bridge/columns.ts';
import { type Detail, detailOf } from './detail.ts';

/** States of whole GiB, one after the other. */
export interface FlatStates {
  /** 512 << order of each GiB, in Z order. A code is twice the state, plus one in a cell that is split. */
  readonly codes: Uint8Array;
  /** By detailed GiB: the code that all its cells have, or MIXED. */
  readonly uniform: Uint8Array;
}

/** No code: the cells of a GiB differ. */
export const MIXED = 255;

const known = new WeakMap<Detail, FlatStates>();

function uniformCodes(codes: Uint8Array, perGib: number): Uint8Array {
  const uniform = new Uint8Array(codes.length / perGib);
  for (let gib = 0; gib < uniform.length; gib++) {
    const end = (gib + 1) * perGib;
    const code = codes[gib * perGib];
    let at = gib * perGib + 1;
    while (at < end && codes[at] === code) at++;
    uniform[gib] = at === end ? code : MIXED;
  }
  return uniform;
}

/** The states of all detailed GiB, leaves repeated. Kept as long as the detail is. */
export function flatStates(columns: MapColumns, order: number): FlatStates {
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
  const flat = { codes, uniform: uniformCodes(codes, 512 * run) };
  known.set(detail, flat);
  return flat;
}
