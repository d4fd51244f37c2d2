import { pixel } from '../theme/colour.ts';
import type { Palette } from '../theme/palette.ts';
import { tokens } from '../theme/tokens.ts';
import { PAGES_1G, PAGES_2M } from '../x86/page.ts';
import { type Changes, changedCells, changedPages } from './changes.ts';
import { type Geometry, regionPx, visibleSlots } from './geometry.ts';
import { CELL_COLUMNS, CELL_ROWS, cellIndex, pageIndex } from './morton.ts';
import { indexAt } from './order.ts';
import { fillPx, type Target } from './target.ts';
import type { Rect } from './world-rect.ts';

/** Cells from this width on are marked one by one, device px, and smaller ones where not more of them differ. */
const CELL_FROM_PX = 4;
const MOST_SMALL_CELLS = 8192;
/** A page smaller than this is filled, and a GiB, device px. */
const RING_FROM_PX = 4;
const GIB_RING_FROM_PX = 8;
/** A grid of one that differs. */
const ALONE = Uint8Array.of(0, 0, 0, 0, 1, 0, 0, 0, 0);

/** The level at which marks are drawn: pages where they are squares, cells where that is seen, else GiB. `cells`: in view. */
export function markLevel({ pageGapPx, blockPx }: Geometry, cells: readonly Uint8Array[]): 1 | 2 | 3 {
  if (pageGapPx > 0) return 1;
  if (blockPx < CELL_COLUMNS) return 3;
  if (blockPx >= CELL_FROM_PX * CELL_COLUMNS) return 2;
  let count = 0;
  for (const gib of cells) for (const differs of gib) count += differs;
  return count <= MOST_SMALL_CELLS ? 2 : 3;
}

/** The part of a GiB that is in view, with a rim: 1 for each page, cell or the GiB itself that differs, and where they are. */
interface Grid {
  readonly differs: Uint8Array;
  readonly stride: number;
  readonly across: readonly Span[];
  readonly down: readonly Span[];
}

interface Span {
  readonly start: number;
  readonly length: number;
}

/** How far lines reach beyond the edge of a rectangle and into it, how much larger that is, and the gap they go over. */
interface Line {
  readonly out: number;
  readonly into: number;
  readonly grow: number;
  readonly gapPx: number;
}

/**
 * Marks what differs, over a painted map: every page, exactly, where pages are squares; farther off the cell or GiB of
 * every page, never less than 2 px. Neighbours are outlined as one.
 */
export function paintChanges(target: Target, geometry: Geometry, changes: Changes, palette: Palette): void {
  const byGib = changedCells(changes);
  if (byGib.size === 0) return;
  const inView = gibsInView(geometry).flatMap((gib) => {
    const cells = byGib.get(gib);
    return cells === undefined ? [] : [{ gib, cells }];
  });
  const level = markLevel(
    geometry,
    inView.map(({ cells }) => cells),
  );
  const grids = inView.map(({ gib, cells }) => gridOf(geometry, level, cells, changes, gib));
  const [under, over] = linesOf(geometry, level);
  for (const grid of grids) outline(target, grid, under, pixel(palette.map.selectUnder));
  for (const grid of grids) outline(target, grid, over, pixel(palette.ui.accent));
}

function gibsInView(geometry: Geometry): number[] {
  const { rows, columns } = visibleSlots(geometry);
  const gibs: number[] = [];
  for (let row = rows.first; row < rows.end; row++)
    for (let column = columns.first; column < columns.end; column++) gibs.push(row * geometry.layout.columns + column);
  return gibs;
}

/** Lines of the ground and of the mark: around a cell or GiB in the middle of the gap, inside a page, so that no other is touched. */
function linesOf({ dpr, blockPx, pageGapPx, cellGapPx }: Geometry, level: 1 | 2 | 3): readonly [Line, Line] {
  if (level > 1) {
    const half = Math.max(1, Math.round((tokens.map.selectionRingPx * dpr) / 2));
    const filled = level === 3 && blockPx < GIB_RING_FROM_PX;
    const line = { into: filled ? blockPx : half, grow: level === 2 ? Math.ceil(cellGapPx / 2) : 0, gapPx: 0 };
    return [
      { ...line, out: 2 * half },
      { ...line, out: half },
    ];
  }
  const edge = Math.floor(blockPx / 512) - pageGapPx;
  const into = edge < RING_FROM_PX ? edge : Math.max(1, Math.min(Math.round(2 * dpr), Math.floor(edge / 4)));
  return [
    { out: Math.min(pageGapPx, Math.round(dpr)), into: 0, grow: 0, gapPx: 0 },
    { out: 0, into, grow: 0, gapPx: pageGapPx },
  ];
}

