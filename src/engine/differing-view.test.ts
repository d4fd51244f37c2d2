import { expect, it } from 'vitest';
import { guest, play } from '../testing/guest.ts';
import { differingView } from './differing-view.ts';

const NONE = 0xffff;

it('[NEAR-1] every table has the number of its entries that differ, and a GiB the least of all its tables', () => {
  const machine = guest('rfc-merge');
  play(machine, 'ro 5 1; ro 1029 2; ro 262144 7');
  const { gibTable, gibLeast, cellTable, tables } = differingView(machine, Uint32Array.of(4));
  expect(Array.from(gibTable.subarray(3))).toEqual([NONE, 2, 1]);
  expect(Array.from(gibLeast.subarray(3))).toEqual([NONE, 1, 1]);
  expect([cellTable[0], cellTable[1], cellTable[2]]).toEqual([1, NONE, 2]);
  expect([tables[2], tables[7]]).toEqual([2, 1]);
  expect(tables.reduce((sum, count) => sum + count)).toBe(machine.tables.inUse - machine.puds.length);
});
