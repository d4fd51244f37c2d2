import { CellKind } from '../bridge/columns.ts';
import { COLUMN_BITS, cellSpans, ROW_BITS } from './cell-spans.ts';
import type { Detail } from './detail.ts';
import { CELL_COLUMNS, CELL_ROWS } from './morton.ts';
import type { Painting } from './painting.ts';
import type { Span } from './pixel-axes.ts';
import { plainBlocks } from './plain-blocks.ts';
import { hasQuads, inFours, paintQuads } from './raster-quads.ts';
import { copyRow, fillRows, repeatRow } from './target.ts';

/** Below this a 2M cell is less than one px wide. */
export const CELLS_FROM_PX = 32;
/** Most salient state under each px of a line of a small block; reused. */
const states = new Uint8Array(CELL_ROWS);

/**
 * A row of blocks whose 2M cells have no gaps: the ground, and all blocks that are plain leaves of 2M. A line of px is
 * made for each row of cells, the others are copies.
 */
export function paintPlainRows(p: Painting, detail: Detail, down: Span): void {
  const { target, inks, columns } = p;
  const blocks = blocksOf(p, detail, down);
  if (blocks.length === 0) {
    fillRows(target, down.first, down.end, inks.ground);
    return;
  }
  const lines = linesOf(p, down);
  fillRows(target, down.first, down.first + 1, inks.ground);
  for (const py of lines) copyRow(target, down.first, py);
  const fours = inFours(columns.cellState);
  for (const { index, across } of blocks) {
    if (hasQuads(p, across, lines)) paintQuads(p, fours, index, across, lines);
    else paintLines(p, index, across, down, lines);
  }
  for (let i = 0; i < lines.length; i++) repeatRow(target, lines[i], lines[i + 1] ?? down.end);
}

/** The first of each run of px rows that show the same cells. */
function linesOf({ geometry, y }: Painting, down: Span): readonly number[] {
  const lines: number[] = [];
  const small = geometry.blockPx < CELLS_FROM_PX ? cellSpans(geometry.blockPx) : undefined;
  const same = (py: number): boolean => {
    if (!small) return y.cell[py] === y.cell[py - 1];
    const at = py - down.start;
    return small.firstRow[at] === small.firstRow[at - 1] && small.lastRow[at] === small.lastRow[at - 1];
  };
  for (let py = down.first; py < down.end; py++) if (py === down.first || !same(py)) lines.push(py);
  return lines;
}

/** The blocks of a row that are plain, and which of the detailed GiB they are. */
function blocksOf({ geometry, columns, x }: Painting, { ofGib }: Detail, down: Span) {
  const { layout } = geometry;
  const plain = plainBlocks(columns);
  const blocks: { readonly index: number; readonly across: Span }[] = [];
  for (const across of x.spans) {
    const gib = down.slot * layout.columns + across.slot;
    if (gib >= layout.gibCount || columns.gibKind[gib] !== CellKind.table) continue;
    if (plain[ofGib[gib]] === 1) blocks.push({ index: ofGib[gib], across });
  }
  return blocks;
}

/** Paints px rows of a block. */
function paintLines(p: Painting, index: number, across: Span, down: Span, lines: readonly number[]): void {
  const { blockPx } = p.geometry;
  if (blockPx >= CELLS_FROM_PX) linesOfCells(p, index, across, lines);
  else if (blockPx >= CELL_ROWS) linesOfPairs(p, index, across, down, lines);
  else linesOfMany(p, index, across, down, lines);
}

/** Cells of a px or more. */
function linesOfCells(
  { target, inks, columns, x, y }: Painting,
  index: number,
  across: Span,
  lines: readonly number[],
) {
  const { pixels, widthPx } = target;
  const { leaf } = inks;
  const { cellState } = columns;
  const { cellBits } = x;
  for (const py of lines) {
    const base = index * 512 + y.cellBits[py];
    const at = py * widthPx;
    for (let px = across.first; px < across.end; px++) pixels[at + px] = leaf[cellState[base + cellBits[px]]];
  }
}

/** One or two cells beside each other under a px. */
function linesOfPairs(p: Painting, index: number, across: Span, down: Span, lines: readonly number[]): void {
  const { pixels, widthPx } = p.target;
  const { leaf } = p.inks;
  const { cellState } = p.columns;
  const { firstBits, lastBits, firstRow } = cellSpans(p.geometry.blockPx);
  for (const py of lines) {
    const base = index * 512 + ROW_BITS[firstRow[py - down.start]];
    const at = py * widthPx + across.start;
    for (let px = across.first - across.start; px < across.end - across.start; px++) {
      const state = cellState[base + firstBits[px]];
      const last = cellState[base + lastBits[px]];
      pixels[at + px] = leaf[last > state ? last : state];
    }
  }
}

/** Many cells under a px. */
function linesOfMany(p: Painting, index: number, across: Span, down: Span, lines: readonly number[]): void {
  const { pixels, widthPx } = p.target;
  const { leaf } = p.inks;
  for (const py of lines) {
    lookUpLine(p.columns.cellState, index * 512, p.geometry.blockPx, py - down.start);
    const at = py * widthPx + across.start;
    for (let px = across.first - across.start; px < across.end - across.start; px++) pixels[at + px] = leaf[states[px]];
  }
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
