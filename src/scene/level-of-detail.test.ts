import { expect, test } from 'vitest';
import { machine } from '../testing/columns.ts';
import { homeCamera } from './camera.ts';
import { geometryOf } from './geometry.ts';
import { layoutOf } from './layout.ts';
import { orderOf, sameView, stateWidth, viewRequestOf } from './level-of-detail.ts';

const VIEW = { width: 1280, height: 720, dpr: 1 };

test('[LOD-1] the order is the largest whose states are at least one device px in both axes', () => {
  const layout = layoutOf(9);
  for (const scale of [0.07, 0.1, 0.24, 0.375, 0.5, 0.99, 1, 4, 40]) {
    const geometry = geometryOf(layout, { x: 0, y: 0, scale }, VIEW);
    const order = orderOf(geometry);
    const pagePx = geometry.blockPx / 512;
    if (order > 0) expect(stateWidth(order) * pagePx).toBeGreaterThanOrEqual(1);
    if (order < 9) expect(stateWidth(order + 1) * pagePx).toBeLessThan(1);
  }
});

test('[LOD-2] a small machine is asked for as a whole, wherever the camera is', () => {
  const columns = machine('9G').split(2).split4k(2, 5).columns();
  const geometry = geometryOf(layoutOf(9), { x: 300, y: 300, scale: 20 }, VIEW);
  expect([...viewRequestOf(geometry, columns).gibs]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
});

test('[LOD-3] of a large machine the GiB in view are asked for, and few around them', () => {
  const layout = layoutOf(65536);
  const at = { x: 100 * (512 + layout.gapX) + 256, y: 50 * (512 + layout.gapY) + 256, scale: 0.6 };
  const { gibs } = viewRequestOf(geometryOf(layout, at, VIEW), undefined);
  expect(gibs).toContain(50 * 256 + 100);
  expect(gibs.length).toBeLessThan(40);
  expect([...gibs]).toEqual([...gibs].sort((a, b) => a - b));
});

test('[LOD-4] at 64 TiB the summaries of the GiB are enough', () => {
  const layout = layoutOf(65536);
  const { gibs } = viewRequestOf(geometryOf(layout, homeCamera(layout, VIEW), VIEW), undefined);
  expect(gibs.length).toBe(0);
});

test('at 1 TiB all GiB are in the home view, with one state a cell', () => {
  const layout = layoutOf(1024);
  const view = viewRequestOf(geometryOf(layout, homeCamera(layout, VIEW), VIEW), undefined);
  expect([view.gibs.length, view.order]).toEqual([1024, 0]);
});

test('requests are the same when they ask for the same', () => {
  const view = { gibs: Uint32Array.of(1, 2), order: 3 };
  expect(sameView(view, { gibs: Uint32Array.of(1, 2), order: 3 })).toBe(true);
  expect(sameView(view, { gibs: Uint32Array.of(1, 3), order: 3 })).toBe(false);
  expect(sameView(view, { gibs: Uint32Array.of(1, 2), order: 4 })).toBe(false);
});
