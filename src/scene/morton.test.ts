import { expect, test } from 'vitest';
import { CELL_AT, cellIndex, cellX, cellY, pageIndex, pageX, pageY } from './morton.ts';

test('[MAP-1] every page of a GiB has a place of its own, and the place leads back to the page', () => {
  const seen = new Uint8Array(512 * 512);
  let wrong = 0;
  for (let index = 0; index < seen.length; index++) {
    if (pageIndex(pageX(index), pageY(index)) !== index) wrong++;
    seen[pageY(index) * 512 + pageX(index)]++;
  }
  expect(wrong).toBe(0);
  expect(seen.every((count) => count === 1)).toBe(true);
});

test('[MAP-2] every aligned power of two of pages is a rectangle, a 2M cell 16 x 32', () => {
  for (let bits = 0; bits <= 18; bits++) {
    const pages = 2 ** bits;
    const first = pages * 3 < 2 ** 18 ? pages * 3 : 0;
    const xs = Array.from({ length: pages }, (_, i) => pageX(first + i));
    const ys = Array.from({ length: pages }, (_, i) => pageY(first + i));
    const span = (all: number[]) => all.reduce((a, b) => Math.max(a, b)) - all.reduce((a, b) => Math.min(a, b)) + 1;
    expect([span(xs), span(ys)]).toEqual([2 ** Math.floor(bits / 2), 2 ** Math.ceil(bits / 2)]);
  }
});

test('entry 0x1c4 of a table lies in column 8, row 26 of its cell, as in the design', () => {
  expect([pageX(0x1c4), pageY(0x1c4)]).toEqual([8, 26]);
});

test('cells lie in 32 columns and 16 rows', () => {
  for (let cell = 0; cell < 512; cell++) {
    expect(cellIndex(cellX(cell), cellY(cell))).toBe(cell);
    expect(CELL_AT[cellY(cell) * 32 + cellX(cell)]).toBe(cell);
  }
  expect([cellX(511), cellY(511)]).toEqual([31, 15]);
});
