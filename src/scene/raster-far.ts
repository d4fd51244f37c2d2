import type { MapColumns } from '../bridge/columns.ts';
import { CODES } from './colouring.ts';
import { blockX, blockY, type Geometry } from './geometry.ts';
import type { Inks } from './inks.ts';
import type { Target } from './target.ts';

/** Blocks of one or two px, or less: each px takes the most salient state of all GiB that touch it. */
export function paintFar(target: Target, geometry: Geometry, columns: MapColumns, inks: Inks): void {
  const { pixels, widthPx, heightPx } = target;
  const { layout, blockPx } = geometry;
  const states = new Uint8Array(widthPx * heightPx).fill(CODES);
  const count = Math.min(layout.gibCount, columns.gibKind.length);
  for (let row = 0; row < layout.rows; row++) {
    const y0 = Math.max(0, blockY(geometry, row));
    const y1 = Math.min(heightPx, blockY(geometry, row) + blockPx);
    for (let column = 0; column < layout.columns && y0 < y1; column++) {
      const gib = row * layout.columns + column;
      if (gib >= count) break;
      const state = columns.gibState[gib];
      const x = blockX(geometry, column);
      for (let py = y0; py < y1; py++) {
        for (let px = Math.max(0, x); px < Math.min(widthPx, x + blockPx); px++) {
          const at = py * widthPx + px;
          const was = states[at];
          if (was === CODES || was < state) states[at] = state;
        }
      }
    }
  }
  for (let at = 0; at < pixels.length; at++) {
    const state = states[at];
    if (state < CODES) pixels[at] = inks.solid[state];
  }
}
