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
import { copyRow, fillRows, repeatRow, roundCorners, stamp, strokePx } from './target.ts';

const EDGE_FROM_CELL_PX = 5;
const ROUND_FROM_CELL_PX = 40;
const LARGEST_MARK_PX = 28;
/** Part of a cell's width that its mark takes. */
const MARK = 0.7;

/**
 * A row of blocks whose 2M cells are large enough for gaps between them: the ground, and the cells of all GiB that are
 * split and known. What lies at the same height is painted at once: a line of px is made, the others are copies.
 */
export function paintCellRows(p: Painting, detail: Detail, down: Span): void {
  const { target, geometry, inks, y } = p;
  const { blockPx } = geometry;
  const blocks = cellBlocks(p, detail, down);
  if (blocks.length === 0) {
    fillRows(target, down.first, down.end, inks.ground);
    return;
  }
  fillRows(target, down.first, down.first + 1, inks.ground);
  const firstRow = partOf(down.first - down.start, CELL_ROWS, blockPx);
  const lastRow = partOf(down.end - 1 - down.start, CELL_ROWS, blockPx);
  for (let row = firstRow; row <= lastRow; row++) {
    const top = Math.max(down.first, down.start + edgeOf(row, CELL_ROWS, blockPx));
    const bottom = Math.min(down.end, down.start + edgeOf(row + 1, CELL_ROWS, blockPx));
    for (const block of blocks) readCells(p, detail, block, row);
    for (let first = top, end = top; first < bottom; first = end) {
      const inGap = y.gap[first] === 1;
      while (end < bottom && (y.gap[end] === 1) === inGap) end++;
      copyRow(target, down.first, first);
      for (const block of blocks) paintLine(p, block, first, inGap);
      repeatRow(target, first, end);
    }
    for (const block of blocks) {
      if (block.split && geometry.pageGapPx === 0) paintGrain(p, detail, block.cells, block.across, top, bottom);
      for (let columns = block.unfinished; columns !== 0; columns &= columns - 1) {
        finishCell(p, detail, block, down, 31 - Math.clz32(columns & -columns), row, top, bottom);
      }
    }
  }
}

/** A split GiB in view, and what its row of cells at hand looks like. */
interface CellBlock {
  /** Which of the detailed GiB it is. */
  readonly index: number;
  readonly across: Span;
  readonly firstColumn: number;
  readonly lastColumn: number;
  readonly cells: CellRow;
  /** Some cells are split. */
  split: boolean;
  /** A bit for each column that has more than the fill of a leaf. */
  unfinished: number;
}

/** The blocks of a row that are split GiB whose cells are known. */
function cellBlocks({ geometry, columns, x }: Painting, { ofGib }: Detail, down: Span): CellBlock[] {
  const { layout, blockPx } = geometry;
  const blocks: CellBlock[] = [];
  for (const across of x.spans) {
    const gib = down.slot * layout.columns + across.slot;
    if (gib >= layout.gibCount || columns.gibKind[gib] !== CellKind.table || ofGib[gib] < 0) continue;
    blocks.push({
      index: ofGib[gib],
      across,
      firstColumn: partOf(across.first - across.start, CELL_COLUMNS, blockPx),
      lastColumn: partOf(across.end - 1 - across.start, CELL_COLUMNS, blockPx),
      cells: {
        inside: new Uint32Array(CELL_COLUMNS),
        beside: new Uint32Array(CELL_COLUMNS),
        base: new Int32Array(CELL_COLUMNS),
      },
      split: false,
      unfinished: 0,
    });
  }
  return blocks;
}

/** Looks a row of cells up. */
function readCells(p: Painting, detail: Detail, block: CellBlock, row: number): void {
  const { cellKind, cellState, cellPages, detailGib, gibIn4k } = p.columns;
  const { inks, focus, geometry } = p;
  const { index, firstColumn, lastColumn } = block;
  const { inside, beside, base } = block.cells;
  const gib = detailGib[index];
  const gap = inks.gap[geometry.cellGapPx];
  const cellPx = geometry.blockPx / CELL_COLUMNS;
  const round = cellPx >= ROUND_FROM_CELL_PX;
  const edged = cellPx >= EDGE_FROM_CELL_PX;
  const marked = cellPx >= tokens.map.markFromCellPx;
  const squares = geometry.pageGapPx > 0;
  const enlarged = enlargesOdd(geometry, gibIn4k[gib]);
  let split = false;
  let unfinished = 0;
  for (let column = firstColumn; column <= lastColumn; column++) {
    const local = CELL_AT[row * CELL_COLUMNS + column];
    const cell = index * 512 + local;
    const kind = cellKind[cell];
    const state = kind === CellKind.leaf ? leafState(cellState[cell]) : cellState[cell];
    inside[column] = inks.solid[state];
    beside[column] = gap[state];
    base[column] = -1;
    let finish = true;
    if (kind === CellKind.table) {
      base[column] = cellPages[cell] >> detail.shift;
      split = true;
      finish = squares || (enlarged && state > PageState.rw);
    } else if (kind === CellKind.leaf) {
      if (focus !== undefined && state === PageState.rw && stepsBack(focus, pfnOf(gib, local)))
        inside[column] = inks.back;
      const drawnOver = (edged && state === PageState.np) || (marked && inks.marks[state] !== undefined);
      finish = round || drawnOver || cellPages[cell] >= 0;
    }
    if (finish) unfinished |= 1 << column;
  }
  block.split = split;
  block.unfinished = unfinished;
}

/** One line of px of a row of cells, as if all were leaves. */
function paintLine({ target, x }: Painting, { across, cells }: CellBlock, py: number, inGap: boolean): void {
  const { pixels, widthPx } = target;
  const { inside, beside } = cells;
  const { cell, gap } = x;
  const at = py * widthPx;
  for (let px = across.first; px < across.end; px++) {
    const column = cell[px];
    pixels[at + px] = inGap || gap[px] === 1 ? beside[column] : inside[column];
  }
}

/** What only some cells have: edge, mark, round corners; squares; the hatch of a hole. */
function finishCell(
  p: Painting,
  detail: Detail,
  { index, across, cells }: CellBlock,
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
    if (sprite) stamp(target, sprite, left, corner ? y : y + ((v.length - sizePx) >> 1));
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
