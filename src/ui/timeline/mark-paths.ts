import type { MarkColumn } from '../../scene/chart-marks.ts';

/** Height of the line at size 1. */
export const LINE_Y = 17.5;
const SMALL = 4.5;
const LARGE = 6.5;

/** Triangles of all marks as two SVG paths: merges stand on the line, splits hang from it; those of 1G are larger. */
export function markPaths(
  columns: readonly MarkColumn[],
  size = 1,
): { readonly merges: string; readonly splits: string } {
  let merges = '';
  let splits = '';
  for (const { x, splits2m, splits1g, merges2m, merges1g } of columns) {
    if (merges2m + merges1g > 0) merges += triangle(x, merges1g > 0 ? LARGE : SMALL, -1, size);
    if (splits2m + splits1g > 0) splits += triangle(x, splits1g > 0 ? LARGE : SMALL, 1, size);
  }
  return { merges, splits };
}

function triangle(x: number, halfPx: number, way: 1 | -1, size: number): string {
  const half = halfPx * size;
  const base = (LINE_Y + way * 2.5) * size;
  return `M${x - half} ${base}H${x + half}L${x} ${(base + way * half * 1.8).toFixed(1)}Z`;
}
