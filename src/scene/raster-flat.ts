import { PageState } from '../x86/page-state.ts';
import type { Detail } from './detail.ts';
import { flatStates } from './flat-states.ts';
import { edgeOf } from './geometry.ts';
import { VARIANTS } from './inks.ts';
import { CELL_AT, CELL_COLUMNS, CELL_ROWS } from './morton.ts';
import type { Painting } from './painting.ts';
import { type Span, VARIANT } from './pixel-axes.ts';
import { enlargesOdd, finishGrain } from './raster-grain.ts';

/** A split GiB whose 2M cells are one or two px wide, too small for gaps: one look-up a px. */
export function paintFlat(p: Painting, detail: Detail, index: number, across: Span, down: Span): void {
  const { pixels, widthPx } = p.target;
  const codes = flatStates(p.columns, detail.order);
  const { flat } = p.inks;
  const { flatBits, phase } = p.x;
  const variants = VARIANT;
  const base = (index * 512) << detail.order;
  for (let py = down.first; py < down.end; py++) {
    const yBits = base + p.y.flatBits[py];
    const yPhase = p.y.phase[py];
    const at = py * widthPx;
    for (let px = across.first; px < across.end; px++) {
      pixels[at + px] = flat[codes[yBits + flatBits[px]] * VARIANTS + variants[phase[px] + yPhase]];
    }
  }
  const gib = p.columns.detailGib[index];
  if (p.columns.gibState[gib] > PageState.rw && enlargesOdd(p.geometry, p.columns.gibIn4k[gib]))
    finishFlat(p, detail, index, across, down);
}

/** Makes the odd pages of the few split cells easy to see. */
function finishFlat(p: Painting, detail: Detail, index: number, across: Span, down: Span): void {
  const { cellState, cellPages } = p.columns;
  const { blockPx } = p.geometry;
  for (let i = 0; i < CELL_AT.length; i++) {
    const cell = index * 512 + CELL_AT[i];
    if (cellPages[cell] < 0 || cellState[cell] <= PageState.rw) continue;
    const column = i % CELL_COLUMNS;
    const row = Math.floor(i / CELL_COLUMNS);
    const place = {
      column,
      row,
      left: Math.max(across.first, across.start + edgeOf(column, CELL_COLUMNS, blockPx)),
      right: Math.min(across.end, across.start + edgeOf(column + 1, CELL_COLUMNS, blockPx)),
      top: Math.max(down.first, down.start + edgeOf(row, CELL_ROWS, blockPx)),
      bottom: Math.min(down.end, down.start + edgeOf(row + 1, CELL_ROWS, blockPx)),
      base: cellPages[cell] >> detail.shift,
      state: cellState[cell],
    };
    finishGrain(p, detail, place, across, down);
  }
}
