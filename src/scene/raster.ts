import { CellKind, type MapColumns } from '../bridge/columns.ts';
import { PAGES_1G } from '../x86/page.ts';
import { PageState } from '../x86/page-state.ts';
import { type Detail, detailOf } from './detail.ts';
import type { Geometry } from './geometry.ts';
import type { Inks } from './inks.ts';
import { leafState } from './leaf-state.ts';
import { orderOf } from './level-of-detail.ts';
import { type Order, placeOf } from './order.ts';
import type { Painting } from './painting.ts';
import { pixelAxes, type Span } from './pixel-axes.ts';
import { placedColumns } from './placed-columns.ts';
import { plainBlocks } from './plain-blocks.ts';
import { paintCellRows } from './raster-cells.ts';
import { paintFar } from './raster-far.ts';
import { paintFlat } from './raster-flat.ts';
import { CELLS_FROM_PX, paintPlainRows } from './raster-plain.ts';
import { repeatBlocks } from './raster-repeat.ts';
import { paintDot, paintSmallBlock, paintUnreadBlock } from './raster-small.ts';
import { paintTablePagesOfGib } from './raster-tables.ts';
import { paintHole, paintTile } from './raster-tile.ts';
import { gibOf, type Region } from './region.ts';
import { fillRows, type Target } from './target.ts';

/** What is not painted yet of a block after its row. */
function paintBlock(painting: Painting, detail: Detail, gib: number, across: Span, down: Span): void {
  const { geometry, columns } = painting;
  const kind = gib < columns.gibKind.length ? columns.gibKind[gib] : CellKind.hole;
  const index = detail.ofGib[gib];
  if (kind === CellKind.hole) paintHole(painting, across, down);
  else if (kind === CellKind.leaf) paintLeaf(painting, gib, across, down, detail);
  else if (index < 0) paintUnreadBlock(painting, gib, across, down);
  else if (geometry.cellGapPx > 0 || plainBlocks(columns)[index] === 1) return;
  else if (geometry.blockPx < CELLS_FROM_PX) paintSmallBlock(painting, index, across, down);
  else paintFlat(painting, detail, index, across, down);
}

/** A 1G page, and those of its pages that hold tables. */
function paintLeaf(painting: Painting, gib: number, across: Span, down: Span, detail: Detail): void {
  const state = painting.columns.gibState[gib];
  paintTile(painting, leafState(state), across, down);
  if (state !== PageState.pt) return;
  if (detail.ofGib[gib] < 0) paintDot(painting, state, across, down);
  else paintTablePagesOfGib(painting, detail, detail.ofGib[gib], across, down);
}

/** The region that in Z order would lie where this one does. */
function placedRegion(order: Order, { level, pfn }: Region): Region {
  const gib = gibOf(pfn) * PAGES_1G;
  return { level, pfn: gib + placeOf(order, pfn - gib) };
}

/**
 * Paints a view: every px of the target is written. A px shows the most salient state of the pages
 * under it, or lies in a cell whose px together show it; nothing is sampled. `focus`: the 2M cell or page
 * that fills the view, if one does; plain 2M leaves around it step back.
 */
export function paintMap(
  target: Target,
  geometry: Geometry,
  columns: MapColumns | undefined,
  inks: Inks,
  focus?: Region,
): void {
  if (!columns) {
    fillRows(target, 0, target.heightPx, inks.ground);
    return;
  }
  if (geometry.far) {
    paintFar(target, geometry, columns, inks);
    return;
  }
  const placed = placedColumns(columns, geometry.layout.order);
  const order = orderOf(geometry);
  const axes = pixelAxes(geometry, Math.min(order, placed.detailOrder));
  const painting: Painting = {
    target,
    geometry,
    columns: placed,
    inks,
    focus: focus && placedRegion(geometry.layout.order, focus),
    x: axes.x,
    y: axes.y,
  };
  const { layout } = geometry;
  const detail = detailOf(placed, order);
  let painted = 0;
  let above: Span | undefined;
  for (const down of axes.y.spans) {
    fillRows(target, painted, down.first, inks.ground);
    painted = down.end;
    const others = above && repeatBlocks(painting, detail, above, down);
    above = down;
    if (!others) {
      if (geometry.cellGapPx === 0) paintPlainRows(painting, detail, down);
      else paintCellRows(painting, detail, down);
    }
    for (const across of others ?? axes.x.spans) {
      const gib = down.slot * layout.columns + across.slot;
      if (gib < layout.gibCount || layout.labels === 'above') paintBlock(painting, detail, gib, across, down);
    }
  }
  fillRows(target, painted, target.heightPx, inks.ground);
}
