import { expect, test } from 'vitest';
import { machine } from '../testing/columns.ts';
import { PAGES_1G } from '../x86/page.ts';
import { homeCamera } from './camera.ts';
import { geometryOf } from './geometry.ts';
import { layoutOf } from './layout.ts';
import { mapTree, sameTree, type TreeRow } from './map-tree.ts';
import type { Region } from './region.ts';
import { regionCamera } from './region-camera.ts';

const VIEW = { width: 828, height: 640, dpr: 1 };
const layout = layoutOf(9);
const columns = machine('9G').hole(3).split(2).split4k(2, 4, 100).columns();
const home = geometryOf(layout, homeCamera(layout, VIEW), VIEW);
const CELL: Region = { level: 2, pfn: 2 * PAGES_1G + 100 * 512 };
const seen = (region: Region) => geometryOf(layout, regionCamera(layout, VIEW, region), VIEW);
const text = ({ region, depth, position, siblings, expanded }: TreeRow): string =>
  `${depth}: ${region.level} 0x${region.pfn.toString(16)} ${position} of ${siblings} ${expanded ?? 'leaf'}`;

test('[TREE-1] the whole machine is its GiB; one that is split has pieces, a 1G page and a hole have none', () => {
  const rows = mapTree(home, columns, undefined);
  expect(rows.map(text)).toEqual([
    '1: 3 0x0 1 of 9 leaf',
    '1: 3 0x40000 2 of 9 leaf',
    '1: 3 0x80000 3 of 9 false',
    ...[3, 4, 5, 6, 7, 8].map((gib) => `1: 3 0x${(gib * PAGES_1G).toString(16)} ${gib + 1} of 9 leaf`),
  ]);
});

test('[TREE-2] the pieces of what is selected have rows, near the selection, in address order', () => {
  const rows = mapTree(home, columns, CELL);
  expect(rows.filter(({ depth }) => depth === 1)).toHaveLength(9);
  const cells = rows.filter(({ depth }) => depth === 2);
  expect(cells).toHaveLength(33);
  expect(cells.map(({ region }) => region.pfn)).toEqual(cells.map((_, i) => CELL.pfn + (i - 16) * 512));
  expect(text(cells[16])).toBe(`2: 2 0x${CELL.pfn.toString(16)} 101 of 512 false`);
});

test('[TREE-3] only what is in view has rows, and pages only where they can be pointed at', () => {
  const rows = mapTree(seen(CELL), columns, { level: 1, pfn: CELL.pfn + 40 });
  expect(rows.filter(({ depth }) => depth === 1).map(({ region }) => region.pfn)).toEqual([2 * PAGES_1G]);
  const cells = rows.filter(({ depth }) => depth === 2);
  expect(cells.length).toBeGreaterThan(1);
  expect(cells.length).toBeLessThan(12);
  const pages = rows.filter(({ depth }) => depth === 3);
  expect(pages.find(({ region }) => region.pfn === CELL.pfn + 40)).toMatchObject({ position: 41, siblings: 512 });
  expect(mapTree(home, columns, { level: 1, pfn: CELL.pfn }).some(({ depth }) => depth === 3)).toBe(false);
});

test('[TREE-4] the number of rows does not grow with the machine', () => {
  const large = layoutOf(4096);
  const geometry = geometryOf(large, homeCamera(large, VIEW), VIEW);
  const rows = mapTree(geometry, machine('4T').columns({ gibs: new Uint32Array(), order: 0 }), {
    level: 3,
    pfn: 2000 * PAGES_1G,
  });
  expect(rows).toHaveLength(33);
  expect(rows[16]).toMatchObject({ region: { pfn: 2000 * PAGES_1G }, position: 2001, siblings: 4096 });
});

test('two trees are the same when their rows are', () => {
  const rows = mapTree(home, columns, CELL);
  expect(sameTree(rows, mapTree(home, columns, CELL))).toBe(true);
  expect(sameTree(rows, mapTree(home, columns, undefined))).toBe(false);
});
