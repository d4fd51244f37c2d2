import type { Rgb } from '../theme/colour.ts';
import type { Palette } from '../theme/palette.ts';
import { tokens } from '../theme/tokens.ts';
import { type Geometry, regionPx } from './geometry.ts';
import { parentOf, type Region, sameRegion } from './region.ts';
import type { Rect } from './world-rect.ts';

/** A stroke around a rectangle, in device px; `rect` is the middle of the stroke. */
export interface Ring {
  readonly rect: Rect;
  readonly radius: number;
  readonly width: number;
  readonly colour: Rgb;
  readonly alpha: number;
}

/** A region smaller than this gets a ring of this size around it, CSS px. */
const LEAST_CSS_PX = 7;
const PARENT_FROM_CSS_PX = 40;
/** A region from this size on has its ring inside, so that the labels around it stay legible. */
const RING_INSIDE_FROM_CSS_PX = 64;

/** A rectangle made larger on all sides, and at least `least` wide and high. */
export function inflated(rect: Rect, by: number, least: number): Rect {
  const width = Math.max(least, rect.width) + 2 * by;
  const height = Math.max(least, rect.height) + 2 * by;
  return { x: rect.x + (rect.width - width) / 2, y: rect.y + (rect.height - height) / 2, width, height };
}

/** The middle of a stroke of 2 px on whole px, so that it is sharp. */
function sharp({ x, y, width, height }: Rect): Rect {
  const [left, top] = [Math.round(x), Math.round(y)];
  return { x: left, y: top, width: Math.round(x + width) - left, height: Math.round(y + height) - top };
}

function ringsAround(geometry: Geometry, palette: Palette, region: Region, colour: Rgb): Ring[] {
  const { dpr } = geometry;
  const width = tokens.map.selectionRingPx * dpr;
  const area = regionPx(geometry, region);
  const inside = region.level === 3 && area.width >= RING_INSIDE_FROM_CSS_PX * dpr;
  const rect = sharp(inflated(area, (inside ? -1 : 2.5) * dpr, LEAST_CSS_PX * dpr));
  const ring = { rect, radius: 4 * dpr, alpha: 1 };
  return [
    { ...ring, width: tokens.map.selectionUnderPx * dpr, colour: palette.map.selectUnder },
    { ...ring, width, colour },
  ];
}

/** The rings of the selection: a page also shows the table it is in. Under-rings come first. */
export function selectionRings(geometry: Geometry, palette: Palette, selection: Region | undefined): Ring[] {
  if (!selection) return [];
  const table = parentOf(selection);
  if (selection.level !== 1 || !table) return ringsAround(geometry, palette, selection, palette.map.select);
  const around = regionPx(geometry, table);
  const outer =
    around.width / geometry.dpr >= PARENT_FROM_CSS_PX ? ringsAround(geometry, palette, table, palette.map.select) : [];
  const colour = outer.length > 0 ? palette.ui.accent : palette.map.select;
  return [...outer, ...ringsAround(geometry, palette, selection, colour)];
}

/** The outline of the region under the pointer; none on the selection, which has its ring. */
export function hoverRings(
  geometry: Geometry,
  palette: Palette,
  hover: Region | undefined,
  selection: Region | undefined,
): Ring[] {
  if (!hover || sameRegion(hover, selection)) return [];
  const { dpr } = geometry;
  const rect = inflated(regionPx(geometry, hover), 0.5 * dpr, 4 * dpr);
  const ring = { rect, radius: 2 * dpr };
  return [
    { ...ring, width: 3 * dpr, colour: palette.map.selectUnder, alpha: 0.75 },
    { ...ring, width: 1 * dpr, colour: palette.map.select, alpha: 0.9 },
  ];
}

/** The rectangle that selects what it touches, while it is being drawn. */
export function bandRings({ dpr }: Geometry, palette: Palette, band: Rect | undefined): Ring[] {
  if (!band) return [];
  const ring = { rect: sharp(band), radius: 2 * dpr, alpha: 1 };
  return [
    { ...ring, width: 4 * dpr, colour: palette.map.selectUnder },
    { ...ring, width: 2 * dpr, colour: palette.ui.accent },
  ];
}

/** A view smaller than this in the overview still has a frame of this size, CSS px. */
const LEAST_FRAME_CSS_PX = 10;

/** The part of the machine that another view shows, as a rectangle in this one (the overview), clipped to it. */
export function viewportRect(geometry: Geometry, seen: Rect): Rect {
  const { widthPx, heightPx, dpr, camera } = geometry;
  const k = camera.scale * dpr;
  const along = (from: number, length: number, centre: number, lengthPx: number): readonly [number, number] => {
    const inset = 1.5 * dpr;
    const middle = (from + length / 2 - centre) * k + lengthPx / 2;
    const half = Math.max(length * k, LEAST_FRAME_CSS_PX * dpr) / 2;
    const clip = (at: number): number => Math.min(lengthPx - inset, Math.max(inset, at));
    return [clip(middle - half), clip(middle + half)];
  };
  const [left, right] = along(seen.x, seen.width, camera.x, widthPx);
  const [top, bottom] = along(seen.y, seen.height, camera.y, heightPx);
  return { x: left, y: top, width: right - left, height: bottom - top };
}
