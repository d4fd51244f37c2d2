import { describe, expect, it } from 'vitest';
import { pixelRects } from './pixel-rects.ts';

function targetOf(rows: readonly string[]) {
  const pixels = Uint32Array.from(rows.join('').split('').map(Number));
  return { pixels, widthPx: rows[0]?.length ?? 0, heightPx: rows.length };
}

/** The picture that the rectangles give. */
function painted(paths: ReadonlyMap<number, string>, widthPx: number, heightPx: number): Uint32Array {
  const pixels = new Uint32Array(widthPx * heightPx);
  for (const [ink, path] of paths)
    for (const [, x, y, width, height] of path.matchAll(/M(\d+) (\d+)h(\d+)v(\d+)h-\d+z/g))
      for (let row = 0; row < Number(height); row++)
        for (let column = 0; column < Number(width); column++) {
          const at = (Number(y) + row) * widthPx + Number(x) + column;
          expect(pixels[at]).toBe(0);
          pixels[at] = ink;
        }
  return pixels;
}

describe('pixelRects', () => {
  it('[WRITE-7] joins what is one rectangle', () => {
    const paths = pixelRects(targetOf(['1122', '1122', '3322']));
    expect(Object.fromEntries(paths)).toEqual({ 1: 'M0 0h2v2h-2z', 2: 'M2 0h2v3h-2z', 3: 'M0 2h2v1h-2z' });
  });

  it('[WRITE-7] covers every px once, in its ink', () => {
    let seed = 5;
    const digit = (): number => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return 1 + ((seed >> 16) % 3);
    };
    const rows = Array.from({ length: 17 }, () => Array.from({ length: 23 }, digit).join(''));
    const target = targetOf(rows);
    expect(painted(pixelRects(target), 23, 17)).toEqual(target.pixels);
  });
});
