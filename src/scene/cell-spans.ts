import { CELL_COLUMNS, CELL_ROWS, SPREAD_X, SPREAD_Y } from './morton.ts';

/** Which 2M cells lie under the px of a block of 3 to 31 px. */
export interface CellSpans {
  /** By column of cells: the px that holds its middle. With more cells than px, every px has one. */
  readonly pxOf: Uint8Array;
  /** By px of the block: bits of a cell's index that come from the first and the last column of cells in it. */
  readonly firstBits: Uint16Array;
  readonly lastBits: Uint16Array;
  /** The px that hold more than one column of cells. */
  readonly pairs: Uint8Array;
  /** By px row of the block: first and last row of cells. */
  readonly firstRow: Uint8Array;
  readonly lastRow: Uint8Array;
}

const made: CellSpans[] = [];

/** The cells under the px of a block with edges of so many px, kept. */
export function cellSpans(blockPx: number): CellSpans {
  made[blockPx] ??= spansOf(blockPx);
  return made[blockPx] as CellSpans;
}

/** Bits of a cell's index that come from its row. */
export const ROW_BITS = Uint16Array.from({ length: CELL_ROWS }, (_, row) => SPREAD_Y[row << 5] >> 9);

/** Bits of a cell's index that come from its column. */
export const COLUMN_BITS = Uint16Array.from({ length: CELL_COLUMNS }, (_, column) => SPREAD_X[column << 4] >> 9);

function spansOf(blockPx: number): CellSpans {
  const pxOf = Uint8Array.from({ length: CELL_COLUMNS }, (_, i) => Math.floor(((i + 0.5) * blockPx) / CELL_COLUMNS));
  return {
    pxOf,
    pairs: Uint8Array.from({ length: blockPx }, (_, px) => px).filter(
      (px) => pxOf.indexOf(px) !== pxOf.lastIndexOf(px),
    ),
    firstBits: Uint16Array.from({ length: blockPx }, (_, px) => COLUMN_BITS[pxOf.indexOf(px)]),
    lastBits: Uint16Array.from({ length: blockPx }, (_, px) => COLUMN_BITS[pxOf.lastIndexOf(px)]),
    firstRow: Uint8Array.from({ length: blockPx }, (_, y) => firstRowAt(y, blockPx)),
    lastRow: Uint8Array.from({ length: blockPx }, (_, y) =>
      Math.max(firstRowAt(y, blockPx), edgeRow(y + 1, blockPx) - 1),
    ),
  };
}

/** The first row of cells whose middle is not above px row `y`. */
const edgeRow = (y: number, blockPx: number): number => Math.ceil((y * CELL_ROWS) / blockPx - 0.5);

/** With more px than rows, the row that holds the middle of the px. */
const firstRowAt = (y: number, blockPx: number): number =>
  blockPx >= CELL_ROWS ? Math.min(CELL_ROWS - 1, Math.floor(((y + 0.5) * CELL_ROWS) / blockPx)) : edgeRow(y, blockPx);
