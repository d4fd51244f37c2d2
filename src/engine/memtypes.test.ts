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

it('joins neighbours, and leaves an older list of ranges as it was', () => {
  const memtypes = new Memtypes();
  memtypes.reserve(10, 5);
  const before = memtypes.ranges;
  memtypes.reserve(15, 5);
  memtypes.reserve(5, 5);
  expect(memtypes.ranges).toEqual([5, 20]);
  expect(before).toEqual([10, 15]);
});
