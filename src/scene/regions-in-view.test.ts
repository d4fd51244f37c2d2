import { expect, test } from 'vitest';
import { machine } from '../testing/columns.ts';
import { PageState } from '../x86/page-state.ts';
import { homeCamera } from './camera.ts';
import { geometryOf } from './geometry.ts';
import { regionAtPx } from './hit-test.ts';
import { layoutOf } from './layout.ts';
import { regionCamera } from './region-camera.ts';
import { regionsInView } from './regions-in-view.ts';

const VIEW = { width: 828, height: 640, dpr: 2 };
const layout = layoutOf(9);
const columns = machine('9G').hole(3).split(2).page(0xa9fc4, 'np').columns();

test('all regions of the home view: 1G pages and holes whole, a split GiB by its cells', () => {
  const geometry = geometryOf(layout, homeCamera(layout, VIEW), VIEW);
  const regions = regionsInView(geometry, columns);
  expect(regions.filter(({ level }) => level === 3)).toHaveLength(8);
  expect(regions.filter(({ level }) => level === 2)).toHaveLength(512);
  expect(regions.find(({ pfn }) => pfn === 3 * 262144)?.state).toBe(PageState.hole);
  expect(regions.find(({ pfn }) => pfn === 0xa9e00)).toMatchObject({ level: 2, pages: 512, state: PageState.np });
});

test('the middle of each region, in CSS px, is where it is hit', () => {
  for (const region of [{ level: 3, pfn: 0 } as const, { level: 2, pfn: 0xa9e00 } as const]) {
    const geometry = geometryOf(layout, regionCamera(layout, VIEW, region), VIEW);
    const regions = regionsInView(geometry, columns);
    expect(regions.length).toBeGreaterThan(0);
    for (const { level, pfn, rect } of regions) {
      const [x, y] = [(rect.x + rect.width / 2) * 2, (rect.y + rect.height / 2) * 2];
      if (x < 0 || y < 0 || x >= geometry.widthPx || y >= geometry.heightPx) continue;
      expect(regionAtPx(geometry, columns, x, y)).toEqual({ level, pfn });
    }
  }
});
