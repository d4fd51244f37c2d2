import type { ProtectionName } from '../theme/tokens.ts';
import type { PageOwnerName } from '../x86/page-owner.ts';

/** A stroke of a mark in the unit square: from, to and half its width; a dot when from is to. */
export type Stroke = readonly [x1: number, y1: number, x2: number, y2: number, halfWidth: number];

const dots = (places: readonly number[], radius: number): Stroke[] =>
  places.flatMap((y) => places.map((x): Stroke => [x, y, x, y, radius]));

/**
 * The second code of each protection (visual.md, "Colour"), for the map, the legend and the bit view.
 * `rwg` is a corner cut off; `np` also has an edge around its square.
 */
export const MARKS: Readonly<Record<ProtectionName, readonly Stroke[]>> = {
  rw: [],
  rwg: [],
  ro: [[0.16, 0.5, 0.84, 0.5, 0.075]],
  rox: [
    [0.34, 0.18, 0.68, 0.5, 0.075],
    [0.68, 0.5, 0.34, 0.82, 0.075],
  ],
  rwx: [
    [0.2, 0.2, 0.8, 0.8, 0.08],
    [0.8, 0.2, 0.2, 0.8, 0.08],
  ],
  np: [[0.5, 0.5, 0.5, 0.5, 0.13]],
  uc: [
    [0.33, 0.14, 0.33, 0.86, 0.06],
    [0.67, 0.14, 0.67, 0.86, 0.06],
  ],
  wc: [
    [0.33, 0.14, 0.33, 0.26, 0.06],
    [0.33, 0.46, 0.33, 0.54, 0.06],
    [0.33, 0.74, 0.33, 0.86, 0.06],
    [0.67, 0.14, 0.67, 0.26, 0.06],
    [0.67, 0.46, 0.67, 0.54, 0.06],
    [0.67, 0.74, 0.67, 0.86, 0.06],
  ],
  pt: dots([0.2, 0.5, 0.8], 0.095),
};

/** Marks of owners, those of protections in another meaning; the others have none. */
export const OWNER_MARK: Readonly<Partial<Record<PageOwnerName, ProtectionName>>> = {
  kernel: 'ro',
  table: 'pt',
  driver: 'uc',
  caller: 'wc',
  module: 'rox',
  bpf: 'np',
};

/** Part of the edge of the square that the cut corner of `rwg` takes. */
export const CUT_CORNER = 0.42;

/** Strokes are at least this wide, so that a small mark is seen. */
const LEAST_HALF_WIDTH_PX = 0.55;

function distance(x: number, y: number, [x1, y1, x2, y2]: Stroke): number {
  const dx = x2 - x1;
  const dy = y2 - y1;
  const length2 = dx * dx + dy * dy;
  const along = length2 === 0 ? 0 : Math.min(1, Math.max(0, ((x - x1) * dx + (y - y1) * dy) / length2));
  return Math.hypot(x - x1 - along * dx, y - y1 - along * dy);
}

/** How much of each px of a square of `sizePx` the mark covers, 0..1, row by row. */
export function markCoverage(name: ProtectionName, sizePx: number): Float32Array {
  const coverage = new Float32Array(sizePx * sizePx);
  for (let row = 0; row < sizePx; row++) {
    for (let column = 0; column < sizePx; column++) {
      const x = (column + 0.5) / sizePx;
      const y = (row + 0.5) / sizePx;
      let most = name === 'rwg' ? Math.min(1, Math.max(0, (x - y) * sizePx)) : 0;
      for (const stroke of MARKS[name]) {
        const half = Math.max(LEAST_HALF_WIDTH_PX, stroke[4] * sizePx);
        most = Math.max(most, Math.min(1, Math.max(0, half + 0.5 - distance(x, y, stroke) * sizePx)));
      }
      coverage[row * sizePx + column] = most;
    }
  }
  return coverage;
}
