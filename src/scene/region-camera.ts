import { type Camera, fitRect, type Viewport } from './camera.ts';
import type { Layout } from './layout.ts';
import type { Region } from './region.ts';
import { worldRect } from './world-rect.ts';

/** Part of the view's smaller side that a 4K page takes when it is gone to: its neighbours stay in view. */
const PAGE_PART = 0.2;

/** The camera that shows a region as large as makes sense: a GiB with its label, a 2M cell, a page among others. */
export function regionCamera(layout: Layout, viewport: Viewport, region: Region): Camera {
  const rect = worldRect(layout, region);
  if (region.level === 1) return fitRect(rect, layout, viewport, (1 - PAGE_PART) / 2);
  if (region.level === 2) return fitRect(rect, layout, viewport, 0.04);
  const band = layout.labels === 'above' ? layout.gapY : 0;
  return fitRect({ ...rect, y: rect.y - band, height: rect.height + band }, layout, viewport, 0.03);
}
