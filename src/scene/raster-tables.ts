import { CellKind } from '../bridge/columns.ts';
import { PageState } from '../x86/page-state.ts';
import type { Detail } from './detail.ts';
import { edgeOf } from './geometry.ts';
import { CELL_AT, CELL_COLUMNS, CELL_ROWS } from './morton.ts';
import type { CellPx, Painting } from './painting.ts';
import type { Span } from './pixel-axes.ts';
import { enlargeOdd } from './raster-odd.ts';
import { CELLS_FROM_PX } from './raster-plain.ts';
import { finishPages } from './raster-squares.ts';
import { fillPx } from './target.ts';

/** Pages of a large leaf that hold tables, over the leaf as it is painted already. */
export function paintTablePages(p: Painting, detail: Detail, cell: CellPx, across: Span, down: Span): void {
  const { pixels, widthPx } = p.target;
  const ink = p.inks.solid[PageState.pt];
  const squares = p.geometry.pageGapPx > 0;
  for (let py = cell.top; py < cell.bottom; py++) {
    if (squares && p.y.gap[py] !== 0) continue;
    const bits = p.y.stateBits[py] + cell.base;
    for (let px = cell.left; px < cell.right; px++) {
      if (squares && p.x.gap[px] !== 0) continue;
      if (detail.pageState[bits + p.x.stateBits[px]] === PageState.pt) pixels[py * widthPx + px] = ink;
    }
  }
  if (squares) finishPages(p, detail, cell, across, down, PageState.pt);
  else enlargeOdd(p, detail, cell, across, down);
}

/** The same for all of a 1G page, of any size on the screen. */
export function paintTablePagesOfGib(p: Painting, detail: Detail, index: number, across: Span, down: Span): void {
  const { blockPx } = p.geometry;
  const { cellKind, cellState, cellPages } = p.columns;
  for (let i = 0; i < CELL_AT.length; i++) {
    const cell = index * 512 + CELL_AT[i];
    if (cellKind[cell] !== CellKind.leaf || cellState[cell] !== PageState.pt) continue;
    const column = i % CELL_COLUMNS;
    const row = Math.floor(i / CELL_COLUMNS);
    const x = across.start + edgeOf(column, CELL_COLUMNS, blockPx);
    const y = down.start + edgeOf(row, CELL_ROWS, blockPx);
    if (blockPx < CELLS_FROM_PX) {
      const inside = (at: number, start: number): number => Math.min(start + blockPx - 1, at);
      fillPx(p.target, inside(x, across.start), inside(y, down.start), 1, 1, p.inks.solid[PageState.pt]);
      continue;
    }
    const place: CellPx = {
      column,
      row,
      left: Math.max(across.first, x),
      right: Math.min(across.end, across.start + edgeOf(column + 1, CELL_COLUMNS, blockPx)),
      top: Math.max(down.first, y),
      bottom: Math.min(down.end, down.start + edgeOf(row + 1, CELL_ROWS, blockPx)),
      base: cellPages[cell] >> detail.shift,
      state: PageState.pt,
    };
    if (place.left < place.right && place.top < place.bottom) paintTablePages(p, detail, place, across, down);
  }
}
