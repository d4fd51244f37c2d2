import { expect, test } from 'vitest';
import { tlbReachKiB } from './tlb.ts';

const GIB = 1048576;

test('the shared entries go to 2M and 4K leaves in proportion', () => {
  expect(tlbReachKiB(10720, 3563, 1) / GIB).toBeCloseTo(1.7526, 3);
});

test('1536 entries reach 6 MiB of 4K pages and 3 GiB of 2M pages', () => {
  expect(tlbReachKiB(100_000, 0, 0)).toBe(6 * 1024);
  expect(tlbReachKiB(0, 100_000, 0)).toBe(3 * GIB);
});

test('never more entries than leaves, at most 16 of 1G', () => {
  expect(tlbReachKiB(10, 5, 2)).toBe(40 + 5 * 2048 + 2 * GIB);
  expect(tlbReachKiB(0, 0, 1024)).toBe(16 * GIB);
  expect(tlbReachKiB(0, 0, 0)).toBe(0);
});
