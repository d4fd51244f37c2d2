import type { MapColumns } from '../bridge/columns.ts';
import type { Geometry } from './geometry.ts';
import { regionAtLevel } from './hit-test.ts';
import type { Region } from './region.ts';

/** A region fills the view when its height takes this part of the view's smaller side, or more. A page need not. */
const FILLS = { 1: 0.15, 2: 0.42, 3: 0.42 } as const;

/**
 * The deepest region that fills the view, for breadcrumbs: undefined is the machine, then the GiB,
 * the 2M cell, the page in the middle of the view.
 */
export function regionOfView(geometry: Geometry, columns: MapColumns | undefined): Region | undefined {
  const { widthPx, heightPx, blockPx, layout } = geometry;
  const side = Math.min(widthPx, heightPx);
  const heights = { 1: blockPx / 512, 2: blockPx / 16, 3: blockPx } as const;
  for (const level of [1, 2, 3] as const) {
    if (heights[level] < side * FILLS[level]) continue;
    if (level === 3 && layout.gibCount === 1) return undefined;
    return regionAtLevel(geometry, columns, widthPx / 2, heightPx / 2, level);
  }
  return undefined;
}
