import { CellKind } from '../bridge/columns.ts';
import { COLUMN_BITS, cellSpans } from './cell-spans.ts';
import type { Detail } from './detail.ts';
import { CELL_COLUMNS, CELL_ROWS, SPREAD_Y } from './morton.ts';
import type { Painting } from './painting.ts';
import type { Span } from './pixel-axes.ts';
import { plainBlocks } from './plain-blocks.ts';

/** Below this a 2M cell is less than one px wide. */
export const CELLS_FROM_PX = 32;
/** Bits of a cell's index that come from its row. */
const ROW_BITS = Uint16Array.from({ length: CELL_ROWS }, (_, row) => SPREAD_Y[row << 5] >> 9);
/** Most salient state under each px of a line of a small block; reused. */
const states = new Uint8Array(CELL_ROWS);

/**
 * Paints a row of blocks at once, when all are plain leaves of 2M, without gaps: a line of px is made once for each
 * row of cells, the others are copies. False when they are not, and then nothing is painted.
 */
export function paintPlainRow(p: Painting, detail: Detail, down: Span): boolean {
  const { target, geometry, columns, inks, x } = p;
  const { pixels, widthPx } = target;
  const plain = plainBlocks(columns);
  const first = down.slot * geometry.layout.columns;
  for (const { slot } of x.spans)
    if (plain[detail.ofGib[first + slot]] !== 1 || columns.gibKind[first + slot] !== CellKind.table) return false;
  if (x.spans.length === 0) return false;
  let made = -1;
  for (let py = down.first; py < down.end; py++) {
    const at = py * widthPx;
    if (made >= 0 && sameCells(p, down, py)) pixels.copyWithin(at, made, made + widthPx);
    else {
      pixels.fill(inks.ground, at, at + widthPx);
      for (const across of x.spans) paintLine(p, detail.ofGib[first + across.slot], across, down, py);
      made = at;
    }
  }
  return true;
}

/** Paints a block that is all plain leaves of 2M; false when it is not. */
export function paintPlainBlock(p: Painting, index: number, across: Span, down: Span): boolean {
  if (plainBlocks(p.columns)[index] !== 1) return false;
  for (let py = down.first; py < down.end; py++) paintLine(p, index, across, down, py);
  return true;
}

/** Whether a line of px shows the same cells as the one above. */
function sameCells({ geometry, y }: Painting, down: Span, py: number): boolean {
  if (geometry.blockPx >= CELLS_FROM_PX) return y.cell[py] === y.cell[py - 1];
  const { firstRow, lastRow } = cellSpans(geometry.blockPx);
  const at = py - down.start;
  return firstRow[at] === firstRow[at - 1] && lastRow[at] === lastRow[at - 1];
}

function paintLine(p: Painting, index: number, across: Span, down: Span, py: number): void {
  const { blockPx } = p.geometry;
  if (blockPx >= CELLS_FROM_PX) lineOfCells(p, index, across, py);
  else if (blockPx >= CELL_ROWS) lineOfPairs(p, index, across, py, py - down.start);
  else lineOfMany(p, index, across, py, py - down.start);
}

/** Cells of a px or more. */
function lineOfCells({ target, inks, columns, x, y }: Painting, index: number, across: Span, py: number): void {
  const { pixels, widthPx } = target;
  const { leaf } = inks;
  const { cellState } = columns;
  const { cellBits } = x;
  const base = index * 512 + y.cellBits[py];
  const at = py * widthPx;
  for (let px = across.first; px < across.end; px++) pixels[at + px] = leaf[cellState[base + cellBits[px]]];
}

/** One or two cells beside each other under a px; `y`: px row of the block. */
function lineOfPairs(p: Painting, index: number, across: Span, py: number, y: number): void {
  const { pixels, widthPx } = p.target;
  const { leaf } = p.inks;
  const { cellState } = p.columns;
  const { firstBits, lastBits, firstRow } = cellSpans(p.geometry.blockPx);
  const base = index * 512 + ROW_BITS[firstRow[y]];
  const at = py * widthPx + across.start;
  for (let px = across.first - across.start; px < across.end - across.start; px++) {
    const state = cellState[base + firstBits[px]];
    const last = cellState[base + lastBits[px]];
    pixels[at + px] = leaf[last > state ? last : state];
  }
}

/** Many cells under a px. */
function lineOfMany(p: Painting, index: number, across: Span, py: number, y: number): void {
  const { pixels, widthPx } = p.target;
  const { leaf } = p.inks;
  lookUpLine(p.columns.cellState, index * 512, p.geometry.blockPx, y);
  const at = py * widthPx + across.start;
  for (let px = across.first - across.start; px < across.end - across.start; px++) pixels[at + px] = leaf[states[px]];
}

/** Brings the cells under px row `y` of a small block down to its px. */
function lookUpLine(cellState: Uint8Array, first: number, blockPx: number, y: number): void {
  const { pxOf, firstRow, lastRow } = cellSpans(blockPx);
  const into = states;
  into.fill(0);
  for (let row = firstRow[y]; row <= lastRow[y]; row++) {
    const base = first + ROW_BITS[row];
    for (let column = 0; column < CELL_COLUMNS; column++) {
      const state = cellState[base + COLUMN_BITS[column]];
      const px = pxOf[column];
      if (into[px] < state) into[px] = state;
    }
  }
}
