import { expect, test } from 'vitest';
import { homeCamera } from '../scene/camera.ts';
import { geometryOf } from '../scene/geometry.ts';
import { makeInks } from '../scene/inks.ts';
import { layoutOf } from '../scene/layout.ts';
import { eventColumns } from '../testing/events.ts';
import { palette } from '../theme/palette.ts';
import { mapMotions } from './map-motions.ts';

const VIEW = { width: 828, height: 640, dpr: 1 };
const geometry = geometryOf(layoutOf(9), homeCamera(layoutOf(9), VIEW), VIEW);
const inks = makeInks(palette('light'), 0);
const merge = eventColumns({ kind: 'merge', level: 3, pfn: 0 });
const shapesAt = (motions: ReturnType<typeof mapMotions>, at: number) => motions.shapes(at, geometry, inks);

test('[MOTION-11] motions begin with the first frame that shows them, and end by themselves', () => {
  const motions = mapMotions();
  expect(motions.moving()).toBe(false);
  motions.show(merge, 'on', 1);
  expect(motions.moving()).toBe(true);
  expect(shapesAt(motions, 5000).fills.length).toBeGreaterThan(0);
  shapesAt(motions, 5400);
  expect(motions.moving()).toBe(true);
  shapesAt(motions, 6000);
  expect(motions.moving()).toBe(false);
  expect(shapesAt(motions, 6016).fills).toEqual([]);
});

test('[MOTION-12] off: the end state at once', () => {
  const motions = mapMotions();
  motions.show(merge, 'on', 1);
  motions.show(merge, 'off', 1);
  expect(motions.moving()).toBe(false);
  expect(shapesAt(motions, 0)).toEqual({ fills: [], rings: [] });
});

test('[MOTION-13] a number holds the motion at that part: the same picture at any time, and nothing moves', () => {
  const motions = mapMotions();
  motions.show(merge, 0.5, 1);
  expect(motions.moving()).toBe(false);
  const held = shapesAt(motions, 10);
  expect(held.fills.length).toBeGreaterThan(0);
  expect(shapesAt(motions, 99999)).toEqual(held);
  motions.show(merge, 1, 1);
  expect(shapesAt(motions, 0).fills).toEqual([]);
});

test('[MOTION-14] new events end older motions in the same pages, and no others', () => {
  const motions = mapMotions();
  motions.show(merge, 'on', 1);
  expect(shapesAt(motions, 0).fills).toHaveLength(2 * 512);
  motions.show(eventColumns({ kind: 'split', level: 2, pfn: 5 * 512 }), 'on', 1);
  const over = shapesAt(motions, 0).fills.length;
  expect(over).toBeLessThan(32);
  motions.show(eventColumns({ kind: 'split', level: 2, pfn: 262144 * 2 }), 'on', 1);
  expect(shapesAt(motions, 0).fills.length).toBeGreaterThan(over);
});
