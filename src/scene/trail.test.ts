import { expect, test } from 'vitest';
import { machine } from '../testing/columns.ts';
import { homeCamera } from './camera.ts';
import { geometryOf } from './geometry.ts';
import { layoutOf } from './layout.ts';
import { type Region, stepsBack } from './region.ts';
import { regionCamera } from './region-camera.ts';
import { trailOf } from './trail.ts';

const VIEW = { width: 828, height: 640, dpr: 1 };
const layout = layoutOf(9);
const columns = machine('9G').split(2).split4k(2, 0x14f).columns();
const GIB: Region = { level: 3, pfn: 0x80000 };
const CELL: Region = { level: 2, pfn: 0xa9e00 };
const PAGE: Region = { level: 1, pfn: 0xa9fc4 };
const trailAt = (region: Region, selection?: Region) =>
  trailOf(geometryOf(layout, regionCamera(layout, VIEW, region), VIEW), columns, selection);

test('[VIEW-8] the trail leads from the GiB to what fills the view; at home it is empty', () => {
  expect(trailOf(geometryOf(layout, homeCamera(layout, VIEW), VIEW), columns, PAGE)).toEqual([]);
  expect(trailAt(GIB)).toEqual([GIB]);
  expect(trailAt(CELL)).toEqual([GIB, CELL]);
});

test('[VIEW-9] a page is on the trail when it is selected and large', () => {
  expect(trailAt(PAGE, PAGE)).toEqual([GIB, CELL, PAGE]);
  expect(trailAt(CELL, PAGE)).toEqual([GIB, CELL]);
});

test('inside a 1G page the trail ends there', () => {
  expect(trailAt({ level: 2, pfn: 5 * 262144 + 512 * 40 })).toEqual([{ level: 3, pfn: 5 * 262144 }]);
});

test('the only GiB of a machine is the machine', () => {
  const one = layoutOf(1);
  const small = machine('1G').split(0).columns();
  expect(trailOf(geometryOf(one, homeCamera(one, VIEW), VIEW), small, undefined)).toEqual([]);
});

test('a 2M cell steps back while another fills the view', () => {
  expect(stepsBack(CELL, CELL.pfn + 512)).toBe(true);
  expect(stepsBack(PAGE, CELL.pfn)).toBe(false);
  expect(stepsBack(GIB, CELL.pfn)).toBe(false);
  expect(stepsBack(undefined, 0)).toBe(false);
});
