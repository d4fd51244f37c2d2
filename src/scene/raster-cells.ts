import { CellKind } from '../bridge/columns.ts';
import { tokens } from '../theme/tokens.ts';
import { PageState } from '../x86/page-state.ts';
import type { Detail } from './detail.ts';
import { cellSpan, edgeOf, partOf } from './geometry.ts';
import { markSprite, VARIANTS } from './inks.ts';
import { leafState } from './leaf-state.ts';
import { CUT_CORNER } from './marks.ts';
import { CELL_AT, CELL_COLUMNS, CELL_ROWS } from './morton.ts';
import type { CellPx, CellRow, Painting } from './painting.ts';
import { type Span, VARIANT } from './pixel-axes.ts';
import { enlargesOdd, finishGrain, paintGrain } from './raster-grain.ts';
import { paintSquares } from './raster-squares.ts';
import { paintTablePages } from './raster-tables.ts';
import { pfnOf, stepsBack } from './region.ts';
import { roundCorners, stamp, strokePx } from './target.ts';

const EDGE_FROM_CELL_PX = 5;
const ROUND_FROM_CELL_PX = 40;
const LARGEST_MARK_PX = 28;
/** Part of a cell's width that its mark takes. */
const MARK = 0.7;

/** The row of cells at hand; reused, for a large machine has 16,384 of them in view. */
const cells: CellRow = {
  inside: new Uint32Array(CELL_COLUMNS),
  beside: new Uint32Array(CELL_COLUMNS),
  base: new Int32Array(CELL_COLUMNS),
};

/** A split GiB whose 2M cells are large enough for gaps between them. */
export function paintCells(p: Painting, detail: Detail, index: number, across: Span, down: Span): void {
  const { blockPx } = p.geometry;
  const firstRow = partOf(down.first - down.start, CELL_ROWS, blockPx);
  const lastRow = partOf(down.end - 1 - down.start, CELL_ROWS, blockPx);
  const firstColumn = partOf(across.first - across.start, CELL_COLUMNS, blockPx);
  const lastColumn = partOf(across.end - 1 - across.start, CELL_COLUMNS, blockPx);
  for (let row = firstRow; row <= lastRow; row++) {
    const top = Math.max(down.first, down.start + edgeOf(row, CELL_ROWS, blockPx));
    const bottom = Math.min(down.end, down.start + edgeOf(row + 1, CELL_ROWS, blockPx));
    const { split, unfinished } = readRow(p, detail, index, row, firstColumn, lastColumn);
    paintPlain(p, across, top, bottom);
    if (split && p.geometry.pageGapPx === 0) paintGrain(p, detail, cells, across, top, bottom);
    for (let columns = unfinished; columns !== 0; columns &= columns - 1) {
      finishCell(p, detail, index, across, down, 31 - Math.clz32(columns & -columns), row, top, bottom);
    }
  }
}

/** What a row of cells has beside plain leaves; reused. `unfinished` has a bit for each column. */
const found = { split: false, unfinished: 0 };

/** Looks the cells of a row up. */
function readRow(p: Painting, detail: Detail, index: number, row: number, first: number, last: number): typeof found {
  const { cellKind, cellState, cellPages, detailGib, gibIn4k } = p.columns;
  const { inks, focus, geometry } = p;
  const { cellGapPx, blockPx } = geometry;
  const { inside, beside, base } = cells;
  const gib = detailGib[index];
  const gap = inks.gap[cellGapPx];
  const round = blockPx >= ROUND_FROM_CELL_PX * CELL_COLUMNS;
  const marked = blockPx >= EDGE_FROM_CELL_PX * CELL_COLUMNS;
  const squares = geometry.pageGapPx > 0;
  const enlarged = enlargesOdd(geometry, gibIn4k[gib]);
  let split = false;
  let unfinished = 0;
  for (let column = first; column <= last; column++) {
    const local = CELL_AT[row * CELL_COLUMNS + column];
    const cell = index * 512 + local;
    const kind = cellKind[cell];
    const state = kind === CellKind.leaf ? leafState(cellState[cell]) : cellState[cell];
    const held = kind === CellKind.leaf && cellPages[cell] >= 0;
    inside[column] = inks.solid[state];
    beside[column] = gap[state];
    base[column] = -1;
    let finish = round || held || (marked && state !== PageState.rw);
    if (kind === CellKind.table) {
      base[column] = cellPages[cell] >> detail.shift;
      split = true;
      finish = squares || (enlarged && state > PageState.rw);
    } else if (kind === CellKind.hole) {
      finish = true;
    } else if (focus !== undefined && state === PageState.rw && stepsBack(focus, pfnOf(gib, local))) {
      inside[column] = inks.back;
    }
    if (finish) unfinished |= 1 << column;
  }
  found.split = split;
  found.unfinished = unfinished;
  return found;
}

