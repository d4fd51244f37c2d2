import { expect, it } from 'vitest';
import { HIDDEN_NAMES } from '../../store/hidden-names.ts';
import type { Frame } from '../data.ts';
import { mergeRows, ownerRows, sizeRows } from './scale-rows.ts';

it('[NEAR-6] the legend counts every table once, and every page once', () => {
  const tables = new Float64Array(513).fill(1);
  const frame = {
    columns: { differing: { tables } },
    counters: { leaves: { '4K': 512, '2M': 3, '1G': 2 } },
  } as unknown as Frame;
  expect(mergeRows(frame).map(({ label, count }) => `${label}: ${count}`)).toEqual([
    'All 512 entries equal: 1',
    '1 differs: 1',
    '2 differ: 1',
    '3 to 8 differ: 6',
    '9 to 32 differ: 24',
    '33 to 128 differ: 96',
    '129 to 512 differ: 384',
  ]);
  expect(sizeRows(frame).map(({ count }) => count)).toEqual([524288, 1536, 512]);
  expect(mergeRows(undefined).every(({ count }) => count === undefined)).toBe(true);
});

it('[FILTER-1] every row of the legend has a name in the address, and its own code', () => {
  const rows = { size: sizeRows(undefined), merge: mergeRows(undefined), owner: ownerRows(undefined) };
  for (const [colouring, of] of Object.entries(rows))
    for (const { id, code } of of) expect(HIDDEN_NAMES[colouring as keyof typeof rows].get(code), id).toBe(id);
});
