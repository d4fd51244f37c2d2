import type { Target } from './target.ts';

/**
 * A painted picture as rectangles, exactly: by ink (the pixel value) the path of all its rectangles in SVG's words, in
 * px. Runs of one ink that stand on each other with equal ends are one rectangle.
 */
export function pixelRects({ pixels, widthPx, heightPx }: Target): ReadonlyMap<number, string> {
  const paths = new Map<number, string[]>();
  const close = ({ x, y, width, ink }: Run, bottom: number): void => {
    const path = paths.get(ink) ?? [];
    path.push(`M${x} ${y}h${width}v${bottom - y}h${-width}z`);
    paths.set(ink, path);
  };
  /** Rectangles that reach down to the row, by the px they begin at. */
  let open = new Map<number, Run>();
  for (let y = 0; y < heightPx; y++) {
    const next = new Map<number, Run>();
    for (let x = 0; x < widthPx; ) {
      const ink = pixels[y * widthPx + x];
      let end = x + 1;
      while (end < widthPx && pixels[y * widthPx + end] === ink) end++;
      const above = open.get(x);
      if (above?.ink === ink && above.width === end - x) {
        next.set(x, above);
        open.delete(x);
      } else next.set(x, { x, y, width: end - x, ink });
      x = end;
    }
    for (const run of open.values()) close(run, y);
    open = next;
  }
  for (const run of open.values()) close(run, heightPx);
  return new Map([...paths].map(([ink, path]) => [ink, path.join('')]));
}

interface Run {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly ink: number;
}
