import type { MapColumns } from '../bridge/columns.ts';

/** The detail of some columns, ready to be looked up, with states not finer than wanted. */
export interface Detail {
  /** By GiB: which of the detailed GiB it is, or -1. */
  readonly ofGib: Int32Array;
  readonly order: number;
  /** States of split cells, 2^order each. */
  readonly pageState: Uint8Array;
  /** Shift from an offset of MapColumns.cellPages to an offset of `pageState`. */
  readonly shift: number;
}

/** Halves the number of states: each is the most salient of two neighbours in Z order. */
function halved(states: Uint8Array): Uint8Array {
  const half = new Uint8Array(states.length >> 1);
  for (let i = 0; i < half.length; i++) half[i] = Math.max(states[2 * i], states[2 * i + 1]);
  return half;
}

function indexOf(columns: MapColumns): Int32Array {
  const ofGib = new Int32Array(columns.gibKind.length).fill(-1);
  columns.detailGib.forEach((gib, i) => {
    ofGib[gib] = i;
  });
  return ofGib;
}

const known = new WeakMap<MapColumns, Detail[]>();

/**
 * The detail of columns at an order (0-9) or, where they have less, at theirs. Coarser states are
 * made here, exactly, so that zooming out never skips a page. Kept as long as the columns are.
 */
export function detailOf(columns: MapColumns, order: number): Detail {
  let made = known.get(columns);
  if (!made) {
    made = [];
    known.set(columns, made);
  }
  const wanted = Math.min(order, columns.detailOrder);
  let detail = made[wanted];
  if (!detail) {
    const shift = columns.detailOrder - wanted;
    const ofGib = made.find((other) => other)?.ofGib ?? indexOf(columns);
    const pageState = shift === 0 ? columns.pageState : halved(detailOf(columns, wanted + 1).pageState);
    detail = { ofGib, order: wanted, pageState, shift };
    made[wanted] = detail;
  }
  return detail;
}
