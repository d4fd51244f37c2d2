import { expect, test } from 'vitest';
import { homeCamera } from '../scene/camera.ts';
import { layoutOf } from '../scene/layout.ts';
import { mapCamera } from './map-camera.ts';

const VIEW = { width: 828, height: 640, dpr: 1 };
const layout = layoutOf(9);
const there = { x: 700, y: 400, scale: 3 };

test('[VIEW-10] the camera begins at home and knows it', () => {
  const camera = mapCamera(layout, VIEW);
  expect(camera.now()).toEqual(homeCamera(layout, VIEW));
  expect(camera.chosen()).toBeUndefined();
});

test('without motion it is there at once, and home again when it is zoomed out', () => {
  const camera = mapCamera(layout, VIEW);
  camera.go(there, false);
  expect([camera.now(), camera.chosen(), camera.flying()]).toEqual([there, there, false]);
  camera.go({ ...there, scale: 0.001 }, false);
  expect(camera.chosen()).toBeUndefined();
});

test('[VIEW-11] a flight takes 240 ms from its first frame; labels come back in its last 80', () => {
  const camera = mapCamera(layout, VIEW);
  camera.go(there, true);
  expect([camera.flying(), camera.target(), camera.chosen()]).toEqual([true, there, there]);
  expect(camera.advance(1000)).toBe(true);
  expect(camera.now()).toEqual(homeCamera(layout, VIEW));
  expect(camera.labelAlpha(1100)).toBe(0);
  camera.advance(1200);
  expect(camera.now().scale).toBeGreaterThan(2);
  expect(camera.labelAlpha(1200)).toBeCloseTo(0.5, 5);
  camera.advance(1240);
  expect([camera.now(), camera.flying(), camera.labelAlpha(1240)]).toEqual([there, false, 1]);
  expect(camera.advance(1260)).toBe(false);
});

test('a new aim takes over in flight', () => {
  const camera = mapCamera(layout, VIEW);
  camera.go(there, true);
  camera.advance(0);
  camera.advance(100);
  const middle = camera.now();
  camera.go(undefined, true);
  camera.advance(200);
  expect(camera.now()).toEqual(middle);
  camera.advance(440);
  expect(camera.chosen()).toBeUndefined();
});

test('[VIEW-12] home stays home when the window changes; elsewhere the middle stays', () => {
  const camera = mapCamera(layout, VIEW);
  const large = { width: 1196, height: 834, dpr: 1 };
  camera.refit(layout, large);
  expect(camera.now()).toEqual(homeCamera(layout, large));
  camera.go(there, false);
  camera.refit(layout, VIEW);
  expect(camera.now()).toEqual(there);
});
