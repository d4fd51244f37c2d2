import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Memtypes } from './memtypes.ts';

const pages = fc.option(fc.array(fc.nat(60), { maxLength: 6 }));

it('[CACHE-2] is a set of pages: a range is reserved wholly or not at all', () => {
  const steps = fc.array(fc.tuple(fc.boolean(), fc.nat(40), fc.integer({ min: 1, max: 12 }), pages), { maxLength: 40 });
  fc.assert(
    fc.property(steps, (list) => {
      const memtypes = new Memtypes();
      const plain = new Set<number>();
      for (const [reserve, first, pages, array] of list) {
        const range = array ?? Array.from({ length: pages }, (_, i) => first + i);
        if (reserve) {
          const free = range.every((page, i) => !plain.has(page) && range.indexOf(page) === i);
          expect(array ? memtypes.reserveEach(array) : memtypes.reserve(first, pages)).toBe(free);
          if (free) for (const page of range) plain.add(page);
        } else {
          if (array) memtypes.freeEach(array);
          else memtypes.free(first, pages);
          for (const page of range) plain.delete(page);
        }
        const pagesOfRanges: number[] = [];
        for (let i = 0; i < memtypes.ranges.length; i += 2)
          for (let page = memtypes.ranges[i]; page < memtypes.ranges[i + 1]; page++) pagesOfRanges.push(page);
        expect(pagesOfRanges).toEqual([...plain].sort((a, b) => a - b));
      }
    }),
  );
});

it('[CACHE-6] does not track 640K to 1M', () => {
  const memtypes = new Memtypes();
  expect([memtypes.reserve(0xa0, 0x60), memtypes.reserve(0xa0, 1), memtypes.reserveEach([0xff, 0xff])]).toEqual([
    true,
    true,
    true,
  ]);
  expect(memtypes.ranges).toEqual([]);
  expect([memtypes.reserve(0x9f, 2), memtypes.reserve(0xa0, 1), memtypes.reserve(0x90, 0x20)]).toEqual([
    true,
    true,
    false,
  ]);
  memtypes.free(0xa0, 1);
  memtypes.freeEach([0xa0]);
  expect(memtypes.ranges).toEqual([0x9f, 0xa1]);
  memtypes.freeEach([0x9f]);
  expect([memtypes.reserveEach([0x100, 0xa0]), memtypes.ranges]).toEqual([true, [0xa0, 0xa1, 0x100, 0x101]]);
});

it('joins neighbours, and leaves an older list of ranges as it was', () => {
  const memtypes = new Memtypes();
  memtypes.reserve(10, 5);
  const before = memtypes.ranges;
  memtypes.reserve(15, 5);
  memtypes.reserve(5, 5);
  expect(memtypes.ranges).toEqual([5, 20]);
  expect(before).toEqual([10, 15]);
});
