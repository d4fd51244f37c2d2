import { PageState } from '../x86/page-state.ts';
import type { Detail } from './detail.ts';
import type { Geometry } from './geometry.ts';
import { VARIANTS } from './inks.ts';
import { CELL_COLUMNS } from './morton.ts';
import type { CellPx, CellRow, Painting } from './painting.ts';
import { type Span, VARIANT } from './pixel-axes.ts';
import { enlargeOdd } from './raster-odd.ts';

/** From this width of a 2M cell on, an area of pages that are not present is hollow, with an edge. */
const HOLLOW_FROM_CELL_PX = 5;
/** From this width on odd pages get a least size; in smaller cells only where few cells are split. */
const ENLARGED_FROM_CELL_PX = 12;
const FEW_CELLS = 24;

/** The split cells of a row whose pages are too small to be squares: one look-up a px, and a grain for data. */
export function paintGrain(p: Painting, detail: Detail, row: CellRow, across: Span, top: number, bottom: number): void {
  const { pixels, widthPx } = p.target;
  const { grain } = p.inks;
  const { pageState } = detail;
  const { base } = row;
  const { cell, stateBits, phase } = p.x;
  const variants = VARIANT;
  for (let py = top; py < bottom; py++) {
    const yBits = p.y.stateBits[py];
    const yPhase = p.y.phase[py];
    const at = py * widthPx;
    for (let px = across.first; px < across.end; px++) {
      const from = base[cell[px]];
      if (from < 0) continue;
      const state = pageState[from + yBits + stateBits[px]];
      pixels[at + px] = grain[state * VARIANTS + variants[phase[px] + yPhase]];
    }
  }
}

/** Whether odd pages get a least size: in cells of some px, and in small ones where few are split. `in4k`: of the GiB. */
export const enlargesOdd = ({ blockPx }: Geometry, in4k: number): boolean =>
  blockPx >= ENLARGED_FROM_CELL_PX * CELL_COLUMNS || in4k <= FEW_CELLS;

/** Makes what is odd in a split cell easy to see. */
export function finishGrain(p: Painting, detail: Detail, cell: CellPx, across: Span, down: Span): void {
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
