import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  clampCamera,
  evenFactor,
  fitRect,
  homeCamera,
  largestScale,
  panBy,
  type Viewport,
  worldPoint,
  zoomAbout,
} from './camera.ts';
import { flightBetween } from './camera-flight.ts';
import { geometryOf, regionPx } from './geometry.ts';
import { layoutOf } from './layout.ts';
import { regionCamera } from './region-camera.ts';
import { worldRect } from './world-rect.ts';

const viewport = (width: number, height: number, dpr = 1): Viewport => ({ width, height, dpr });

test.each([
  [828, 640, 1, 192],
  [1196, 834, 1, 256],
  [704, 544, 1, 160],
  [390, 420, 3, 85 + 1 / 3],
])(
  '[VIEW-1] home of 9 GiB in %i x %i at %i device px: blocks of %d CSS px, a multiple of 32 device px',
  (w, h, dpr, block) => {
    const scale = homeCamera(layoutOf(9), viewport(w, h, dpr)).scale;
    expect(scale * 512).toBeCloseTo(block, 6);
    expect((scale * 512 * dpr) % 32).toBeCloseTo(0, 6);
  },
);

test.each([1, 9, 64, 1024, 65536])('[VIEW-2] home shows all of %i GiB', (gibs) => {
  const layout = layoutOf(gibs);
  for (const view of [viewport(828, 640), viewport(390, 300, 2), viewport(1920, 1080), viewport(200, 150)]) {
    const camera = homeCamera(layout, view);
    const corner = worldPoint(camera, view, 0, 0);
    const far = worldPoint(camera, view, view.width, view.height);
    expect(corner.x).toBeLessThanOrEqual(0);
    expect(corner.y).toBeLessThanOrEqual(1e-6 + layout.top);
    expect(far.x).toBeGreaterThanOrEqual(layout.width);
    expect(far.y).toBeGreaterThanOrEqual(layout.height);
  }
});

test.each([
  [704, 464, 1],
  [1196, 866, 1],
  [1196, 866, 2],
  [390, 300, 2],
])('[VIEW-14] home of 64 TiB in %i x %i at %i device px fills the window but for its margins', (w, h, dpr) => {
  const nodes = Array.from({ length: 16 }, (_, node) => node * 4096);
  const layout = layoutOf(65536, 'z', nodes);
  const { scale } = homeCamera(layout, viewport(w, h, dpr));
  const most = Math.max((layout.width * scale) / (w - 78), (layout.height * scale) / (h - 22));
  expect(most).toBeLessThanOrEqual(1 + 1e-9);
  expect(most).toBeGreaterThan(scale * 536 * dpr < 3 ? 0.999 : 0.75);
});

test('[VIEW-3] zooming about a point leaves the world point under it', () => {
  const camera = { x: 700, y: 300, scale: 0.4 };
  const view = viewport(800, 600);
  const before = worldPoint(camera, view, 123, 456);
  const after = worldPoint(zoomAbout(camera, view, 3.7, 123, 456), view, 123, 456);
  expect(after.x).toBeCloseTo(before.x, 9);
  expect(after.y).toBeCloseTo(before.y, 9);
});

test('steps of zoom leave blocks, 2M cells and pages equal, and always get somewhere', () => {
  for (const gibs of [9, 1024, 65536]) {
    const layout = layoutOf(gibs);
    const view = viewport(828, 640);
    for (const factor of [1.15, 1.37, 1.6, 1 / 1.15, 1 / 1.6]) {
      let camera = factor > 1 ? homeCamera(layout, view) : { x: 0, y: 0, scale: 80 };
      for (let i = 0; i < 12; i++) {
        const before = camera.scale;
        camera = zoomAbout(camera, view, evenFactor(camera, layout, view, factor), 400, 300);
        expect(Math.sign(camera.scale - before)).toBe(Math.sign(factor - 1));
        const block = camera.scale * 512;
        const unit = block >= 6144 ? 512 : block >= 256 ? 32 : block < 64 ? 512 / (512 + layout.gapX) : undefined;
        if (unit !== undefined && block > 4) expect(block / unit).toBeCloseTo(Math.round(block / unit), 6);
      }
    }
  }
});

