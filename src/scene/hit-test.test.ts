import fc from 'fast-check';
import { expect, test } from 'vitest';
import { machine } from '../testing/columns.ts';
import { homeCamera } from './camera.ts';
import { geometryOf, regionPx } from './geometry.ts';
import { finestLevel, regionAtLevel, regionAtPx } from './hit-test.ts';
import { layoutOf } from './layout.ts';
import { regionCamera } from './region-camera.ts';

const VIEW = { width: 828, height: 640, dpr: 1 };
const sketch = machine('9G').hole(3).split(0, 1, 2).split4k(2, 0x14f);
const columns = sketch.columns();
const layout = layoutOf(9);

test('[HIT-1] what is under a px is what is drawn there, at every zoom and for every size', () => {
  const scale = fc.double({ min: Math.log(0.2), max: Math.log(120), noNaN: true }).map(Math.exp);
  fc.assert(
    fc.property(scale, fc.nat(511), fc.nat(511), fc.constantFrom(1, 1.5, 2), (at, cell, page, dpr) => {
      const pfn = 2 * 262144 + cell * 512 + page;
      const region =
        cell === 0x14f && at >= 5 ? ({ level: 1, pfn } as const) : ({ level: 2, pfn: pfn - page } as const);
      const camera = { ...regionCamera(layout, VIEW, region), scale: at };
      const geometry = geometryOf(layout, camera, { ...VIEW, dpr });
      if (finestLevel(geometry) > region.level) return;
      const { x, y, width, height } = regionPx(geometry, region);
      for (const [px, py] of [
        [x, y],
        [x + width - 1, y + height - 1],
      ]) {
        if (px < 0 || py < 0 || px >= geometry.widthPx || py >= geometry.heightPx) continue;
        expect(regionAtPx(geometry, columns, px, py)).toEqual(region);
      }
    }),
  );
});

test('[HIT-2] a 1G page is one target however far in the camera is', () => {
  const camera = regionCamera(layout, VIEW, { level: 1, pfn: 5 * 262144 + 99 });
  const found = regionAtPx(geometryOf(layout, camera, VIEW), columns, 414, 320);
  expect(found).toEqual({ level: 3, pfn: 5 * 262144 });
});

test('[HIT-4] a page of a large leaf that holds a table is a target where pages are', () => {
  const held = { level: 1, pfn: 5 * 262144 + 99 } as const;
  const inside = { level: 1, pfn: 262144 + 7 * 512 + 3 } as const;
  const drawn = machine('9G').split(1).tables(held.pfn).tables(inside.pfn).columns();
  for (const [page, leaf] of [
    [held, { level: 3, pfn: 5 * 262144 }],
    [inside, { level: 2, pfn: 262144 + 7 * 512 }],
  ] as const) {
    const near = geometryOf(layout, regionCamera(layout, VIEW, page), VIEW);
    const { x, y } = regionPx(near, page);
    expect(regionAtPx(near, drawn, x, y)).toEqual(page);
    const beside = regionPx(near, { level: 1, pfn: page.pfn + 1 });
    expect(regionAtPx(near, drawn, beside.x, beside.y)).toEqual(leaf);
    expect(regionAtLevel(near, drawn, x, y, 3)).toEqual({ level: 3, pfn: page.pfn - (page.pfn % 262144) });
  }
});

test('[HIT-3] a 2M page and a hole are targets; between blocks there is none', () => {
  const home = geometryOf(layout, homeCamera(layout, VIEW), VIEW);
  const hole = regionPx(home, { level: 3, pfn: 3 * 262144 });
  expect(regionAtPx(home, columns, hole.x + 5, hole.y + 5)).toEqual({ level: 3, pfn: 3 * 262144 });
  expect(regionAtPx(home, columns, hole.x - 2, hole.y + 5)).toBeUndefined();
  const cell = { level: 2, pfn: 262144 + 7 * 512 } as const;
  const rect = regionPx(home, cell);
  expect(regionAtPx(home, columns, rect.x, rect.y)).toEqual(cell);
});

test('after the end of the machine there is nothing', () => {
  const home = geometryOf(layout, homeCamera(layout, VIEW), VIEW);
  const last = regionPx(home, { level: 3, pfn: 8 * 262144 });
  expect(regionAtPx(home, columns, last.x + last.width + 40, last.y + 40)).toBeUndefined();
});

test('a level can be asked for that is coarser than the finest', () => {
  const region = { level: 1, pfn: 2 * 262144 + 0x14f * 512 + 3 } as const;
  const geometry = geometryOf(layout, regionCamera(layout, VIEW, region), VIEW);
  const { x, y } = regionPx(geometry, region);
  expect(regionAtLevel(geometry, columns, x, y, 2)).toEqual({ level: 2, pfn: region.pfn - 3 });
});

test('in 64 TiB the last GiB is hit', () => {
  const huge = layoutOf(65536);
  const region = { level: 3, pfn: 65535 * 262144 } as const;
  const geometry = geometryOf(huge, regionCamera(huge, VIEW, region), VIEW);
  expect(regionAtPx(geometry, undefined, 414, 330)).toEqual(region);
});
