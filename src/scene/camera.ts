import { GIB_EDGE, type Layout } from './layout.ts';
import type { Rect } from './world-rect.ts';

/** What is looked at: the world point in the middle of the view, and CSS px per world unit. All float64. */
export interface Camera {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

/** The part of the screen that shows the map: CSS px, and device px per CSS px. */
export interface Viewport {
  readonly width: number;
  readonly height: number;
  readonly dpr: number;
}

interface Margins {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** CSS px around the machine in the home view: the zone brackets or the row labels are left of it. */
const HOME_MARGINS: Readonly<Record<Layout['labels'], Margins>> = {
  above: { left: 14, right: 8, top: 0, bottom: 2 },
  rows: { left: 66, right: 12, top: 10, bottom: 12 },
};
/** In a small viewport (the overview) the margins are only these. */
const BARE: Margins = { left: 6, right: 6, top: 4, bottom: 6 };
const BARE_BELOW_CSS_PX = 240;
/** There, only blocks smaller than this are made equal, so that the others fill the room. */
const EVEN_BELOW_PX = 12;

/** Blocks from this size on have an edge that is a multiple of it, so that all 2M cells are equal. */
const SNAP_PX = 32;
/** From this way to the next block on, in device px, blocks never share a px, and their distances are whole px. */
export const APART_FROM_PX = 3;
/** From this size of a 4K page on, its edge is snapped instead of the block's. */
const SNAP_PAGE_FROM_PX = 4;
const LARGEST_PAGE_CSS_PX = 320;

/** Scale not above `scale` at which blocks, or pages, have whole and equal numbers of device px. */
function snapped(layout: Layout, scale: number, dpr: number): number {
  const blockPx = GIB_EDGE * scale * dpr;
  const pagePx = scale * dpr;
  if (pagePx >= SNAP_PAGE_FROM_PX) return Math.floor(pagePx + 1e-6) / dpr;
  if (blockPx >= SNAP_PX) return (Math.floor(blockPx / SNAP_PX + 1e-6) * SNAP_PX) / (GIB_EDGE * dpr);
  const pitch = GIB_EDGE + layout.gapX;
  const pitchPx = Math.floor(pitch * scale * dpr);
  // Nearer together blocks are cells of colour without an edge, and a whole px each would cost half of the window.
  return pitchPx >= APART_FROM_PX ? pitchPx / (pitch * dpr) : scale;
}

function marginsOf(layout: Layout, viewport: Viewport): Margins {
  return Math.min(viewport.width, viewport.height) < BARE_BELOW_CSS_PX ? BARE : HOME_MARGINS[layout.labels];
}

/** The view of the whole machine. */
export function homeCamera(layout: Layout, viewport: Viewport): Camera {
  const { left, right, top, bottom } = marginsOf(layout, viewport);
  const fit = Math.min(
    Math.max(1, viewport.width - left - right) / layout.width,
    Math.max(1, viewport.height - top - bottom) / layout.height,
  );
  const whole = marginsOf(layout, viewport) === BARE && GIB_EDGE * fit * viewport.dpr >= EVEN_BELOW_PX;
  const scale = whole ? fit : snapped(layout, fit, viewport.dpr);
  return {
    x: layout.width / 2 + (right - left) / (2 * scale),
    y: layout.height / 2 + (bottom - top) / (2 * scale),
    scale,
  };
}

/** Largest scale: a 4K page fills most of the view. */
export function largestScale(viewport: Viewport): number {
  return Math.min(LARGEST_PAGE_CSS_PX, Math.max(32, 0.7 * Math.min(viewport.width, viewport.height)));
}

function clampedAxis(at: number, home: number, size: number, halfView: number, slack: number): number {
  const low = halfView - slack;
  const high = size - halfView + slack;
  return low > high ? home : Math.min(high, Math.max(low, at));
}

/** The nearest camera that is not below home's scale, not above the largest, and not beside the machine. */
export function clampCamera(camera: Camera, layout: Layout, viewport: Viewport): Camera {
  const home = homeCamera(layout, viewport);
  const scale = Math.min(Math.max(camera.scale, home.scale), largestScale(viewport));
  if (scale <= home.scale * (1 + 1e-9)) return home;
  const slackPart = Math.min(0.42, 0.5 * (scale / home.scale - 1));
  const halfX = viewport.width / 2 / scale;
  const halfY = viewport.height / 2 / scale;
  return {
    x: clampedAxis(camera.x, home.x, layout.width, halfX, slackPart * 2 * halfX),
    y: clampedAxis(camera.y, home.y, layout.height, halfY, slackPart * 2 * halfY),
    scale,
  };
}

/** The world point under a point of the view (CSS px from its upper left corner). */
export function worldPoint(camera: Camera, viewport: Viewport, xCssPx: number, yCssPx: number) {
  return {
    x: camera.x + (xCssPx - viewport.width / 2) / camera.scale,
    y: camera.y + (yCssPx - viewport.height / 2) / camera.scale,
  };
}

/** Zooms so that the world point under (xCssPx, yCssPx) stays there. Not clamped. */
export function zoomAbout(camera: Camera, viewport: Viewport, factor: number, xCssPx: number, yCssPx: number): Camera {
  const at = worldPoint(camera, viewport, xCssPx, yCssPx);
  // Beyond the largest scale the view must not walk towards the pointer.
  const scale = Math.min(camera.scale * factor, Math.max(camera.scale, largestScale(viewport)));
  const zoom = scale / camera.scale;
  return { x: at.x + (camera.x - at.x) / zoom, y: at.y + (camera.y - at.y) / zoom, scale };
}

/** Blocks up to this size keep whole distances, from the next on equal 2M cells, from the last on equal pages. */
const EVEN_PITCH_BELOW_PX = 64;
const EVEN_CELLS_FROM_PX = 8 * SNAP_PX;
const EVEN_PAGES_FROM_PX = 12 * GIB_EDGE;

/**
 * The factor of a zoom step, changed a little so that blocks, their 2M cells, or 4K pages come out
 * equal. The change is always smaller than the step of a wheel.
 */
export function evenFactor(camera: Camera, layout: Layout, viewport: Viewport, factor: number): number {
  const blockPx = GIB_EDGE * camera.scale * viewport.dpr;
  const wantedPx = blockPx * factor;
  const even = (unitPx: number): number => {
    const [from, to] = [Math.round(blockPx / unitPx), Math.round(wantedPx / unitPx)];
    return ((to === from ? from + Math.sign(factor - 1) : to) * unitPx) / blockPx;
  };
  if (wantedPx >= EVEN_PAGES_FROM_PX) return even(GIB_EDGE);
  if (wantedPx >= EVEN_CELLS_FROM_PX) return even(SNAP_PX);
  const unit = GIB_EDGE / (GIB_EDGE + layout.gapX);
  return wantedPx < EVEN_PITCH_BELOW_PX && wantedPx >= 2 ? even(unit) : factor;
}

/** Moves the picture by CSS px: positive moves it right and down. Not clamped. */
export function panBy(camera: Camera, dxCssPx: number, dyCssPx: number): Camera {
  return { ...camera, x: camera.x - dxCssPx / camera.scale, y: camera.y - dyCssPx / camera.scale };
}

/** The camera that shows a rectangle of the world in the middle, with a margin of `part` of the view. Not clamped. */
export function fitRect(rect: Rect, layout: Layout, viewport: Viewport, part = 0.06): Camera {
  const room = 1 - 2 * part;
  const fit = Math.min((viewport.width * room) / rect.width, (viewport.height * room) / rect.height);
  const scale = snapped(layout, Math.min(fit, largestScale(viewport)), viewport.dpr);
  return { x: rect.x + rect.width / 2, y: rect.y + rect.height / 2, scale };
}