test('panning moves the picture with the hand', () => {
  expect(panBy({ x: 10, y: 10, scale: 2 }, 8, -4)).toEqual({ x: 6, y: 12, scale: 2 });
});

test('[VIEW-4] the camera is never further out than home, never closer than one page, never beside the machine', () => {
  const layout = layoutOf(9);
  const view = viewport(828, 640);
  const home = homeCamera(layout, view);
  const anywhere = fc.double({ min: -1e5, max: 1e5, noNaN: true });
  fc.assert(
    fc.property(anywhere, anywhere, fc.double({ min: 1e-4, max: 1e5, noNaN: true }), (x, y, scale) => {
      const camera = clampCamera({ x, y, scale }, layout, view);
      expect(camera.scale).toBeGreaterThanOrEqual(home.scale);
      expect(camera.scale).toBeLessThanOrEqual(largestScale(view));
      expect(camera.x).toBeGreaterThan(-view.width / camera.scale);
      expect(camera.x).toBeLessThan(layout.width + view.width / camera.scale);
      expect(clampCamera(camera, layout, view)).toEqual(camera);
    }),
  );
});

test('[VIEW-5] from 64 TiB to one page without loss: the last page is where it belongs, to the device px', () => {
  const layout = layoutOf(65536);
  const view = viewport(1280, 720, 2);
  const pfn = 65536 * 262144 - 1;
  const camera = fitRect(worldRect(layout, { level: 1, pfn }), layout, view, 0.2);
  const rect = regionPx(geometryOf(layout, camera, view), { level: 1, pfn });
  expect(rect.width).toBeGreaterThan(400);
  expect(Math.abs(rect.x + rect.width / 2 - 1280)).toBeLessThanOrEqual(8);
  expect(Math.abs(rect.y + rect.height / 2 - 720)).toBeLessThanOrEqual(8);
});

test('[VIEW-6] going to a GiB, a 2M cell or a page brings all of it into view', () => {
  const layout = layoutOf(9);
  for (const view of [viewport(828, 640), viewport(390, 420, 3)]) {
    for (const region of [
      { level: 3, pfn: 0x80000 },
      { level: 2, pfn: 0xa9e00 },
      { level: 1, pfn: 0xa9fc4 },
    ] as const) {
      const { widthPx, heightPx, ...geometry } = geometryOf(layout, regionCamera(layout, view, region), view);
      const { x, y, width, height } = regionPx({ widthPx, heightPx, ...geometry }, region);
      expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
      expect(x + width).toBeLessThanOrEqual(widthPx);
      expect(y + height).toBeLessThanOrEqual(heightPx);
    }
  }
});

test('[VIEW-7] a flight begins and ends exactly, and keeps the point under the pointer when it zooms', () => {
  const view = viewport(800, 600);
  const from = { x: 500, y: 400, scale: 0.5 };
  const to = zoomAbout(from, view, 4, 100, 500);
  const flight = flightBetween(from, to, view);
  expect(flight(0)).toBe(from);
  expect(flight(1)).toBe(to);
  const fixed = worldPoint(from, view, 100, 500);
  for (const part of [0.2, 0.5, 0.9]) {
    const at = worldPoint(flight(part), view, 100, 500);
    expect(at.x).toBeCloseTo(fixed.x, 6);
    expect(at.y).toBeCloseTo(fixed.y, 6);
  }
});

test('a flight between two far pages zooms out on its way, and stays finite', () => {
  const view = viewport(800, 600);
  const from = { x: 10, y: 10, scale: 100 };
  const to = { x: 130000, y: 120000, scale: 100 };
  const flight = flightBetween(from, to, view);
  const scales = [0.1, 0.5, 0.9].map((part) => flight(part).scale);
  expect(Math.min(...scales)).toBeLessThan(0.1);
  const back = flightBetween(to, { x: 68000, y: 68000, scale: 0.004 }, view)(0.5);
  expect([back.x, back.y, back.scale].every(Number.isFinite)).toBe(true);
});

test('[VIEW-13] at the largest scale a further step in leaves the view where it is', () => {
  const layout = layoutOf(9);
  const view = viewport(828, 640);
  const closest = clampCamera({ x: 700, y: 300, scale: 1e9 }, layout, view);
  expect(clampCamera(zoomAbout(closest, view, 1.5, 10, 600), layout, view)).toEqual(closest);
});
