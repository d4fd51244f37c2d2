import { expect, test } from 'vitest';
import { columnX, layoutOf, rowsBetween, rowY, slotOf } from './layout.ts';
import { worldRect } from './world-rect.ts';

test.each([
  [1, 1, 1],
  [2, 2, 1],
  [5, 2, 3],
  [9, 4, 3],
  [16, 4, 4],
  [64, 8, 8],
  [128, 16, 8],
  [1024, 32, 32],
  [65536, 256, 256],
])('[MAP-3] %i GiB lie in rows of %i, %i of them', (gibs, columns, rows) => {
  expect(layoutOf(gibs)).toMatchObject({ columns, rows });
});

test('[MAP-4] the gaps of a small machine are whole px when its blocks are a multiple of 32 px', () => {
  const { gapX, gapY, top } = layoutOf(9);
  for (const units of [gapX, gapY, top]) expect((units / 512) * 32).toBe(Math.round((units / 512) * 32));
});

test('[MAP-5] blocks do not overlap, and rows follow the addresses', () => {
  const layout = layoutOf(9);
  expect(slotOf(layout, 8)).toEqual({ column: 0, row: 2 });
  expect(columnX(layout, 1)).toBe(512 + layout.gapX);
  expect(rowY(layout, 1) - rowY(layout, 0)).toBe(512 + layout.gapY);
  expect(layout.width).toBe(4 * 512 + 3 * layout.gapX);
  expect(layout.height).toBe(layout.top + 3 * 512 + 2 * layout.gapY);
});

test('a page, its 2M cell and its GiB lie inside of each other', () => {
  const layout = layoutOf(9);
  const pfn = 0xa9fc4;
  const page = worldRect(layout, { level: 1, pfn });
  const cell = worldRect(layout, { level: 2, pfn: 0xa9e00 });
  const gib = worldRect(layout, { level: 3, pfn: 0x80000 });
  expect(cell).toEqual({ x: gib.x + 27 * 16, y: gib.y + 3 * 32, width: 16, height: 32 });
  expect(page).toEqual({ x: cell.x + 8, y: cell.y + 26, width: 1, height: 1 });
});

test('a size that is none is refused', () => {
  expect(() => layoutOf(0)).toThrow('not a number of GiB');
  expect(() => layoutOf(1.5)).toThrow('not a number of GiB');
});

test('[NODE-1] between NUMA nodes is a band, with room for a heading where there are few', () => {
  const two = layoutOf(1024, 'z', [0, 512]);
  const pitch = 512 + two.gapY;
  expect(rowY(two, 0)).toBe(pitch);
  expect(rowY(two, 15) - rowY(two, 0)).toBe(15 * pitch);
  expect(rowY(two, 16) - rowY(two, 15)).toBe(2 * pitch);
  expect(two).toMatchObject({ headed: true, bandRows: [16], height: 34 * pitch - two.gapY });
  const many = layoutOf(
    65536,
    'z',
    Array.from({ length: 16 }, (_, i) => i * 4096),
  );
  expect(many.headed).toBe(false);
  expect(rowY(many, 16) - rowY(many, 15)).toBe(3 * pitch);
  expect(layoutOf(1024, 'z', [0, 500])).toEqual(layoutOf(1024));
  expect(layoutOf(9, 'z', [0, 4]).bandRows).toEqual([]);
});

test('[NODE-1] the rows that a span touches are found, with and without bands', () => {
  for (const layout of [layoutOf(1024), layoutOf(1024, 'z', [0, 512])]) {
    for (let row = 0; row < layout.rows; row++) {
      const y = rowY(layout, row);
      expect(rowsBetween(layout, y + 1, y + 2)).toEqual({ first: row, end: row + 1 });
      expect(rowsBetween(layout, y + 513, y + 514).end).toBeGreaterThanOrEqual(
        rowsBetween(layout, y + 513, y + 514).first,
      );
    }
    expect(rowsBetween(layout, -9e9, 9e9)).toEqual({ first: 0, end: layout.rows });
    expect(rowsBetween(layout, -20, -10)).toEqual({ first: 0, end: 0 });
  }
});
