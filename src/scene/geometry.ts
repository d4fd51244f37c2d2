import { PAGES_1G } from '../x86/page.ts';
import { APART_FROM_PX, type Camera, type Viewport } from './camera.ts';
import { columnX, GIB_EDGE, type Layout, rowsBetween, rowY, slotOf } from './layout.ts';
import { CELL_COLUMNS, CELL_ROWS, PAGE_COLUMNS, PAGE_ROWS, pageX, pageY } from './morton.ts';
import { placeOf } from './order.ts';
import { gibOf, type Region } from './region.ts';
import type { Rect } from './world-rect.ts';

/**
 * The layout seen through a camera, in whole device px. Painter, hit test and overlays all take
 * their edges from here, so that what is painted is what is hit.
 */
export interface Geometry {
  readonly layout: Layout;
  readonly camera: Camera;
  readonly dpr: number;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Edge of every block. At least 1. */
  readonly blockPx: number;
  /** Blocks are so small that neighbours may share px; they are painted without shape. */
  readonly far: boolean;
  /** Gap between 2M cells, inside their edges. */
  readonly cellGapPx: number;
  /** Gap between 4K pages inside a cell; 0 when pages are too small to be squares. */
  readonly pageGapPx: number;
}

/** Gaps do not grow beyond this, device px. */
export const LARGEST_GAP_PX = 10;
/** From this size on a 4K page is a square with a gap. */
export const PAGE_SQUARE_FROM_PX = 3;

function cellGap(cellPx: number): number {
  if (cellPx < 3) return 0;
  return cellPx < 14 ? 1 : Math.min(LARGEST_GAP_PX, Math.max(2, Math.round(cellPx / 28)));
}

function pageGap(pagePx: number): number {
  return pagePx < PAGE_SQUARE_FROM_PX ? 0 : Math.min(6, Math.max(1, Math.round(pagePx / 9)));
}

/** What float64 may add to a whole number of px. */
const ROUNDING = 1e-6;

/** The geometry of a view. */
export function geometryOf(layout: Layout, camera: Camera, viewport: Viewport): Geometry {
  const k = camera.scale * viewport.dpr;
  const pitchPx = (GIB_EDGE + Math.min(layout.gapX, layout.gapY)) * k;
  const far = pitchPx < APART_FROM_PX - ROUNDING;
  // Far blocks cover all px between them, others are the nearest size that leaves them apart.
  const blockPx = far
    ? Math.ceil(pitchPx - ROUNDING)
    : Math.min(Math.round(GIB_EDGE * k), Math.floor(pitchPx + ROUNDING));
  return {
    layout,
    camera,
    dpr: viewport.dpr,
    widthPx: Math.max(1, Math.round(viewport.width * viewport.dpr)),
    heightPx: Math.max(1, Math.round(viewport.height * viewport.dpr)),
    blockPx,
    far,
    cellGapPx: cellGap(blockPx / CELL_COLUMNS),
    pageGapPx: pageGap(blockPx / GIB_EDGE),
  };
}

/** Left edge of a column of blocks, device px. */
export function blockX({ layout, camera, dpr, widthPx }: Geometry, column: number): number {
  return Math.round((columnX(layout, column) - camera.x) * camera.scale * dpr + widthPx / 2);
}

/** Upper edge of a row of blocks, device px. */
export function blockY({ layout, camera, dpr, heightPx }: Geometry, row: number): number {
  return Math.round((rowY(layout, row) - camera.y) * camera.scale * dpr + heightPx / 2);
}

/** Where part `i` of `parts` equal parts of a length begins: the first px whose middle is in it. */
export const edgeOf = (i: number, parts: number, lengthPx: number): number => Math.ceil((i * lengthPx) / parts - 0.5);

/** Which of `parts` equal parts of a length holds px `at`: the inverse of edgeOf. */
export function partOf(at: number, parts: number, lengthPx: number): number {
  return Math.min(parts - 1, Math.max(0, Math.floor(((at + 0.5) * parts) / lengthPx)));
}

/** First px and length of a 2M cell's inside along an axis of a block: its span without the gap. */
export function cellSpan(geometry: Geometry, i: number, cells: number): { start: number; length: number } {
  const from = edgeOf(i, cells, geometry.blockPx);
  const to = edgeOf(i + 1, cells, geometry.blockPx);
  const gap = geometry.cellGapPx;
  return { start: from + (gap >> 1), length: Math.max(1, to - from - gap) };
}

/** First px and length of a 4K page along an axis of a cell, counted from the cell's inside. */
export function pageSpan(gapPx: number, i: number, pages: number, insidePx: number): { start: number; length: number } {
  const from = edgeOf(i, pages, insidePx + gapPx);
  return { start: from, length: Math.max(1, edgeOf(i + 1, pages, insidePx + gapPx) - from - gapPx) };
}

function axisSpan(geometry: Geometry, at: number, level: 1 | 2, cells: number, pages: number) {
  const cell = Math.floor(at / pages);
  const gap = geometry.pageGapPx;
  if (level === 2) return cellSpan(geometry, cell, cells);
  if (gap > 0) {
    const inside = cellSpan(geometry, cell, cells);
    const page = pageSpan(gap, at % pages, pages, inside.length);
    return { start: inside.start + page.start, length: page.length };
  }
  const start = edgeOf(at, GIB_EDGE, geometry.blockPx);
  return { start, length: Math.max(1, edgeOf(at + 1, GIB_EDGE, geometry.blockPx) - start) };
}

/** Where a region is painted, gaps left out, in device px of the view; never smaller than 1 x 1. */
export function regionPx(geometry: Geometry, { level, pfn }: Region): Rect {
  const { column, row } = slotOf(geometry.layout, gibOf(pfn));
  const x = blockX(geometry, column);
  const y = blockY(geometry, row);
  if (level === 3) return { x, y, width: geometry.blockPx, height: geometry.blockPx };
  const index = placeOf(geometry.layout.order, pfn % PAGES_1G);
  const across = axisSpan(geometry, pageX(index), level, CELL_COLUMNS, PAGE_COLUMNS);
  const down = axisSpan(geometry, pageY(index), level, CELL_ROWS, PAGE_ROWS);
  return { x: x + across.start, y: y + down.start, width: across.length, height: down.length };
}

/** Columns and rows of blocks that are in view, ends exclusive; empty when none. */
export function visibleSlots(geometry: Geometry, marginPx = 0) {
  const { layout, camera, dpr, widthPx, heightPx } = geometry;
  const k = camera.scale * dpr;
  const reach = (lengthPx: number): number => (lengthPx / 2 + marginPx + 1) / k;
  const pitch = GIB_EDGE + layout.gapX;
  const left = camera.x - reach(widthPx);
  const right = camera.x + reach(widthPx);
  const first = Math.min(layout.columns, Math.max(0, Math.floor((left - GIB_EDGE) / pitch) + 1));
  return {
    columns: { first, end: Math.max(first, Math.min(layout.columns, Math.ceil(right / pitch))) },
    rows: rowsBetween(layout, camera.y - reach(heightPx), camera.y + reach(heightPx)),
  };
}
