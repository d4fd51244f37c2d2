import { tokens } from '../theme/tokens.ts';
import { PageState } from '../x86/page-state.ts';
import type { Detail } from './detail.ts';
import { cellSpan, pageSpan, partOf } from './geometry.ts';
import { markSprite, VARIANTS } from './inks.ts';
import { CUT_CORNER } from './marks.ts';
import { CELL_COLUMNS, CELL_ROWS, PAGE_COLUMNS, PAGE_ROWS, SPREAD_X, SPREAD_Y } from './morton.ts';
import type { CellPx, Painting } from './painting.ts';
import type { Span } from './pixel-axes.ts';
import { fillPx, roundCorners, stamp, strokePx } from './target.ts';

/** From this size of a page on, a page that is not present has an edge of its own. */
const EDGE_FROM_PX = 5;
const LARGEST_MARK_PX = 40;
const ROUND_FROM_PX = 14;
/** Part of a page's edge that its mark takes. */
const MARK = 0.64;

/** A split 2M cell whose pages are squares with gaps between them. */
export function paintSquares(p: Painting, detail: Detail, cell: CellPx, across: Span, down: Span): void {
  const { target, geometry } = p;
  const { pixels, widthPx } = target;
  const ground = p.inks.gap[geometry.cellGapPx][PageState.rw];
  const squares = pageInks(p);
  let made = -1;
  let madeBits = -1;
  for (let py = cell.top; py < cell.bottom; py++) {
    const at = py * widthPx;
    if (p.y.gap[py] !== 0) {
      pixels.fill(ground, at + cell.left, at + cell.right);
      continue;
    }
    const bits = p.y.stateBits[py] + cell.base;
    if (bits === madeBits) {
      pixels.copyWithin(at + cell.left, made + cell.left, made + cell.right);
      continue;
    }
    for (let px = cell.left; px < cell.right; px++) {
      const state = detail.pageState[bits + p.x.stateBits[px]];
      pixels[at + px] = p.x.gap[px] !== 0 ? ground : squares[state];
    }
    made = at;
    madeBits = bits;
  }
  finishPages(p, detail, cell, across, down);
}

/** Fill of a page by state: one that is not present and too small for an edge takes the edge's ink. */
function pageInks({ inks, geometry }: Painting): Uint32Array {
  if (geometry.blockPx / 512 >= EDGE_FROM_PX) return inks.solid;
  const fills = inks.solid.slice();
  fills[PageState.np] = inks.notPresentEdge;
  return fills;
}

/** Edges, marks, holes and round corners of the pages in view; `only`: of those in this state. */
export function finishPages(
  p: Painting,
  detail: Detail,
  cell: CellPx,
  across: Span,
  down: Span,
  only?: PageState,
): void {
  const { geometry } = p;
  const pagePx = geometry.blockPx / 512;
  if (cell.state <= PageState.rw && pagePx < ROUND_FROM_PX && !hasHoles(detail, cell)) return;
  if (pagePx < EDGE_FROM_PX) return;
  const h = cellSpan(geometry, cell.column, CELL_COLUMNS);
  const v = cellSpan(geometry, cell.row, CELL_ROWS);
  const gap = geometry.pageGapPx;
  const at = (px: number, start: number, pages: number, insidePx: number): number =>
    partOf(Math.min(insidePx - 1, Math.max(0, px - start)), pages, insidePx + gap);
  const lastX = at(cell.right - 1, across.start + h.start, PAGE_COLUMNS, h.length);
  const lastY = at(cell.bottom - 1, down.start + v.start, PAGE_ROWS, v.length);
  for (let y = at(cell.top, down.start + v.start, PAGE_ROWS, v.length); y <= lastY; y++) {
    const tall = pageSpan(gap, y, PAGE_ROWS, v.length);
    for (let x = at(cell.left, across.start + h.start, PAGE_COLUMNS, h.length); x <= lastX; x++) {
      const index = (SPREAD_X[x] | SPREAD_Y[y]) >> (9 - detail.order);
      const state = detail.pageState[cell.base + index];
      if ((state === PageState.rw && pagePx < ROUND_FROM_PX) || (only !== undefined && state !== only)) continue;
      const wide = pageSpan(gap, x, PAGE_COLUMNS, h.length);
      const left = across.start + h.start + wide.start;
      finishPage(p, state, left, down.start + v.start + tall.start, wide.length, tall.length);
    }
  }
}

function hasHoles(detail: Detail, cell: CellPx): boolean {
  return detail.pageState.subarray(cell.base, cell.base + (1 << detail.order)).includes(PageState.hole);
}

function finishPage(p: Painting, state: number, x: number, y: number, width: number, height: number): void {
  const { target, inks } = p;
  if (state === PageState.hole) hatch(p, x, y, width, height);
  if (state === PageState.np) strokePx(target, x, y, width, height, width >= 24 ? 2 : 1, inks.notPresentEdge);
  const least = Math.min(width, height);
  if (least >= tokens.map.markFromCellPx - 1) {
    const corner = state === PageState.rwg;
    const sizePx = Math.min(LARGEST_MARK_PX, Math.floor(least * (corner ? CUT_CORNER : MARK)));
    const sprite = markSprite(inks, state, sizePx);
    const left = corner ? x + width - sizePx : x + ((width - sizePx) >> 1);
    if (sprite) stamp(target, sprite, left, corner ? y : y + ((height - sizePx) >> 1));
  }
  if (least >= ROUND_FROM_PX) roundCorners(target, x, y, width, height, Math.min(6, least / 14), inks.palette.map.bg);
}

function hatch({ target, inks }: Painting, x: number, y: number, width: number, height: number): void {
  fillPx(target, x, y, width, height, inks.grain[PageState.hole * VARIANTS]);
  const line = inks.grain[PageState.hole * VARIANTS + 2];
  for (let py = 0; py < height; py++) {
    for (let px = (6 - (py % 6)) % 6; px < width; px += 6) fillPx(target, x + px, y + py, 1, 1, line);
  }
}
