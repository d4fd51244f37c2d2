import { expect, test } from 'vitest';
import { cameraBetween } from './camera-between.ts';
import { layoutOf } from './layout.ts';
import { worldRect } from './world-rect.ts';

const GIB = 2 ** 18;

test('[PAIR-8] a camera looks at the same addresses of another machine, and back again', () => {
  const [small, large] = [layoutOf(9), layoutOf(1024, 'hilbert', [0, 512])];
  for (const gib of [0, 3, 5, 8]) {
    const at = worldRect(small, { level: 3, pfn: gib * GIB });
    const camera = { x: at.x + 100, y: at.y + 30, scale: 2 };
    const other = cameraBetween(camera, small, large);
    const there = worldRect(large, { level: 3, pfn: gib * GIB });
    expect(other).toEqual({ x: there.x + 100, y: there.y + 30, scale: 2 });
    expect(cameraBetween(other, large, small)).toEqual(camera);
  }
});

test('[PAIR-8] past the end of the other machine it is in its last GiB', () => {
  const [small, large] = [layoutOf(9), layoutOf(64)];
  const at = worldRect(large, { level: 3, pfn: 40 * GIB });
  const last = worldRect(small, { level: 3, pfn: 8 * GIB });
  const camera = { x: at.x + 7, y: at.y, scale: 1 };
  expect(cameraBetween(camera, large, small)).toEqual({ x: last.x + 7, y: last.y, scale: 1 });
  expect(cameraBetween(camera, large, large)).toEqual(camera);
});
