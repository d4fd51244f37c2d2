/** The control points of a CSS cubic-bezier(). */
export type Bezier = readonly number[];

const coordinate = (a: number, b: number, t: number): number => {
  const u = 1 - t;
  return 3 * u * u * t * a + 3 * u * t * t * b + t * t * t;
};

/** The value of cubic-bezier(x1, y1, x2, y2) at progress 0..1; outside it is clamped. */
export function ease([x1 = 0, y1 = 0, x2 = 1, y2 = 1]: Bezier, progress: number): number {
  if (progress <= 0) return 0;
  if (progress >= 1) return 1;
  let low = 0;
  let high = 1;
  for (let i = 0; i < 24; i++) {
    const middle = (low + high) / 2;
    if (coordinate(x1, x2, middle) < progress) low = middle;
    else high = middle;
  }
  return coordinate(y1, y2, (low + high) / 2);
}
