import { mix, pixel, type Rgb } from '../theme/colour.ts';

/** What the painter fills: `pixels` has widthPx * heightPx opaque RGBA px, row by row. */
export interface Target {
  readonly pixels: Uint32Array;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** From this many px on the engine's own filling and copying is faster than a loop. */
const BULK_FROM_PX = 48;
/** Rows that are copied at once: they stay in the processor's nearest memory. */
const MOST_ROWS = 16;

/** Makes row `to` a copy of row `from`. */
export function copyRow({ pixels, widthPx }: Target, from: number, to: number): void {
  pixels.copyWithin(to * widthPx, from * widthPx, (from + 1) * widthPx);
}

/** Makes the rows after `row`, up to `end` (exclusive), copies of it. */
export function repeatRow({ pixels, widthPx }: Target, row: number, end: number): void {
  const from = row * widthPx;
  for (let to = row + 1; to < end; ) {
    const rows = Math.min(MOST_ROWS, to - row, end - to);
    pixels.copyWithin(to * widthPx, from, from + rows * widthPx);
    to += rows;
  }
}

/** The line of px that was needed last; kept, for to copy it is faster than to fill. */
let line = new Uint32Array(1);

/** Fills whole rows, `end` exclusive. */
export function fillRows(target: Target, first: number, end: number, ink: number): void {
  if (first >= end) return;
  if (line.length !== target.widthPx || line[0] !== ink) line = new Uint32Array(target.widthPx).fill(ink);
  target.pixels.set(line, first * target.widthPx);
  repeatRow(target, first, end);
}

/** Fills a rectangle (clipped to the target) with one pixel value. */
export function fillPx(target: Target, x: number, y: number, width: number, height: number, ink: number): void {
  const { pixels, widthPx, heightPx } = target;
  const x0 = Math.max(0, x);
  const x1 = Math.min(widthPx, x + width);
  const y1 = Math.min(heightPx, y + height);
  for (let row = Math.max(0, y); row < y1; row++) {
    const end = row * widthPx + x1;
    if (x1 - x0 >= BULK_FROM_PX) pixels.fill(ink, row * widthPx + x0, end);
    else for (let at = row * widthPx + x0; at < end; at++) pixels[at] = ink;
  }
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

/** A square picture that does not cover all of its px: place and ink of those that it covers. */
export interface Sprite {
  readonly sizePx: number;
  readonly columns: Uint16Array;
  readonly rows: Uint16Array;
  readonly inks: Uint32Array;
}

/** A sprite of `sizePx` squared inks, row by row; 0 is not covered. */
export function spriteOf(inks: Uint32Array, sizePx: number): Sprite {
  const covered = Uint32Array.from(inks.keys()).filter((at) => inks[at] !== 0);
  return {
    sizePx,
    columns: Uint16Array.from(covered, (at) => at % sizePx),
    rows: Uint16Array.from(covered, (at) => Math.floor(at / sizePx)),
    inks: Uint32Array.from(covered, (at) => inks[at]),
  };
}

/** Draws a sprite; px outside the target are left out. */
export function stamp({ pixels, widthPx, heightPx }: Target, sprite: Sprite, x: number, y: number): void {
  const { sizePx, columns, rows, inks } = sprite;
  const inside = x >= 0 && y >= 0 && x + sizePx <= widthPx && y + sizePx <= heightPx;
  for (let i = 0; i < inks.length; i++) {
    const px = x + columns[i];
    const py = y + rows[i];
    if (inside || (px >= 0 && px < widthPx && py >= 0 && py < heightPx)) pixels[py * widthPx + px] = inks[i];
  }
}

/** Copies a square of `sizePx` squared px; px outside the target are left out. */
export function copySquare(target: Target, square: Uint32Array, sizePx: number, x: number, y: number): void {
  const { pixels, widthPx, heightPx } = target;
  const right = Math.min(sizePx, widthPx - x);
  const bottom = Math.min(sizePx, heightPx - y);
  for (let row = Math.max(0, -y); row < bottom; row++) {
    const to = (y + row) * widthPx + x;
    for (let column = Math.max(0, -x); column < right; column++) pixels[to + column] = square[row * sizePx + column];
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
