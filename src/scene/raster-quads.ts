import { cellSpans, ROW_BITS } from './cell-spans.ts';
import { edgeOf } from './geometry.ts';
import { CELL_COLUMNS, CELL_ROWS, SPREAD_X, SPREAD_Y } from './morton.ts';
import type { Painting } from './painting.ts';
import type { Span } from './pixel-axes.ts';

/** Blocks of these sizes have a line of px for each row of cells, and one or two px for a column or half of one. */
const LEAST_PX = CELL_ROWS;
const MOST_PX = 2 * CELL_COLUMNS;
/** Four cells that follow each other are a square: which four each square of two columns and rows is, row by row. */
const QUADS = Uint8Array.from(
  { length: (CELL_COLUMNS * CELL_ROWS) / 4 },
  (_, i) => (SPREAD_X[(i % 16) << 5] | SPREAD_Y[(i >> 4) << 6]) >> 11,
);

/** By column of cells: the first and the last px of a block that show it. */
interface ColumnPx {
  readonly first: Uint8Array;
  readonly last: Uint8Array;
}
const known: ColumnPx[] = [];

function columnPx(blockPx: number): ColumnPx {
  known[blockPx] ??= { first: edgesOf(blockPx, 0), last: edgesOf(blockPx, 1) };
  return known[blockPx] as ColumnPx;
}

const edgesOf = (blockPx: number, next: 0 | 1): Uint8Array =>
  Uint8Array.from(cellSpans(blockPx).pxOf, (px, column) =>
    blockPx < CELL_COLUMNS ? px : edgeOf(column + next, CELL_COLUMNS, blockPx) - next,
  );

/** The states of cells in fours, as paintQuads takes them. */
export const inFours = (cellState: Uint8Array): Uint32Array =>
  new Uint32Array(cellState.buffer, cellState.byteOffset, cellState.length >> 2);

/** Whether a block is of the kind that paintQuads paints: wholly in view; `lines`: px rows, one for each row of its cells. */
export const hasQuads = ({ geometry: { blockPx } }: Painting, across: Span, lines: readonly number[]): boolean =>
  blockPx >= LEAST_PX && blockPx <= MOST_PX && across.end - across.first === blockPx && lines.length === CELL_ROWS;

/** The lines of a block of plain leaves, four cells at once, which is fastest. */
export function paintQuads(
  p: Painting,
  fours: Uint32Array,
  index: number,
  across: Span,
  lines: readonly number[],
): void {
  const { blockPx } = p.geometry;
  const { pixels, widthPx } = p.target;
  const { leaf } = p.inks;
  const { first, last } = columnPx(blockPx);
  const twice = blockPx > CELL_COLUMNS;
  const begin = index * QUADS.length;
  for (let pair = 0; pair < CELL_ROWS / 2; pair++) {
    const upper = lines[2 * pair] * widthPx + across.first;
    const lower = lines[2 * pair + 1] * widthPx + across.first;
    for (let i = 0; i < CELL_COLUMNS / 2; i++) {
      const four = fours[begin + QUADS[pair * 16 + i]];
      const upperLeft = leaf[four & 255];
      const upperRight = leaf[(four >> 8) & 255];
      const lowerLeft = leaf[(four >> 16) & 255];
      const lowerRight = leaf[four >>> 24];
      let px = first[2 * i];
      pixels[upper + px] = upperLeft;
      pixels[lower + px] = lowerLeft;
      px = first[2 * i + 1];
      pixels[upper + px] = upperRight;
      pixels[lower + px] = lowerRight;
      if (!twice) continue;
      px = last[2 * i];
      pixels[upper + px] = upperLeft;
      pixels[lower + px] = lowerLeft;
      px = last[2 * i + 1];
      pixels[upper + px] = upperRight;
      pixels[lower + px] = lowerRight;
    }
  }
  if (blockPx < CELL_COLUMNS) paintPairs(p, index, across, lines);
}

/** Px with two columns of cells show the more salient one. */
function paintPairs(p: Painting, index: number, across: Span, lines: readonly number[]): void {
  const { pixels, widthPx } = p.target;
  const { leaf } = p.inks;
  const { cellState } = p.columns;
  const { firstBits, lastBits, pairs } = cellSpans(p.geometry.blockPx);
  for (let row = 0; row < CELL_ROWS; row++) {
    const base = index * 512 + ROW_BITS[row];
    const at = lines[row] * widthPx + across.first;
    for (let i = 0; i < pairs.length; i++) {
      const px = pairs[i];
      const state = cellState[base + firstBits[px]];
      const other = cellState[base + lastBits[px]];
      pixels[at + px] = leaf[other > state ? other : state];
    }
  }
}