function gridOf(geometry: Geometry, level: 1 | 2 | 3, cells: Uint8Array, changes: Changes, gib: number): Grid {
  const start = gib * PAGES_1G;
  const { order } = geometry.layout;
  if (level === 3) {
    const { x, y, width, height } = regionPx(geometry, { level, pfn: start });
    return { differs: ALONE, stride: 3, across: [{ start: x, length: width }], down: [{ start: y, length: height }] };
  }
  const [columns, rows] = level === 2 ? [CELL_COLUMNS, CELL_ROWS] : [512, 512];
  const pageAt = (x: number, y: number): number =>
    level === 2 ? indexAt(order, cellIndex(x, y) << 9) : indexAt(order, pageIndex(x, y));
  const rectAt = (x: number, y: number): Rect => {
    const page = pageAt(x, y);
    return regionPx(geometry, { level, pfn: start + (level === 2 ? page - (page % PAGES_2M) : page) });
  };
  const margin = 4 * geometry.dpr;
  const xs = Array.from({ length: columns }, (_, x) => rectAt(x, 0)).map(({ x, width }) => ({
    start: x,
    length: width,
  }));
  const ys = Array.from({ length: rows }, (_, y) => rectAt(0, y)).map(({ y, height }) => ({
    start: y,
    length: height,
  }));
  const inX = seen(xs, geometry.widthPx, margin);
  const inY = seen(ys, geometry.heightPx, margin);
  const across = xs.slice(inX.first, inX.end);
  const down = ys.slice(inY.first, inY.end);
  const stride = across.length + 2;
  const differs = new Uint8Array(stride * (down.length + 2));
  const pages = level === 1 ? changedPages(changes, gib) : undefined;
  for (let y = Math.max(0, inY.first - 1); y < Math.min(rows, inY.end + 1); y++) {
    for (let x = Math.max(0, inX.first - 1); x < Math.min(columns, inX.end + 1); x++) {
      const page = pageAt(x, y);
      differs[(y - inY.first + 1) * stride + x - inX.first + 1] = pages === undefined ? cells[page >> 9] : pages[page];
    }
  }
  return { differs, stride, across, down };
}

/** Which of ascending spans touch a length with a margin. */
function seen(spans: readonly Span[], lengthPx: number, margin: number) {
  const first = spans.findIndex(({ start, length }) => start + length > -margin);
  const last = spans.findLastIndex(({ start }) => start < lengthPx + margin);
  return first < 0 ? { first: 0, end: 0 } : { first, end: last + 1 };
}

/** Draws a line on each side of what differs where what is beside it does not. */
function outline(target: Target, { differs, stride, across, down }: Grid, line: Line, ink: number): void {
  const { out, into, grow, gapPx } = line;
  const thick = out + into;
  for (let row = 0; row < down.length; row++) {
    const y = down[row].start - grow;
    const height = down[row].length + 2 * grow;
    for (let column = 0; column < across.length; column++) {
      const at = (row + 1) * stride + column + 1;
      if (differs[at] === 0) continue;
      const beside = differs[at - 1] + differs[at + 1] + differs[at - stride] + differs[at + stride];
      if (beside === 4) continue;
      const x = across[column].start - grow;
      const width = across[column].length + 2 * grow;
      if (into >= width && into >= height) {
        fillPx(target, x - out, y - out, width + 2 * out, height + 2 * out, ink);
        continue;
      }
      const tall = height + 2 * out + (differs[at + stride] === 1 ? gapPx : 0);
      const long = width + 2 * out + (differs[at + 1] === 1 ? gapPx : 0);
      if (differs[at - 1] === 0) fillPx(target, x - out, y - out, thick, tall, ink);
      if (differs[at + 1] === 0) fillPx(target, x + width - into, y - out, thick, tall, ink);
      if (differs[at - stride] === 0) fillPx(target, x - out, y - out, long, thick, ink);
      if (differs[at + stride] === 0) fillPx(target, x - out, y + height - into, long, thick, ink);
    }
  }
}
