import { PageState } from '../x86/page-state.ts';
import type { Detail } from './detail.ts';
import { edgeOf } from './geometry.ts';
import { VARIANTS } from './inks.ts';
import { stateWidth } from './level-of-detail.ts';
import { CELL_COLUMNS, CELL_ROWS, PAGE_COLUMNS, PAGE_ROWS, pageX, pageY } from './morton.ts';
import type { CellPx, Painting } from './painting.ts';
import type { Span } from './pixel-axes.ts';

/** A cell with more odd states than this is painted as it is. */
const MOST_ODD = 16;
/** From these widths of a 2M cell on, odd pages are at least 3 px, and stand on a px of ground. */
const THREE_PX_FROM = 12;
const MOAT_FROM = 24;

/** Where odd states of the cell at hand are; reused. */
const odd = new Uint16Array(MOST_ODD);

/** From first to end (exclusive), px. */
type Extent = readonly [first: number, end: number];

/** Collects the states of a cell that are not plain data, up to MOST_ODD; the number of them, or 0 when more. */
function findOdd({ pageState, order }: Detail, base: number): number {
  const end = base + (1 << order);
  let found = 0;
  for (let at = base; at < end; at++) {
    if (pageState[at] <= PageState.rw) continue;
    if (found === MOST_ODD) return 0;
    odd[found++] = at - base;
  }
  return found;
}

/** Gives the few odd pages of a cell a least size. They grow over plain data only, and stay in their cell. */
export function enlargeOdd(p: Painting, detail: Detail, cell: CellPx, across: Span, down: Span): void {
  const { blockPx } = p.geometry;
  const cellPx = blockPx / CELL_COLUMNS;
  const least = cellPx >= THREE_PX_FROM ? 3 : 2;
  const widthPages = stateWidth(detail.order);
  if ((widthPages * blockPx) / 512 >= least) return;
  const found = findOdd(detail, cell.base);
  const heightPages = 2 ** (9 - detail.order) / widthPages;
  const extent = (start: number, page: number, pages: number, all: number): Extent => [
    start + edgeOf(page, all, blockPx),
    start + edgeOf(page + pages, all, blockPx),
  ];
  const each = (paint: (index: number, x: Extent, y: Extent) => void): void => {
    for (let i = 0; i < found; i++) {
      const first = odd[i] << (9 - detail.order);
      const x = cell.column * PAGE_COLUMNS + pageX(first);
      const y = cell.row * PAGE_ROWS + pageY(first);
      const wide = extent(across.start, x, widthPages, CELL_COLUMNS * PAGE_COLUMNS);
      paint(odd[i], wide, extent(down.start, y, heightPages, CELL_ROWS * PAGE_ROWS));
    }
  };
  if (cellPx >= MOAT_FROM) {
    each((_, x, y) => growOver(p, detail, cell, p.inks.ground, grown(x, least + 2), grown(y, least + 2)));
  }
  each((index, x, y) => {
    const state = detail.pageState[cell.base + index];
    growOver(p, detail, cell, p.inks.grain[state * VARIANTS], grown(x, least), grown(y, least));
    if (state === PageState.np && least === 3) fillInside(p, cell, x, y, p.inks.solid[state]);
  });
}

/** At least `least` px around another extent. */
function grown([from, to]: Extent, least: number): Extent {
  const missing = Math.max(0, least - (to - from));
  return [from - (missing >> 1), to + missing - (missing >> 1)];
}

/** Fills the data px of a cell that lie in both extents. */
function growOver(p: Painting, { pageState }: Detail, cell: CellPx, ink: number, x: Extent, y: Extent): void {
  const { pixels, widthPx } = p.target;
  for (let py = Math.max(cell.top, y[0]); py < Math.min(cell.bottom, y[1]); py++) {
    for (let px = Math.max(cell.left, x[0]); px < Math.min(cell.right, x[1]); px++) {
      const under = pageState[cell.base + p.x.stateBits[px] + p.y.stateBits[py]];
      if (under <= PageState.rw) pixels[py * widthPx + px] = ink;
    }
  }
}

/** The hollow of a page that is not present, where it has room for an edge in its cell. */
function fillInside({ target }: Painting, cell: CellPx, x: Extent, y: Extent, ink: number): void {
  for (let py = Math.max(cell.top + 1, y[0]); py < Math.min(cell.bottom - 1, y[1]); py++) {
    for (let px = Math.max(cell.left + 1, x[0]); px < Math.min(cell.right - 1, x[1]); px++) {
      if (x[1] - x[0] < 3 && y[1] - y[0] < 3) target.pixels[py * target.widthPx + px] = ink;
    }
  }
}
