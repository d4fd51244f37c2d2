import { expect, test } from 'vitest';
import { disjointRegions } from './disjoint-regions.ts';

const gib = { level: 3, pfn: 0 } as const;
const cell = { level: 2, pfn: 512 } as const;
const page = { level: 1, pfn: 515 } as const;
const far = { level: 2, pfn: 5120 } as const;

test('[SEVERAL-1] of regions that overlap the later one stays, in the order in which they were selected', () => {
  expect(disjointRegions([far, page, cell])).toEqual([far, cell]);
  expect(disjointRegions([cell, far, page])).toEqual([far, page]);
  expect(disjointRegions([page, cell, gib])).toEqual([gib]);
  expect(disjointRegions([gib, page, far])).toEqual([page, far]);
  expect(disjointRegions([cell, cell])).toEqual([cell]);
  expect(disjointRegions([])).toEqual([]);
});

test('[SEVERAL-1] many that overlap a large one: each rank counts', () => {
  const pages = Array.from({ length: 600 }, (_, i) => ({ level: 1, pfn: i }) as const);
  expect(disjointRegions([...pages, cell])).toEqual([...pages.slice(0, 512), cell]);
  expect(disjointRegions([gib, ...pages])).toEqual(pages);
});
