import { CELL_COLUMNS, CELL_ROWS, cellIndex, PAGE_COLUMNS, PAGE_ROWS, pageIndex } from './morton.ts';

/** How pages follow each other inside a GiB: Z order, or along Hilbert curves, where neighbours in address are beside each other. */
export type Order = 'z' | 'hilbert';

/** Step `index` of a Hilbert curve over a square (edge a power of two): from its upper left to its upper right corner. */
function hilbert(index: number, edge: number): readonly [x: number, y: number] {
  let x = 0;
  let y = 0;
  let rest = index;
  for (let size = 1; size < edge; size *= 2) {
    const right = (rest >> 1) & 1;
    const down = (rest ^ right) & 1;
    if (down === 0) {
      if (right === 1) [x, y] = [size - 1 - x, size - 1 - y];
      [x, y] = [y, x];
    }
    x += size * right;
    y += size * down;
    rest >>= 2;
  }
  return [x, y];
}

/** Two squares side by side: the 512 cells of a GiB. */
const CELL_PLACE = Uint16Array.from({ length: 512 }, (_, cell) => {
  const [x, y] = hilbert(cell & 255, CELL_ROWS);
  return cellIndex(x + (cell >> 8) * (CELL_COLUMNS / 2), y);
});
/** Two squares one above the other: the 512 pages of a cell. */
const PAGE_PLACE = Uint16Array.from({ length: 512 }, (_, page) => {
  const [x, y] = hilbert(page & 255, PAGE_COLUMNS);
  return pageIndex(y, x + (page >> 8) * (PAGE_ROWS / 2));
});

function inverse(places: Uint16Array): Uint16Array {
  const indices = new Uint16Array(places.length);
  for (const [index, place] of places.entries()) indices[place] = index;
  return indices;
}

const CELL_AT_PLACE = inverse(CELL_PLACE);
const PAGE_AT_PLACE = inverse(PAGE_PLACE);

/** Where a page of a GiB (0..2^18-1) lies: the index of its place in Z order. */
export const placeOf = (order: Order, index: number): number =>
  order === 'z' ? index : (CELL_PLACE[index >> 9] << 9) | PAGE_PLACE[index & 511];

/** The page of a GiB that lies at a place: the inverse of placeOf. */
export const indexAt = (order: Order, place: number): number =>
  order === 'z' ? place : (CELL_AT_PLACE[place >> 9] << 9) | PAGE_AT_PLACE[place & 511];

/** The coarsest detail (log2 of the states of a cell), not below `wanted`, whose states fill whole places. */
export const placedOrder = (order: Order, wanted: number): number =>
  order === 'z' || wanted === 0 ? wanted : wanted | 1;
