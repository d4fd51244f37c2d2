import { expect, test } from 'vitest';
import { EventKind, type MarkColumns } from '../bridge/columns.ts';
import { stepScale } from './chart.ts';
import { markColumns, marksUpTo } from './chart-marks.ts';

const marks = (...rows: readonly (readonly [step: number, kind: 'split' | 'merge', level: 2 | 3])[]): MarkColumns => ({
  step: Uint32Array.from(rows, ([step]) => step),
  kind: Uint8Array.from(rows, ([, kind]) => EventKind[kind]),
  level: Uint8Array.from(rows, ([, , level]) => level),
});

test('marks of one pixel column are added up exactly', () => {
  const run = marks([10, 'split', 3], [10, 'split', 2], [11, 'merge', 2], [500, 'merge', 2], [500, 'merge', 3]);
  expect(markColumns(run, stepScale(1000, 100))).toEqual([
    { x: 1, firstStep: 10, lastStep: 11, splits2m: 1, splits1g: 1, merges2m: 1, merges1g: 0 },
    { x: 50, firstStep: 500, lastStep: 500, splits2m: 0, splits1g: 0, merges2m: 1, merges1g: 1 },
  ]);
});

test('no mark is lost, whatever the width', () => {
  const run = marks(...Array.from({ length: 3000 }, (_, i) => [i * 2, i % 3 === 0 ? 'merge' : 'split', 2] as const));
  for (const width of [1, 7, 300, 5000]) {
    const columns = markColumns(run, stepScale(6000, width));
    expect(columns.reduce((sum, column) => sum + column.splits2m, 0)).toBe(2000);
    expect(columns.reduce((sum, column) => sum + column.merges2m, 0)).toBe(1000);
    expect(new Set(columns.map(({ x }) => x)).size).toBe(columns.length);
  }
});

test('counts up to a step hold that step', () => {
  const run = marks([1, 'split', 2], [4, 'merge', 2], [4, 'merge', 3], [9, 'split', 2]);
  expect(marksUpTo(run, 0)).toEqual({ splits: 0, merges: 0 });
  expect(marksUpTo(run, 4)).toEqual({ splits: 1, merges: 2 });
  expect(marksUpTo(run, 99)).toEqual({ splits: 2, merges: 2 });
});
