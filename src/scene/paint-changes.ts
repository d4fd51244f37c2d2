import { pixel } from '../theme/colour.ts';
import type { Palette } from '../theme/palette.ts';
import { tokens } from '../theme/tokens.ts';
import { PAGES_1G } from '../x86/page.ts';
import { type Changes, changedCells, changedPages } from './changes.ts';
import { type Geometry, regionPx, visibleSlots } from './geometry.ts';
import { CELL_COLUMNS, CELL_ROWS, cellIndex, pageIndex } from './morton.ts';
import { indexAt } from './order.ts';
import { fillPx, type Target } from './target.ts';
import type { Rect } from './world-rect.ts';

/** A grid of what can be marked in a GiB: how many there are, which page one begins at, and whether it differs. */
interface Grid {
  readonly columns: number;
  readonly rows: number;
  pageAt(x: number, y: number): number;
  differs(page: number): boolean;
}

/** A page smaller than this is filled, device px. */
const RING_FROM_PX = 4;

/** The level at which marks are drawn: pages where they are squares, cells while they are a px wide, else GiB. */
export function markLevel({ pageGapPx, blockPx }: Geometry): 1 | 2 | 3 {
  if (pageGapPx > 0) return 1;
  return blockPx >= CELL_COLUMNS ? 2 : 3;
}

/**
 * Marks what differs, over a painted map: every page, exactly, where pages are squares; farther off the cell or GiB of
 * every page, never less than 2 px. Neighbours are outlined as one.
 */
export function paintChanges(target: Target, geometry: Geometry, changes: Changes, palette: Palette): void {
  const byGib = changedCells(changes);
  if (byGib.size === 0) return;
  const level = markLevel(geometry);
  const under: Rect[] = [];
  const over: Rect[] = [];
  for (const gib of gibsInView(geometry)) {
    const cells = byGib.get(gib);
    if (cells === undefined) continue;
    if (level === 3) {
      const sides = [true, true, true, true] as const;
      outline(geometry, regionPx(geometry, { level, pfn: gib * PAGES_1G }), sides, 0, under, over);
    } else markIn(geometry, gib, level, gridOf(geometry, level, cells, changes, gib), under, over);
  }
  const fill = (rects: readonly Rect[], ink: number): void => {
    for (const { x, y, width, height } of rects) fillPx(target, x, y, width, height, ink);
  };
  fill(under, pixel(palette.map.selectUnder));
  fill(over, pixel(palette.ui.accent));
}

function gibsInView(geometry: Geometry): number[] {
  const { rows, columns } = visibleSlots(geometry);
  const gibs: number[] = [];
  for (let row = rows.first; row < rows.end; row++)
    for (let column = columns.first; column < columns.end; column++) gibs.push(row * geometry.layout.columns + column);
  return gibs;
}

function gridOf({ layout }: Geometry, level: 1 | 2, cells: Uint8Array, changes: Changes, gib: number): Grid {
  const { order } = layout;
  if (level === 2)
    return {
      columns: CELL_COLUMNS,
      rows: CELL_ROWS,
      pageAt: (x, y) => indexAt(order, cellIndex(x, y) << 9) & ~511,
      differs: (page) => cells[page >> 9] === 1,
    };
  const pages = changedPages(changes, gib);
  return {
    columns: 512,
    rows: 512,
    pageAt: (x, y) => indexAt(order, pageIndex(x, y)),
    differs: (page) => pages[page] === 1,
  };
}

function markIn(geometry: Geometry, gib: number, level: 1 | 2, grid: Grid, under: Rect[], over: Rect[]): void {
  const { columns, rows, pageAt, differs } = grid;
  const rectAt = (x: number, y: number): Rect => regionPx(geometry, { level, pfn: gib * PAGES_1G + pageAt(x, y) });
  const is = (x: number, y: number): boolean => x >= 0 && y >= 0 && x < columns && y < rows && differs(pageAt(x, y));
  const margin = 4 * geometry.dpr;
  const across = Array.from({ length: columns }, (_, x) => rectAt(x, 0));
  const down = Array.from({ length: rows }, (_, y) => rectAt(0, y));
  const seenX = seen(
    across.map(({ x, width }) => [x, x + width]),
    geometry.widthPx,
    margin,
  );
  const seenY = seen(
    down.map(({ y, height }) => [y, y + height]),
    geometry.heightPx,
    margin,
  );
  for (let y = seenY.first; y < seenY.end; y++) {
    for (let x = seenX.first; x < seenX.end; x++) {
      if (!is(x, y)) continue;
      const sides = [!is(x - 1, y), !is(x + 1, y), !is(x, y - 1), !is(x, y + 1)] as const;
      if (!sides.includes(true)) continue;
      const rect = { x: across[x].x, y: down[y].y, width: across[x].width, height: down[y].height };
      if (level === 1) inside(geometry, rect, sides, under, over);
      else outline(geometry, rect, sides, geometry.cellGapPx, under, over);
    }
  }
}

/** Which of ascending spans touch a length with a margin. */
function seen(spans: readonly (readonly [number, number])[], lengthPx: number, margin: number) {
  const first = spans.findIndex(([, end]) => end > -margin);
  const last = spans.findLastIndex(([start]) => start < lengthPx + margin);
  return first < 0 ? { first: 0, end: 0 } : { first, end: last + 1 };
}

type Sides = readonly [left: boolean, right: boolean, top: boolean, bottom: boolean];

/** Lines along sides of a rectangle, from `out` px outside its edge to `into` px inside, over a gap to the next one. */
function lines({ x, y, width, height }: Rect, sides: Sides, out: number, into: number, gapPx = 0): Rect[] {
  const [left, right, top, bottom] = sides;
  const thick = out + into;
  const long = width + 2 * out + (right ? 0 : gapPx);
  const tall = height + 2 * out + (bottom ? 0 : gapPx);
  const found: Rect[] = [];
  if (left) found.push({ x: x - out, y: y - out, width: thick, height: tall });
  if (right) found.push({ x: x + width - into, y: y - out, width: thick, height: tall });
  if (top) found.push({ x: x - out, y: y - out, width: long, height: thick });
  if (bottom) found.push({ x: x - out, y: y + height - into, width: long, height: thick });
  return found;
}

/** Lines on the edge of a cell or GiB, in the middle of the gap beside it. */
function outline({ dpr }: Geometry, rect: Rect, sides: Sides, gapPx: number, under: Rect[], over: Rect[]): void {
  const by = Math.ceil(gapPx / 2);
  const at = { x: rect.x - by, y: rect.y - by, width: rect.width + 2 * by, height: rect.height + 2 * by };
  const half = Math.max(1, Math.round((tokens.map.selectionRingPx * dpr) / 2));
  under.push(...lines(at, sides, 2 * half, half));
  over.push(...lines(at, sides, half, half));
}

/** Lines inside a page, so that no other page is touched. */
function inside({ dpr, pageGapPx }: Geometry, rect: Rect, sides: Sides, under: Rect[], over: Rect[]): void {
  const least = Math.min(rect.width, rect.height);
  const into = least < RING_FROM_PX ? least : Math.max(1, Math.min(Math.round(2 * dpr), Math.floor(least / 4)));
  under.push(...lines(rect, sides, Math.min(pageGapPx, Math.round(dpr)), 0));
  over.push(...lines(rect, sides, 0, into, pageGapPx));
}
