import fc from 'fast-check';
import { expect, test } from 'vitest';
import { machine } from '../testing/columns.ts';
import { painted } from '../testing/painted.ts';
import { PAGES_1G } from '../x86/page.ts';
import { PageState } from '../x86/page-state.ts';
import { geometryOf, regionPx } from './geometry.ts';
import { regionAtPx } from './hit-test.ts';
import { layoutOf } from './layout.ts';
import { pageX, pageY } from './morton.ts';
import { neighbourOf } from './neighbours.ts';
import { indexAt, placedOrder, placeOf } from './order.ts';
import { regionCamera } from './region-camera.ts';
import { worldRect } from './world-rect.ts';

const VIEW = { width: 300, height: 220, dpr: 1 };
const at = (index: number): readonly [number, number] => {
  const place = placeOf('hilbert', index);
  return [pageX(place), pageY(place)];
};
const far = (a: number, b: number, width: number, height: number): number => {
  const [[ax, ay], [bx, by]] = [at(a), at(b)];
  return Math.abs(ax - bx) / width + Math.abs(ay - by) / height;
};

test('[ORDER-1] in Hilbert order every page has a place of its own, and the place leads back', () => {
  const seen = new Uint8Array(PAGES_1G);
  for (let index = 0; index < PAGES_1G; index++) {
    const place = placeOf('hilbert', index);
    seen[place]++;
    if (indexAt('hilbert', place) !== index) expect(indexAt('hilbert', place)).toBe(index);
  }
  expect(seen.every((times) => times === 1)).toBe(true);
});

test('[ORDER-2] the next page of a 2M cell, and the next cell of a GiB, are beside the one before', () => {
  for (let page = 1; page < 512; page++) expect(far(page - 1, page, 1, 1), `${page}`).toBe(1);
  for (let cell = 1; cell < 512; cell++) expect(far((cell - 1) * 512, cell * 512, 16, 32), `${cell}`).toBe(1);
});

test('[ORDER-3] a 2M cell is 16 by 32 pages as in Z order, and aligned squares stay squares', () => {
  for (const pages of [4, 16, 64, 256]) {
    const edge = Math.sqrt(pages);
    for (let first = 0; first < PAGES_1G; first += 5 * pages) {
      const xs = new Set<number>();
      const ys = new Set<number>();
      for (let index = first; index < first + pages; index++) {
        const [x, y] = at(index);
        xs.add(x);
        ys.add(y);
      }
      expect([xs.size, ys.size]).toEqual([edge, edge]);
    }
  }
  const cell = worldRect(layoutOf(1, 'hilbert'), { level: 2, pfn: 77 * 512 });
  expect([cell.width, cell.height, cell.x % 16, cell.y % 32]).toEqual([16, 32, 0, 0]);
});

test('[ORDER-4] what is under a px is what is drawn there, and neighbours are beside each other', () => {
  const layout = layoutOf(3, 'hilbert');
  const columns = machine('3G').split(0, 1).split4k(1, 4, 300).columns();
  fc.assert(
    fc.property(fc.constantFrom(4, 300), fc.nat(511), (cell, page) => {
      const region = { level: 1, pfn: PAGES_1G + cell * 512 + page } as const;
      const geometry = geometryOf(layout, regionCamera(layout, VIEW, region), VIEW);
      const { x, y, width, height } = regionPx(geometry, region);
      expect(regionAtPx(geometry, columns, x + width / 2, y + height / 2)).toEqual(region);
      const right = neighbourOf(layout, columns, region, 'right');
      const [here, there] = [worldRect(layout, region), right && worldRect(layout, right)];
      if (right?.level === 1) expect(there).toMatchObject({ x: here.x + 1, y: here.y });
    }),
  );
});

test('[ORDER-5] in Hilbert order, too, every odd page is seen at every zoom, where it lies', () => {
  fc.assert(
    fc.property(
      fc.nat(2 * PAGES_1G - 1),
      fc.double({ min: Math.log(0.05), max: Math.log(30), noNaN: true }),
      (pfn, log) => {
        const { x, y } = worldRect(layoutOf(3, 'hilbert'), { level: 1, pfn });
        const columns = machine('3G').split(0, 1).page(pfn, 'rwx').columns();
        const camera = { x, y, scale: Math.exp(log) };
        const picture = painted(columns, camera, VIEW, { order: 'hilbert' });
        const rect = regionPx(picture.geometry, { level: 1, pfn });
        const around = { x: rect.x - 2, y: rect.y - 2, width: rect.width + 4, height: rect.height + 4 };
        const red = [picture.inks.solid[PageState.rwx], picture.inks.flat[(2 * PageState.rwx + 1) * 4]];
        expect(red.some((ink) => picture.within(around).has(ink))).toBe(true);
      },
    ),
    { numRuns: 60 },
  );
});

test('[ORDER-6] detail is asked for in states that are squares, and coarser detail is exact', () => {
  expect([0, 1, 2, 3, 4, 8, 9].map((order) => placedOrder('hilbert', order))).toEqual([0, 1, 3, 3, 5, 9, 9]);
  expect([0, 1, 2, 9].map((order) => placedOrder('z', order))).toEqual([0, 1, 2, 9]);
  const sketch = machine('1G').split(0).page(700, 'ro', 3);
  for (let order = 0; order <= 9; order++) {
    const columns = sketch.columns({ gibs: Uint32Array.of(0), order });
    const picture = painted(
      columns,
      { x: 256, y: 256, scale: 1.5 },
      { width: 800, height: 800, dpr: 1 },
      { order: 'hilbert' },
    );
    const rect = regionPx(picture.geometry, { level: 2, pfn: 512 });
    expect(picture.within(rect).has(picture.inks.solid[PageState.ro]), `${order}`).toBe(true);
  }
});
