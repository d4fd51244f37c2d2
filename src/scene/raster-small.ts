import { CellKind, type MapColumns } from '../bridge/columns.ts';
import { PAGE_STATES, PageState } from '../x86/page-state.ts';
import { type CellSpans, cellSpans } from './cell-spans.ts';
import { VARIANTS } from './inks.ts';
import { CELL_AT } from './morton.ts';
import type { Painting } from './painting.ts';
import { type Span, VARIANT } from './pixel-axes.ts';
import { fillPx } from './target.ts';

const COLUMNS = 32;
const ROWS = 16;
/** More cells in 4K than this are most of a GiB. */
const MOST_CELLS = 256;
/** Most salient code of the cells under each px of one column of cells; reused. */
const narrowed = new Uint8Array(COLUMNS * ROWS);

/**
 * A split GiB of 3 to 31 px: a px shows the most salient of the 2M cells under it. A code is twice
 * the state, plus one when the cell is in 4K pages.
 */
export function paintSmallBlock(painting: Painting, index: number, across: Span, down: Span): void {
  const { target, geometry, columns, inks } = painting;
  const spans = cellSpans(geometry.blockPx);
  narrow(columns, index, spans);
  for (let py = down.first; py < down.end; py++) {
    const from = spans.firstRow[py - down.start];
    const to = spans.lastRow[py - down.start];
    for (let px = across.first; px < across.end; px++) {
      const x = px - across.start;
      let code = 0;
      for (let row = from; row <= to; row++) if (code < narrowed[row * COLUMNS + x]) code = narrowed[row * COLUMNS + x];
      const variant = VARIANT[painting.x.phase[px] + painting.y.phase[py]];
      target.pixels[py * target.widthPx + px] = inks.flat[code * VARIANTS + variant];
    }
  }
}

/** Brings the cells of each row down to the px of the block. */
function narrow({ cellKind, cellState }: MapColumns, index: number, { pxOf }: CellSpans): void {
  narrowed.fill(0);
  for (let column = 0; column < COLUMNS; column++) {
    const px = pxOf[column];
    for (let row = 0; row < ROWS; row++) {
      const cell = index * 512 + CELL_AT[row * COLUMNS + column];
      const code = 2 * cellState[cell] + (cellKind[cell] === CellKind.table ? 1 : 0);
      const at = row * COLUMNS + px;
      if (narrowed[at] < code) narrowed[at] = code;
    }
  }
}

/**
 * A split GiB whose cells are not known: a blank square, or where there are too many to read them all the size of most
 * of its pages; with its most salient state in the middle.
 */
export function paintUnreadBlock(painting: Painting, gib: number, across: Span, down: Span): void {
  const { target, geometry, columns, inks } = painting;
  const { blockPx } = geometry;
  const state = columns.gibState[gib];
  const plain = state < PAGE_STATES ? PageState.rw : state;
  const size = 2 * plain + (columns.gibIn4k[gib] > MOST_CELLS ? 1 : 0);
  const blank = blockPx < COLUMNS ? inks.flat[size * VARIANTS] : inks.unread;
  fillPx(target, across.start, down.start, blockPx, blockPx, blank);
  paintDot(painting, state, across, down);
}

/** The most salient state of a GiB whose pages are not known yet, in its middle. */
export function paintDot({ target, geometry, inks }: Painting, state: number, across: Span, down: Span): void {
  const { blockPx } = geometry;
  const dotPx = Math.min(24, Math.max(1, Math.round(blockPx / 3)));
  const inset = (blockPx - dotPx) >> 1;
  fillPx(target, across.start + inset, down.start + inset, dotPx, dotPx, inks.solid[state]);
}
