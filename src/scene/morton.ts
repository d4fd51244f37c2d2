/**
 * Z order (Morton): bit 2i of an index is bit i of y, bit 2i + 1 is bit i of x. The 2^18 pages of a
 * GiB are 512 x 512; the low 9 bits, the pages of a 2M cell, are 16 x 32; the high 9 bits, its
 * cells, are 32 x 16 (counted from bit 9, so there x comes first).
 */
const AXIS = 512;

/** The bits of an x (0-511) spread to their places in an index. */
export const SPREAD_X = new Uint32Array(AXIS);
/** The bits of a y (0-511) spread to their places in an index. */
export const SPREAD_Y = new Uint32Array(AXIS);

for (let at = 0; at < AXIS; at++) {
  let spread = 0;
  for (let bit = 0; bit < 9; bit++) spread |= ((at >> bit) & 1) << (2 * bit);
  SPREAD_Y[at] = spread;
  SPREAD_X[at] = spread << 1;
}

/** Index (0..2^18-1) of the page at x, y (0-511) of a GiB. */
export const pageIndex = (x: number, y: number): number => SPREAD_X[x] | SPREAD_Y[y];

function gather(index: number): number {
  let at = 0;
  for (let bit = 0; bit < 9; bit++) at |= ((index >> (2 * bit)) & 1) << bit;
  return at;
}

/** Column (0-511) of a page of a GiB. */
export const pageX = (index: number): number => gather(index >> 1);

/** Row (0-511) of a page of a GiB. */
export const pageY = (index: number): number => gather(index);

/** Columns and rows of a GiB in 2M cells, and of a 2M cell in pages. */
export const CELL_COLUMNS = 32;
export const CELL_ROWS = 16;
export const PAGE_COLUMNS = 16;
export const PAGE_ROWS = 32;

/** Column (0-31) of the 2M cell with this index (0-511) in a GiB. */
export const cellX = (cell: number): number => pageX(cell << 9) >> 4;

/** Row (0-15) of the 2M cell with this index (0-511) in a GiB. */
export const cellY = (cell: number): number => pageY(cell << 9) >> 5;

/** Index (0-511) of the 2M cell at column x (0-31), row y (0-15). */
export const cellIndex = (x: number, y: number): number => pageIndex(x << 4, y << 5) >> 9;

/** cellIndex for all cells, row by row: CELL_AT[y * 32 + x]. */
export const CELL_AT = Uint16Array.from({ length: CELL_COLUMNS * CELL_ROWS }, (_, i) =>
  cellIndex(i % CELL_COLUMNS, Math.floor(i / CELL_COLUMNS)),
);

/** Column (0-15) and row (0-31) of each page (0-511) of a 2M cell. */
export const PAGE_X = Uint8Array.from({ length: 512 }, (_, page) => pageX(page));
export const PAGE_Y = Uint8Array.from({ length: 512 }, (_, page) => pageY(page));