/** Fills the px of a row of cells as if all were leaves: one line is made, the others are copies. */
function paintPlain({ target, x, y }: Painting, across: Span, top: number, bottom: number): void {
  const { pixels, widthPx } = target;
  const { inside, beside } = cells;
  const { cell, gap } = x;
  let interior = -1;
  let between = -1;
  for (let py = top; py < bottom; py++) {
    const at = py * widthPx;
    const inGap = y.gap[py] === 1;
    const source = inGap ? between : interior;
    if (source >= 0) {
      pixels.copyWithin(at + across.first, source + across.first, source + across.end);
      continue;
    }
    if (inGap) between = at;
    else interior = at;
    for (let px = across.first; px < across.end; px++) {
      const column = cell[px];
      pixels[at + px] = inGap || gap[px] === 1 ? beside[column] : inside[column];
    }
  }
}

/** What only some cells have: edge, mark, round corners; squares; the hatch of a hole. */
function finishCell(
  p: Painting,
  detail: Detail,
  index: number,
  across: Span,
  down: Span,
  column: number,
  row: number,
  top: number,
  bottom: number,
): void {
  const { geometry, columns } = p;
  const { blockPx } = geometry;
  const cell = index * 512 + CELL_AT[row * CELL_COLUMNS + column];
  const kind = columns.cellKind[cell];
  const state = columns.cellState[cell];
  const held = kind === CellKind.leaf && columns.cellPages[cell] >= 0;
  if (kind === CellKind.leaf) finishLeaf(p, across.start, down.start, column, row, leafState(state));
  if (kind === CellKind.leaf && !held) return;
  const left = Math.max(across.first, across.start + edgeOf(column, CELL_COLUMNS, blockPx));
  const right = Math.min(across.end, across.start + edgeOf(column + 1, CELL_COLUMNS, blockPx));
  const base = held ? columns.cellPages[cell] >> detail.shift : cells.base[column];
  const place: CellPx = { column, row, left, right, top, bottom, base, state };
  if (kind === CellKind.hole) paintCellHole(p, place);
  else if (held) paintTablePages(p, detail, place, across, down);
  else if (geometry.pageGapPx > 0) paintSquares(p, detail, place, across, down);
  else finishGrain(p, detail, place, across, down);
}

/** Edge, mark and round corners of one 2M leaf. */
function finishLeaf(p: Painting, blockX: number, blockY: number, column: number, row: number, state: number): void {
  const { target, geometry, inks } = p;
  const cellPx = geometry.blockPx / CELL_COLUMNS;
  const h = cellSpan(geometry, column, CELL_COLUMNS);
  const v = cellSpan(geometry, row, CELL_ROWS);
  const [x, y] = [blockX + h.start, blockY + v.start];
  if (state === PageState.np && cellPx >= EDGE_FROM_CELL_PX) {
    strokePx(target, x, y, h.length, v.length, cellPx < ROUND_FROM_CELL_PX ? 1 : 2, inks.notPresentEdge);
  }
  if (cellPx >= tokens.map.markFromCellPx) {
    const corner = state === PageState.rwg;
    const sizePx = Math.min(LARGEST_MARK_PX, Math.floor(h.length * (corner ? CUT_CORNER : MARK)));
    const sprite = markSprite(inks, state, sizePx);
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
