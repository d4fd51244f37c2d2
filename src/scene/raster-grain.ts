import { PageState } from '../x86/page-state.ts';
import type { Detail } from './detail.ts';
import { edgeOf } from './geometry.ts';
import { VARIANTS } from './inks.ts';
import { stateWidth } from './level-of-detail.ts';
import { CELL_COLUMNS, CELL_ROWS, pageX, pageY } from './morton.ts';
import type { CellPx, Painting } from './painting.ts';
import type { Span } from './pixel-axes.ts';

/** A cell with more odd states than this is painted as it is. */
const MOST_ODD = 16;
/** From this width of a 2M cell on, odd pages are at least 2 and 3 px. */
const TWO_PX_FROM = 5;
const THREE_PX_FROM = 12;

/** The period of checker and hatch together. */
const PERIOD = 6;
const VARIANT = Uint8Array.from({ length: 2 * PERIOD }, (_, i) => (i & 1) | (i % PERIOD === 0 ? 2 : 0));

/** Where odd states of the cell at hand are; reused. */
const odd = new Uint16Array(MOST_ODD);

/** A split 2M cell whose pages are too small to be squares: one look-up a px, and a grain for data. */
export function paintGrain(p: Painting, detail: Detail, cell: CellPx, across: Span, down: Span): void {
  const { pixels, widthPx } = p.target;
  const { grain } = p.inks;
  const { pageState } = detail;
  const xBits = p.x.stateBits;
  const checkerPx = Math.max(1, Math.round(p.geometry.dpr));
  for (let py = cell.top; py < cell.bottom; py++) {
    const bits = (p.y.stateBits[py] as number) + cell.base;
    const phaseY = Math.floor((py - down.start) / checkerPx);
    const at = py * widthPx;
    for (let px = cell.left; px < cell.right; px++) {
      const phase = (Math.floor((px - across.start) / checkerPx) + phaseY) % PERIOD;
      const state = pageState[bits + (xBits[px] as number)] as number;
      pixels[at + px] = grain[state * VARIANTS + (VARIANT[phase] as number)] as number;
    }
  }
  const cellPx = p.geometry.blockPx / CELL_COLUMNS;
  if (cell.state > PageState.rw && cellPx >= TWO_PX_FROM) enlargeOdd(p, detail, cell, across, down);
}

/** Collects the states of a cell that are not plain data, up to MOST_ODD; the number of them, or 0 when more. */
function findOdd(detail: Detail, base: number): number {
  const count = 1 << detail.order;
  let found = 0;
  for (let i = 0; i < count; i++) {
    if ((detail.pageState[base + i] as number) <= PageState.rw) continue;
    if (found === MOST_ODD) return 0;
    odd[found++] = i;
  }
  return found;
}

/** Gives the few odd pages of a cell a least size. They grow over plain data only, and stay in their cell. */
function enlargeOdd(p: Painting, detail: Detail, cell: CellPx, across: Span, down: Span): void {
  const { geometry } = p;
  const cellPx = geometry.blockPx / CELL_COLUMNS;
  const least = cellPx >= THREE_PX_FROM ? 3 : 2;
  const widthPages = stateWidth(detail.order);
  if ((widthPages * geometry.blockPx) / 512 >= least) return;
  const found = findOdd(detail, cell.base);
  for (let i = 0; i < found; i++) {
    const index = odd[i] as number;
    const state = detail.pageState[cell.base + index] as number;
    const first = index << (9 - detail.order);
    const x = cell.column * 16 + pageX(first);
    const y = cell.row * 32 + pageY(first);
    const heightPages = 2 ** (9 - detail.order) / widthPages;
    const left = across.start + edgeOf(x, CELL_COLUMNS * 16, geometry.blockPx);
    const right = across.start + edgeOf(x + widthPages, CELL_COLUMNS * 16, geometry.blockPx);
    const top = down.start + edgeOf(y, CELL_ROWS * 32, geometry.blockPx);
    const bottom = down.start + edgeOf(y + heightPages, CELL_ROWS * 32, geometry.blockPx);
    growOver(p, detail, cell, state, grown(left, right, least), grown(top, bottom, least));
  }
}

/** A span of at least `least` px around another. */
function grown(from: number, to: number, least: number): readonly [number, number] {
  const missing = Math.max(0, least - (to - from));
  return [from - (missing >> 1), to + missing - (missing >> 1)];
}

function growOver(
  p: Painting,
  detail: Detail,
  cell: CellPx,
  state: number,
  [left, right]: readonly [number, number],
  [top, bottom]: readonly [number, number],
): void {
  const { pixels, widthPx } = p.target;
  const ink = p.inks.grain[state * VARIANTS] as number;
  for (let py = Math.max(cell.top, top); py < Math.min(cell.bottom, bottom); py++) {
    for (let px = Math.max(cell.left, left); px < Math.min(cell.right, right); px++) {
      const at = cell.base + (p.x.stateBits[px] as number) + (p.y.stateBits[py] as number);
      const under = detail.pageState[at] as number;
      if (under <= PageState.rw) pixels[py * widthPx + px] = ink;
    }
  }
}
