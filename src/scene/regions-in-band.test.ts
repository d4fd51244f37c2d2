import { expect, test } from 'vitest';
import { machine } from '../testing/columns.ts';
import { palette } from '../theme/palette.ts';
import { homeCamera } from './camera.ts';
import { geometryOf, regionPx } from './geometry.ts';
import { layoutOf } from './layout.ts';
import type { Region } from './region.ts';
import { regionCamera } from './region-camera.ts';
import { regionsInBand } from './regions-in-band.ts';
import { regionsOutline } from './regions-outline.ts';

const VIEW = { width: 828, height: 640, dpr: 1 };
const layout = layoutOf(9);
const home = geometryOf(layout, homeCamera(layout, VIEW), VIEW);
const columns = machine('9G').hole(3).split(0, 2).split4k(2, 0x14f).columns();
const GIB = 262144;
const around = (geometry: typeof home, from: Region, to: Region) => {
  const [a, b] = [regionPx(geometry, from), regionPx(geometry, to)];
  return { x: a.x, y: a.y, width: b.x + b.width - a.x, height: b.y + b.height - a.y };
};

test('[SEVERAL-2] what lies in the rectangle wholly is one region, and holes are none', () => {
  const band = around(home, { level: 3, pfn: GIB }, { level: 3, pfn: 3 * GIB });
  expect(regionsInBand(home, columns, band)).toEqual([
    { level: 3, pfn: GIB },
    { level: 3, pfn: 2 * GIB },
  ]);
});

test('[SEVERAL-2] what the rectangle cuts through is selected in pieces; a leaf is one region', () => {
  const cell = regionPx(home, { level: 2, pfn: 512 });
  expect(regionsInBand(home, columns, { ...cell, width: cell.width - 1 })).toEqual([{ level: 2, pfn: 512 }]);
  const tile = regionPx(home, { level: 3, pfn: GIB });
  expect(regionsInBand(home, columns, { ...tile, width: 5, height: 5 })).toEqual([{ level: 3, pfn: GIB }]);
  const cells = { x: cell.x - cell.width, y: cell.y, width: 2 * cell.width, height: 2 * cell.height };
  expect(regionsInBand(home, columns, cells)).toHaveLength(4);
});

test('[SEVERAL-2] deep in, pages are selected one by one, and a table that is touched wholly as one', () => {
  const table: Region = { level: 2, pfn: 0xa9e00 };
  const near = geometryOf(layout, regionCamera(layout, VIEW, table), VIEW);
  const band = around(near, { level: 1, pfn: table.pfn }, { level: 1, pfn: table.pfn + 3 });
  expect(regionsInBand(near, columns, band)).toEqual([0, 1, 2, 3].map((i) => ({ level: 1, pfn: table.pfn + i })));
  expect(regionsInBand(near, columns, regionPx(near, table))).toEqual([table]);
});

test('[SEVERAL-3] neighbours have one outline, and no line between them', () => {
  const cells = [0, 1, 2, 3].map((i) => ({ level: 2, pfn: i * 512 }) as const);
  const sides = (regions: readonly Region[]): number => regionsOutline(home, palette('dark'), regions).length / 2;
  expect(sides(cells.slice(0, 1))).toBe(4);
  expect(sides(cells.slice(0, 2))).toBe(6);
  expect(sides(cells)).toBe(8);
  expect(sides([cells[0], { level: 2, pfn: 5 * GIB }])).toBe(8);
});
