import { type Camera, fitRect, type Viewport } from './camera.ts';
import type { Layout } from './layout.ts';
import type { Region } from './region.ts';
import { worldRect } from './world-rect.ts';

/** Part of the view's smaller side that a 4K page takes when it is gone to: its neighbours stay in view. */
const PAGE_PART = 0.13;
/** In a wide view the page stands so far left of the middle, in parts of the width: a card has room beside it. */
const PAGE_ASIDE = 0.24;
const WIDE_CSS_PX = 600;

/** The camera that shows a region as large as makes sense: a GiB with its label, a 2M cell, a page among others. */
export function regionCamera(layout: Layout, viewport: Viewport, region: Region): Camera {
  const rect = worldRect(layout, region);
  if (region.level === 1) {
    const camera = fitRect(rect, layout, viewport, (1 - PAGE_PART) / 2);
    const aside = viewport.width >= WIDE_CSS_PX ? (PAGE_ASIDE * viewport.width) / camera.scale : 0;
    return { ...camera, x: camera.x + aside };
  }
  if (region.level === 2) return fitRect(rect, layout, viewport, 0.04);
  const band = layout.labels === 'above' ? layout.gapY : 0;
  return fitRect({ ...rect, y: rect.y - band, height: rect.height + band }, layout, viewport, 0.03);
}
