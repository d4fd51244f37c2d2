import { mix, pixel, type Rgb } from '../theme/colour.ts';

/** What the painter fills: `pixels` has widthPx * heightPx opaque RGBA px, row by row. */
export interface Target {
  readonly pixels: Uint32Array;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Fills a rectangle (clipped to the target) with one pixel value. */
export function fillPx(target: Target, x: number, y: number, width: number, height: number, ink: number): void {
  const { pixels, widthPx, heightPx } = target;
  const x0 = Math.max(0, x);
  const x1 = Math.min(widthPx, x + width);
  const y1 = Math.min(heightPx, y + height);
  if (x0 >= x1) return;
  for (let row = Math.max(0, y); row < y1; row++) pixels.fill(ink, row * widthPx + x0, row * widthPx + x1);
}

/** Draws the inner edge of a rectangle, `edgePx` wide. */
export function strokePx(
  target: Target,
  x: number,
  y: number,
  width: number,
  height: number,
  thickPx: number,
  ink: number,
): void {
  fillPx(target, x, y, width, thickPx, ink);
  fillPx(target, x, y + height - thickPx, width, thickPx, ink);
  fillPx(target, x, y + thickPx, thickPx, height - 2 * thickPx, ink);
  fillPx(target, x + width - thickPx, y + thickPx, thickPx, height - 2 * thickPx, ink);
}

/** Copies a square sprite but for its px that are 0; px outside the target are left out. */
export function stamp(target: Target, sprite: Uint32Array, sizePx: number, x: number, y: number): void {
  const { pixels, widthPx, heightPx } = target;
  const right = Math.min(sizePx, widthPx - x);
  const bottom = Math.min(sizePx, heightPx - y);
  for (let row = Math.max(0, -y); row < bottom; row++) {
    for (let column = Math.max(0, -x); column < right; column++) {
      const ink = sprite[row * sizePx + column];
      if (ink !== 0) pixels[(y + row) * widthPx + x + column] = ink;
    }
  }
}

/** Rounds the corners of a rectangle: px outside the radius turn to the ground, with smooth edges. */
export function roundCorners(
  target: Target,
  x: number,
  y: number,
  width: number,
  height: number,
  radiusPx: number,
  ground: Rgb,
): void {
  const { pixels, widthPx, heightPx } = target;
  const reach = Math.ceil(radiusPx);
  for (let dy = 0; dy < reach; dy++) {
    for (let dx = 0; dx < reach; dx++) {
      const outside = Math.hypot(radiusPx - dx - 0.5, radiusPx - dy - 0.5) - radiusPx + 0.5;
      if (outside <= 0) continue;
      for (const px of [x + dx, x + width - 1 - dx]) {
        for (const py of [y + dy, y + height - 1 - dy]) {
          if (px < 0 || px >= widthPx || py < 0 || py >= heightPx) continue;
          const at = py * widthPx + px;
          const was = pixels[at];
          const under: Rgb = [was & 255, (was >> 8) & 255, (was >> 16) & 255];
          pixels[at] = pixel(mix(under, ground, Math.min(1, outside)));
        }
      }
    }
  }
}
