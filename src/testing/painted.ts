import type { MapColumns } from '../bridge/columns.ts';
import type { Camera, Viewport } from '../scene/camera.ts';
import { type Colouring, colouredColumns } from '../scene/colouring.ts';
import { type Geometry, geometryOf } from '../scene/geometry.ts';
import { type Inks, makeInks } from '../scene/inks.ts';
import { layoutOf } from '../scene/layout.ts';
import type { Order } from '../scene/order.ts';
import { paintMap } from '../scene/raster.ts';
import type { Region } from '../scene/region.ts';
import type { Rect } from '../scene/world-rect.ts';
import { palette } from '../theme/palette.ts';
import type { Theme } from '../theme/tokens.ts';

/** A painted view, to look at px by px. */
export interface Painted {
  readonly geometry: Geometry;
  readonly inks: Inks;
  readonly pixels: Uint32Array;
  at(x: number, y: number): number;
  /** Different px values in the part of a rectangle that is in view. */
  within(rect: Rect): Set<number>;
}

interface Choices {
  readonly theme?: Theme;
  readonly hiddenStates?: number;
  readonly focus?: Region;
  readonly colouring?: Colouring;
  readonly order?: Order;
}

/** Paints columns as the map does. The px are filled with garbage before, so that what is not painted is seen. */
export function painted(columns: MapColumns, camera: Camera, viewport: Viewport, choices: Choices = {}): Painted {
  const geometry = geometryOf(layoutOf(columns.gibKind.length, choices.order), camera, viewport);
  const inks = makeInks(palette(choices.theme ?? 'dark'), choices.hiddenStates ?? 0, choices.colouring);
  const { widthPx, heightPx } = geometry;
  const pixels = new Uint32Array(widthPx * heightPx).fill(0x12345678);
  const drawn = colouredColumns(columns, choices.colouring ?? 'protection');
  paintMap({ pixels, widthPx, heightPx }, geometry, drawn, inks, choices.focus);
  return {
    geometry,
    inks,
    pixels,
    at: (x, y) => pixels[y * widthPx + x] as number,
    within({ x, y, width, height }) {
      const found = new Set<number>();
      for (let py = Math.max(0, y); py < Math.min(heightPx, y + height); py++) {
        for (let px = Math.max(0, x); px < Math.min(widthPx, x + width); px++) {
          found.add(pixels[py * widthPx + px] as number);
        }
      }
      return found;
    },
  };
}
