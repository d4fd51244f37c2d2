import { PageState } from '../x86/page-state.ts';
import type { Detail } from './detail.ts';
import { edgeOf } from './geometry.ts';
import { VARIANTS } from './inks.ts';
import { GIB_EDGE } from './layout.ts';
import { stateWidth } from './level-of-detail.ts';
import { CELL_COLUMNS, PAGE_COLUMNS, PAGE_ROWS, PAGE_X, PAGE_Y } from './morton.ts';
import type { CellPx, Painting } from './painting.ts';
import type { Span } from './pixel-axes.ts';

/** A cell with more odd states than this is painted as it is. */
const MOST_ODD = 16;
/** From these widths of a 2M cell on, odd pages are at least 3 px, and stand on a px of ground. */
const THREE_PX_FROM = 12;
const MOAT_FROM = 24;

/** Where odd states of the cell at hand are; reused. */
const odd = new Uint16Array(MOST_ODD);

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
  const statePx = (stateWidth(detail.order) * blockPx) / GIB_EDGE;
  if (statePx >= least) return;
  const found = findOdd(detail, cell.base);
  if (cellPx >= MOAT_FROM) {
    for (let i = 0; i < found; i++) enlarge(p, detail, cell, across, down, odd[i], p.inks.ground, least + 2);
  }
  for (let i = 0; i < found; i++) {
    const state = detail.pageState[cell.base + odd[i]];
    enlarge(p, detail, cell, across, down, odd[i], p.inks.grain[state * VARIANTS], least);
    if (state === PageState.np && least === 3) hollow(p, detail, cell, across, down, odd[i]);
  }
}

/** Px of a state, and how many px there must be around it: along x in the first two, along y in the others. */
const extent = { left: 0, right: 0, top: 0, bottom: 0 };

function setExtent(
  p: Painting,
  { order }: Detail,
  cell: CellPx,
  across: Span,
  down: Span,
  index: number,
  least: number,
) {
  const { blockPx } = p.geometry;
  const first = index << (9 - order);
  const x = cell.column * PAGE_COLUMNS + PAGE_X[first];
  const y = cell.row * PAGE_ROWS + PAGE_Y[first];
  const width = stateWidth(order);
  const height = 2 ** (9 - order) / width;
  extent.left = across.start + edgeOf(x, GIB_EDGE, blockPx);
  extent.right = across.start + edgeOf(x + width, GIB_EDGE, blockPx);
  extent.top = down.start + edgeOf(y, GIB_EDGE, blockPx);
  extent.bottom = down.start + edgeOf(y + height, GIB_EDGE, blockPx);
  const wide = Math.max(0, least - (extent.right - extent.left));
  const tall = Math.max(0, least - (extent.bottom - extent.top));
  extent.left = Math.max(cell.left, extent.left - (wide >> 1));
  extent.right = Math.min(cell.right, extent.right + wide - (wide >> 1));
  extent.top = Math.max(cell.top, extent.top - (tall >> 1));
  extent.bottom = Math.min(cell.bottom, extent.bottom + tall - (tall >> 1));
}

/** Fills the data px around an odd state. */
function enlarge(
  p: Painting,
  detail: Detail,
  cell: CellPx,
  across: Span,
  down: Span,
  index: number,
  ink: number,
  least: number,
): void {
  setExtent(p, detail, cell, across, down, index, least);
  const { pixels, widthPx } = p.target;
  for (let py = extent.top; py < extent.bottom; py++) {
    const bits = cell.base + p.y.stateBits[py];
    for (let px = extent.left; px < extent.right; px++) {
      if (detail.pageState[bits + p.x.stateBits[px]] <= PageState.rw) pixels[py * widthPx + px] = ink;
    }
  }
}

/** The hollow of a page that is not present, where its edge has room around it. */
function hollow(p: Painting, detail: Detail, cell: CellPx, across: Span, down: Span, index: number): void {
  setExtent(p, detail, cell, across, down, index, 0);
  if (extent.right - extent.left > 1 || extent.bottom - extent.top > 1) return;
  const inside = extent.left > cell.left && extent.right < cell.right && extent.top > cell.top;
  if (!inside || extent.bottom >= cell.bottom || extent.left === extent.right || extent.top === extent.bottom) return;
  p.target.pixels[extent.top * p.target.widthPx + extent.left] = p.inks.solid[PageState.np];
}
