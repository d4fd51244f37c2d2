import type { MapColumns } from '../bridge/columns.ts';
import { type Geometry, regionPx } from './geometry.ts';
import { regionAtLevel } from './hit-test.ts';
import type { Region } from './region.ts';

/** A region fills the view when its height takes this part of the view's smaller side, or more. */
const FILLS = 0.42;
/** A selected page of this part of the view's smaller side is what is looked at. */
const PAGE_COUNTS = 0.1;

/** Whether the middle of a region is in the view. */
function inView(geometry: Geometry, region: Region): boolean {
  const { x, y, width, height } = regionPx(geometry, region);
  const middleX = x + width / 2;
  const middleY = y + height / 2;
  return middleX >= 0 && middleX < geometry.widthPx && middleY >= 0 && middleY < geometry.heightPx;
}

/**
 * The deepest region that fills the view, for breadcrumbs: undefined is the machine, then the GiB or
 * the 2M cell in the middle of the view, then the page that is selected, when it is large enough.
 */
export function regionOfView(
  geometry: Geometry,
  columns: MapColumns | undefined,
  selection: Region | undefined,
): Region | undefined {
  const { widthPx, heightPx, blockPx, layout } = geometry;
  const side = Math.min(widthPx, heightPx);
  if (selection?.level === 1 && blockPx / 512 >= side * PAGE_COUNTS && inView(geometry, selection)) return selection;
  if (blockPx / 16 >= side * FILLS) return regionAtLevel(geometry, columns, widthPx / 2, heightPx / 2, 2);
  if (blockPx < side * FILLS || layout.gibCount === 1) return undefined;
  return regionAtLevel(geometry, columns, widthPx / 2, heightPx / 2, 3);
}
