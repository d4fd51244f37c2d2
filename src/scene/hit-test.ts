import { CellKind, type MapColumns } from '../bridge/columns.ts';
import { PAGES_1G, PAGES_2M } from '../x86/page.ts';
import { PageState } from '../x86/page-state.ts';
import { blockX, blockY, cellSpan, type Geometry, partOf, visibleSlots } from './geometry.ts';
import { CELL_COLUMNS, CELL_ROWS, cellIndex, PAGE_COLUMNS, PAGE_ROWS, pageIndex } from './morton.ts';
import { indexAt } from './order.ts';
import { cellOf, type Region } from './region.ts';

/** A 2M cell is a target of its own from this width on, CSS px. */
export const CELL_FROM_CSS_PX = 3;
/** A 4K page is a target of its own from this size on, CSS px. */
export const PAGE_FROM_CSS_PX = 5;

/** The smallest level that can be pointed at in this view. */
export function finestLevel(geometry: Geometry): 1 | 2 | 3 {
  const blockCssPx = geometry.blockPx / geometry.dpr;
  if (blockCssPx >= 512 * PAGE_FROM_CSS_PX) return 1;
  return blockCssPx >= CELL_COLUMNS * CELL_FROM_CSS_PX ? 2 : 3;
}

/** Which slot's block covers a px of an axis; undefined in a gap. */
function slotAt(px: number, slots: { first: number; end: number }, startOf: (slot: number) => number, edge: number) {
  let low = slots.first;
  let high = slots.end - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const start = startOf(middle);
    if (px < start) high = middle - 1;
    else if (px >= start + edge) low = middle + 1;
    else return { slot: middle, offset: px - start };
  }
  return undefined;
}

function pageAlong(geometry: Geometry, offset: number, cell: number, cells: number, pages: number): number {
  const { blockPx, pageGapPx } = geometry;
  if (pageGapPx === 0) return partOf(offset, cells * pages, blockPx) % pages;
  const inside = cellSpan(geometry, cell, cells);
  const at = Math.min(inside.length - 1, Math.max(0, offset - inside.start));
  return partOf(at, pages, inside.length + pageGapPx);
}

/** How a 2M cell is mapped, as far as the columns say; undefined when its detail is not there. */
export function cellKindOf(columns: MapColumns, gib: number, cell: number): CellKind | undefined {
  const index = columns.detailGib.indexOf(gib);
  return index < 0 ? undefined : (columns.cellKind[index * 512 + cell] as CellKind);
}

/**
 * The region under a px of the view, the smallest that makes sense at this zoom: never smaller than
 * the leaf that maps it. Undefined between the blocks and after the end of the machine.
 */
export function regionAtPx(geometry: Geometry, columns: MapColumns | undefined, x: number, y: number) {
  return regionAtLevel(geometry, columns, x, y, finestLevel(geometry));
}

/** As regionAtPx, but not smaller than `finest`. */
export function regionAtLevel(
  geometry: Geometry,
  columns: MapColumns | undefined,
  x: number,
  y: number,
  finest: 1 | 2 | 3,
): Region | undefined {
  const { layout, blockPx } = geometry;
  const slots = visibleSlots(geometry);
  const across = slotAt(Math.floor(x), slots.columns, (column) => blockX(geometry, column), blockPx);
  const down = slotAt(Math.floor(y), slots.rows, (row) => blockY(geometry, row), blockPx);
  if (!across || !down) return undefined;
  const gib = down.slot * layout.columns + across.slot;
  if (gib >= layout.gibCount) return undefined;
  const pfn = gib * PAGES_1G;
  if (finest === 3 || !columns) return { level: 3, pfn };
  const column = partOf(across.offset, CELL_COLUMNS, blockPx);
  const row = partOf(down.offset, CELL_ROWS, blockPx);
  const cell = indexAt(layout.order, cellIndex(column, row) * PAGES_2M) / PAGES_2M;
  const pageAt = (): number => {
    const pageColumn = pageAlong(geometry, across.offset, column, CELL_COLUMNS, PAGE_COLUMNS);
    const pageRow = pageAlong(geometry, down.offset, row, CELL_ROWS, PAGE_ROWS);
    const place = pageIndex(column * PAGE_COLUMNS + pageColumn, row * PAGE_ROWS + pageRow);
    return pfn + indexAt(layout.order, place);
  };
  if (finest === 1 && cellKindOf(columns, gib, cell) === CellKind.leaf) {
    const page = pageAt();
    if (holdsTable(columns, gib, page)) return { level: 1, pfn: page };
  }
  if (columns.gibKind[gib] !== CellKind.table) return { level: 3, pfn };
  if (finest === 2 || cellKindOf(columns, gib, cell) !== CellKind.table) {
    return { level: 2, pfn: pfn + cell * PAGES_2M };
  }
  return { level: 1, pfn: pageAt() };
}

/** A page of a large leaf is drawn on its own when it holds a table. */
function holdsTable(columns: MapColumns, gib: number, pfn: number): boolean {
  const first = columns.cellPages[columns.detailGib.indexOf(gib) * 512 + cellOf(pfn)];
  return first >= 0 && columns.detailOrder === 9 && columns.pageState[first + (pfn % PAGES_2M)] === PageState.pt;
}
