import { expect, test } from 'vitest';
import { eventColumns } from '../testing/events.ts';
import { palette } from '../theme/palette.ts';
import { homeCamera } from './camera.ts';
import { type Geometry, geometryOf, regionPx } from './geometry.ts';
import { makeInks } from './inks.ts';
import { layoutOf } from './layout.ts';
import { motionShapes } from './motion-shapes.ts';
import { regionCamera } from './region-camera.ts';
import { planMotions } from './transitions.ts';

const VIEW = { width: 828, height: 640, dpr: 1 };
const layout = layoutOf(9);
const inks = makeInks(palette('dark'), 0);
const PAGE = 0x577c3;
const CELL = { level: 2, pfn: 0x57600 } as const;
const near = geometryOf(layout, regionCamera(layout, VIEW, CELL), VIEW);
const home = geometryOf(layout, homeCamera(layout, VIEW), VIEW);

const merge = planMotions(
  eventColumns(
    { kind: 'write', pfn: PAGE, from: 'np', to: 'rw' },
    { kind: 'merge', level: 2, pfn: CELL.pfn, origin: PAGE },
  ),
  1,
);
const split = planMotions(
  eventColumns(
    { kind: 'split', level: 2, pfn: CELL.pfn, origin: PAGE },
    { kind: 'write', pfn: PAGE, from: 'rw', to: 'ro' },
  ),
  1,
);

/** Whether fills cover the middle of a page. */
function covered(geometry: Geometry, fills: ReturnType<typeof motionShapes>['fills'], pfn: number): boolean {
  const rect = regionPx(geometry, { level: 1, pfn });
  const [x, y] = [rect.x + rect.width / 2, rect.y + rect.height / 2];
  return fills.some((fill) => x >= fill.x && x < fill.x + fill.width && y >= fill.y && y < fill.y + fill.height);
}

test('[MOTION-5] before a merge the pieces are seen, at its end nothing covers the large page', () => {
  expect(motionShapes(merge, 0, near, inks).fills).toHaveLength(2 * 512 + 1);
  expect(motionShapes(merge, 420, near, inks).fills).toEqual([]);
});

test('[MOTION-6] the front leaves the home cell: behind it the page is whole, before it in pieces', () => {
  const { fills } = motionShapes(merge, 255, near, inks);
  expect(covered(near, fills, PAGE)).toBe(false);
  expect(covered(near, fills, CELL.pfn)).toBe(true);
});

test('[MOTION-7] the colour lifts at the front by 42 % at most', () => {
  const base = inks.rgb[1];
  const brightest = (atMs: number) =>
    Math.max(...motionShapes(merge, atMs, near, inks).fills.map(({ colour }) => colour[0]));
  expect(brightest(0)).toBe(base[0]);
  expect(brightest(255)).toBeGreaterThan(base[0] + 20);
  expect(brightest(255)).toBeLessThanOrEqual(base[0] + 0.42 * (255 - base[0]));
});

test('[MOTION-8] a split begins as the whole page and ends as its pieces; the changed page waits for its colour', () => {
  const start = motionShapes(split, 0, near, inks).fills;
  expect(start.filter(({ alpha }) => alpha === 1)).toHaveLength(512 + 1);
  const opened = motionShapes(split, 260, near, inks).fills;
  expect(opened).toHaveLength(1);
  expect(opened[0]).toMatchObject({ colour: inks.rgb[1], alpha: 1 });
  expect(motionShapes(split, 380, near, inks).fills).toEqual([]);
});

test('[MOTION-9] gaps of a split open from the changed cell outwards', () => {
  const { fills } = motionShapes(split, 60, near, inks);
  const alphaAt = (pfn: number): number => {
    const rect = regionPx(near, { level: 1, pfn });
    const found = fills.filter(({ x, y, width }) => x === rect.x && y === rect.y && width > rect.width);
    return found[0]?.alpha ?? 0;
  };
  expect(alphaAt(PAGE)).toBeLessThan(alphaAt(CELL.pfn));
  expect(alphaAt(CELL.pfn)).toBe(1);
});

test('[MOTION-10] a 2M page that merges is seen in the view of the whole machine, by a ring of 16 px at least', () => {
  const { rings, fills } = motionShapes(merge, 300, home, inks);
  expect(regionPx(home, CELL).width).toBe(5);
  expect(Math.max(...rings.map(({ rect }) => rect.width))).toBeGreaterThanOrEqual(16);
  expect(fills.length).toBeGreaterThan(0);
});

test('what is out of view is not drawn', () => {
  const far = geometryOf(layout, regionCamera(layout, VIEW, { level: 2, pfn: 8 * 262144 }), VIEW);
  expect(motionShapes(merge, 200, far, inks)).toEqual({ fills: [], rings: [] });
});

test('a lift shows its region and fades', () => {
  const lift = planMotions(eventColumns({ kind: 'merge', level: 2, pfn: CELL.pfn }), 100);
  const alphas = [0, 60, 119].map((at) => motionShapes(lift, at, home, inks).fills[0]?.alpha ?? 0);
  expect(alphas[0]).toBeCloseTo(0.42, 2);
  expect(alphas[1]).toBeLessThan(alphas[0]);
  expect(alphas[2]).toBeLessThan(0.01);
  expect(motionShapes(lift, 120, home, inks).fills).toEqual([]);
});
