import { expect, test } from 'vitest';
import { machine } from '../testing/columns.ts';
import { layoutOf } from './layout.ts';
import { cellIndex, pageIndex } from './morton.ts';
import { type Direction, firstChildOf, leafAround, neighbourOf } from './neighbours.ts';
import { parentOf, type Region, regionOf } from './region.ts';

const columns = machine('9G').hole(3).split(0, 1, 2).split4k(1, 0, 1).columns();
const layout = layoutOf(9);
const GIB = 262144;
const cell = (gib: number, x: number, y: number): Region => ({ level: 2, pfn: gib * GIB + cellIndex(x, y) * 512 });
const next = (region: Region, direction: Direction) => neighbourOf(layout, columns, region, direction);

test('[KEY-1] arrows go to the region that is beside on the screen', () => {
  expect(next(cell(1, 4, 4), 'right')).toEqual(cell(1, 5, 4));
  expect(next(cell(1, 4, 4), 'down')).toEqual(cell(1, 4, 5));
  expect(next(cell(1, 0, 4), 'left')).toEqual(cell(0, 31, 4));
  const page: Region = { level: 1, pfn: GIB + pageIndex(3, 9) };
  expect(next(page, 'up')).toEqual({ level: 1, pfn: GIB + pageIndex(3, 8) });
});

test('[KEY-2] beside a 1G page or a hole, the whole of it is next', () => {
  expect(next(cell(1, 8, 15), 'down')).toEqual({ level: 3, pfn: 5 * GIB });
  expect(next(cell(2, 31, 3), 'right')).toEqual({ level: 3, pfn: 3 * GIB });
  expect(next({ level: 3, pfn: 5 * GIB }, 'up')).toEqual({ level: 3, pfn: GIB });
});

test('[KEY-3] beside a 4K page lies a 2M page where the next cell is not split', () => {
  const edge: Region = { level: 1, pfn: GIB + pageIndex(31, 3) };
  expect(leafAround(columns, 1, edge.pfn)).toEqual(edge);
  expect(next(edge, 'right')).toEqual(cell(1, 2, 0));
});

test('at the rim of the machine there is no neighbour', () => {
  expect(next(cell(0, 0, 0), 'left')).toBeUndefined();
  expect(next(cell(0, 0, 0), 'up')).toBeUndefined();
  expect(next({ level: 3, pfn: 5 * GIB }, 'down')).toBeUndefined();
  expect(next({ level: 3, pfn: 3 * GIB }, 'right')).toBeUndefined();
});

test('[KEY-4] the first child is the first piece; a leaf has none', () => {
  expect(firstChildOf(columns, { level: 3, pfn: GIB })).toEqual({ level: 2, pfn: GIB });
  expect(firstChildOf(columns, { level: 2, pfn: GIB })).toEqual({ level: 1, pfn: GIB });
  expect(firstChildOf(columns, { level: 2, pfn: GIB + 1024 })).toBeUndefined();
  expect(firstChildOf(columns, { level: 3, pfn: 5 * GIB })).toBeUndefined();
});

test('parents lead out', () => {
  expect(parentOf({ level: 1, pfn: 0xa9fc4 })).toEqual({ level: 2, pfn: 0xa9e00 });
  expect(parentOf({ level: 3, pfn: 0 })).toBeUndefined();
  expect(regionOf(3, 0xa9fc4)).toEqual({ level: 3, pfn: 0x80000 });
});
