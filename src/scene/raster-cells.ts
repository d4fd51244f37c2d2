import { CellKind } from '../bridge/columns.ts';
import { tokens } from '../theme/tokens.ts';
import { PageState } from '../x86/page-state.ts';
import type { Detail } from './detail.ts';
import { cellSpan, edgeOf, partOf } from './geometry.ts';
import { markSprite, VARIANTS } from './inks.ts';
import { CELL_COLUMNS, CELL_ROWS, cellIndex } from './morton.ts';
import type { CellPx, Painting } from './painting.ts';
import { type Span, VARIANT } from './pixel-axes.ts';
import { paintGrain } from './raster-grain.ts';
import { paintSquares } from './raster-squares.ts';

import { cellOf, gibOf } from './region.ts';
import { roundCorners, stamp, strokePx } from './target.ts';

const EDGE_FROM_CELL_PX = 5;
const ROUND_FROM_CELL_PX = 40;
const LARGEST_MARK_PX = 28;

/** Ink of each cell of a row and of the gap beside it, by column; reused. */
const inside = new Uint32Array(CELL_COLUMNS);
const beside = new Uint32Array(CELL_COLUMNS);

/** A split GiB whose 2M cells are at least one px wide. */
export function paintCells(painting: Painting, detail: Detail, index: number, across: Span, down: Span): void {
  const { geometry } = painting;
  const firstRow = partOf(down.first - down.start, CELL_ROWS, geometry.blockPx);
  const lastRow = partOf(down.end - 1 - down.start, CELL_ROWS, geometry.blockPx);
  for (let row = firstRow; row <= lastRow; row++) paintCellRow(painting, detail, index, across, down, row);
}

function paintCellRow(p: Painting, detail: Detail, index: number, across: Span, down: Span, row: number): void {
  const { geometry, columns, inks } = p;
  const { blockPx, cellGapPx } = geometry;
  const firstColumn = partOf(across.first - across.start, CELL_COLUMNS, blockPx);
  const lastColumn = partOf(across.end - 1 - across.start, CELL_COLUMNS, blockPx);
  const fill = cellGapPx === 0 ? inks.tiny : inks.solid;
  const gap = inks.gap[cellGapPx <= 1 ? 0 : cellGapPx <= 2 ? 1 : 2];
  for (let column = firstColumn; column <= lastColumn; column++) {
    const cell = index * 512 + cellIndex(column, row);
    const state = columns.cellState[cell];
    const plain = columns.cellKind[cell] === CellKind.leaf && state === PageState.rw;
    inside[column] = plain && stepsBack(p, index, cell) ? inks.back : fill[state];
    beside[column] = gap[state];
  }
  const top = Math.max(down.first, down.start + edgeOf(row, CELL_ROWS, blockPx));
  const bottom = Math.min(down.end, down.start + edgeOf(row + 1, CELL_ROWS, blockPx));
  paintPlainRow(p, across, top, bottom);
  for (let column = firstColumn; column <= lastColumn; column++) {
    const cell = index * 512 + cellIndex(column, row);
    const kind = columns.cellKind[cell];
    const state = columns.cellState[cell];
    if (kind === CellKind.leaf) {
      if (state !== PageState.rw || blockPx >= ROUND_FROM_CELL_PX * CELL_COLUMNS) {
        finishLeaf(p, across.start, down.start, column, row, state);
      }
      continue;
    }
    const place: CellPx = {
      column,
      row,
      left: Math.max(across.first, across.start + edgeOf(column, CELL_COLUMNS, blockPx)),
      right: Math.min(across.end, across.start + edgeOf(column + 1, CELL_COLUMNS, blockPx)),
      top,
      bottom,
      base: columns.cellPages[cell] >> detail.shift,
      state,
    };
    if (kind === CellKind.hole) paintCellHole(p, place);
    else if (geometry.pageGapPx > 0) paintSquares(p, detail, place, across, down);
    else paintGrain(p, detail, place, across, down);
  }
}

/** Whether something else than this cell fills the view. */
function stepsBack({ columns, focus }: Painting, index: number, cell: number): boolean {
  if (focus === undefined || focus.level === 3) return false;
  return gibOf(focus.pfn) !== columns.detailGib[index] || cellOf(focus.pfn) !== (cell & 511);
}

/** Fills the px of a row of cells as if all were leaves: one line is made, the others are copies. */
function paintPlainRow({ target, x, y }: Painting, across: Span, top: number, bottom: number): void {
  const { pixels, widthPx } = target;
  const { cell, gap } = x;
  const made: [number, number] = [-1, -1];
  for (let py = top; py < bottom; py++) {
    const at = py * widthPx;
    const inGap = y.gap[py] === 1 ? 1 : 0;
    const source = made[inGap];
    if (source >= 0) {
      pixels.copyWithin(at + across.first, source + across.first, source + across.end);
      continue;
    }
    made[inGap] = at;
    for (let px = across.first; px < across.end; px++) {
      const column = cell[px];
      pixels[at + px] = inGap || gap[px] === 1 ? beside[column] : inside[column];
    }
  }
}

/** Edge, mark and round corners of one 2M leaf. */
function finishLeaf(p: Painting, blockX: number, blockY: number, column: number, row: number, state: number): void {
  const { target, geometry, inks } = p;
  const cellPx = geometry.blockPx / CELL_COLUMNS;
  const h = cellSpan(geometry, column, CELL_COLUMNS);
  const v = cellSpan(geometry, row, CELL_ROWS);
  const [x, y] = [blockX + h.start, blockY + v.start];
  if (state === PageState.np && cellPx >= EDGE_FROM_CELL_PX) {
    strokePx(target, x, y, h.length, v.length, cellPx < 40 ? 1 : 2, inks.notPresentEdge);
  }
  if (cellPx >= tokens.map.markFromCellPx) {
    const sizePx = Math.min(LARGEST_MARK_PX, Math.floor(h.length * 0.7));
    const sprite = markSprite(inks, state, sizePx);
    const corner = state === PageState.rwg;
    const left = corner ? x + h.length - sizePx : x + ((h.length - sizePx) >> 1);
    if (sprite) stamp(target, sprite, sizePx, left, corner ? y : y + ((v.length - sizePx) >> 1));
  }
  if (cellPx >= ROUND_FROM_CELL_PX) {
    roundCorners(target, x, y, h.length, v.length, Math.min(5, cellPx / 24), inks.palette.map.bg);
  }
}

/** 2 MiB without RAM inside a GiB that has some. */
function paintCellHole({ target, inks, x, y }: Painting, cell: CellPx): void {
  const { pixels, widthPx } = target;
  for (let py = cell.top; py < cell.bottom; py++) {
    for (let px = cell.left; px < cell.right; px++) {
      const variant = VARIANT[x.phase[px] + y.phase[py]] & 2;
      pixels[py * widthPx + px] = inks.grain[PageState.hole * VARIANTS + variant];
    }
  }
}
