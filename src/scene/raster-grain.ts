import { PageState } from '../x86/page-state.ts';
import type { Detail } from './detail.ts';
import { VARIANTS } from './inks.ts';
import { CELL_COLUMNS } from './morton.ts';
import type { CellPx, Painting } from './painting.ts';
import { type Span, VARIANT } from './pixel-axes.ts';
import { enlargeOdd } from './raster-odd.ts';

/** From this width of a 2M cell on, an area of pages that are not present is hollow, with an edge. */
const HOLLOW_FROM_CELL_PX = 5;

/** A split 2M cell whose pages are too small to be squares: one look-up a px, and a grain for data. */
export function paintGrain(p: Painting, detail: Detail, cell: CellPx, across: Span, down: Span): void {
  const { pixels, widthPx } = p.target;
  const { grain } = p.inks;
  const { pageState } = detail;
  const xBits = p.x.stateBits;
  const xPhase = p.x.phase;
  const variants = VARIANT;
  for (let py = cell.top; py < cell.bottom; py++) {
    const bits = p.y.stateBits[py] + cell.base;
    const yPhase = p.y.phase[py];
    const at = py * widthPx;
    for (let px = cell.left; px < cell.right; px++) {
      const state = pageState[bits + xBits[px]];
      pixels[at + px] = grain[state * VARIANTS + variants[xPhase[px] + yPhase]];
    }
  }
  if (cell.state <= PageState.rw) return;
  const cellPx = p.geometry.blockPx / CELL_COLUMNS;
  if (cell.state >= PageState.np && cellPx >= HOLLOW_FROM_CELL_PX) hollowNotPresent(p, detail, cell);
  enlargeOdd(p, detail, cell, across, down);
}

/** Px of pages that are not present, with only such px beside them, take the fill instead of the edge. */
function hollowNotPresent(p: Painting, { pageState }: Detail, cell: CellPx): void {
  const { pixels, widthPx } = p.target;
  const xBits = p.x.stateBits;
  const yBits = p.y.stateBits;
  const fill = p.inks.solid[PageState.np];
  const at = (px: number, py: number): number => pageState[cell.base + xBits[px] + yBits[py]];
  for (let py = cell.top + 1; py < cell.bottom - 1; py++) {
    for (let px = cell.left + 1; px < cell.right - 1; px++) {
      if (at(px, py) !== PageState.np || at(px - 1, py) !== PageState.np || at(px + 1, py) !== PageState.np) continue;
      if (at(px, py - 1) === PageState.np && at(px, py + 1) === PageState.np) pixels[py * widthPx + px] = fill;
    }
  }
}
