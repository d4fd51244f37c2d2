import { expect, it } from 'vitest';
import { changedRegions } from './changed-regions.ts';

const of = (...rows: readonly (readonly [pfn: number, pages: number])[]) => ({
  count: rows.length,
  pfn: Float64Array.from(rows, ([pfn]) => pfn),
  pages: Float64Array.from(rows, ([, pages]) => pages),
});

it('[DIFF-7] every 2M with a changed page is marked once, a GiB that changed everywhere as one', () => {
  expect(changedRegions(of([5, 1], [7, 600], [2000, 1]), 10)).toEqual([
    { level: 2, pfn: 0 },
    { level: 2, pfn: 512 },
    { level: 2, pfn: 1536 },
  ]);
  expect(changedRegions(of([262143, 1], [262144, 262144], [524288, 1]), 600)).toEqual([
    { level: 2, pfn: 262144 - 512 },
    { level: 3, pfn: 262144 },
    { level: 2, pfn: 524288 },
  ]);
  expect(changedRegions(of([0, 262144]), 3)).toHaveLength(3);
});
