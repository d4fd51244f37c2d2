import fc from 'fast-check';
import { expect, it } from 'vitest';
import { guest, play, WINDOW } from '../testing/guest.ts';
import { ENTRIES, type Level, PAGES_1G, PAGES_2M } from '../x86/page.ts';
import { PageState } from '../x86/page-state.ts';
import { bootMachine } from './boot.ts';
import { differingEntries } from './differing-entries.ts';
import type { Machine } from './machine.ts';
import { profileFor } from './profiles.ts';
import { type FindQuery, findNext } from './search.ts';
import { EMPTY } from './words.ts';

const at = (machine: Machine, query: FindQuery, pfn: number, level: Level = 1, direction: 1 | -1 = 1) => {
  const found = findNext(machine, query, { level, pfn }, direction);
  return found && [found.region.level, found.region.pfn - WINDOW, found.pages];
};
const RO: FindQuery = { kind: 'state', state: PageState.ro };

it('[FIND-1] neighbouring pages of a protection are one hit, in address order, and the search wraps', () => {
  const machine = guest('none');
  play(machine, 'ro 600 3; ro 1024 512; ro 1536 4; ro 262143 2');
  expect(at(machine, RO, 0)).toEqual([1, 600, 3]);
  expect(at(machine, RO, WINDOW + 600)).toEqual([2, 1024, 516]);
  expect(at(machine, RO, WINDOW + 1300)).toEqual([1, 262143, 2]);
  expect(at(machine, RO, WINDOW + 262143)).toEqual([1, 600, 3]);
  expect(at(machine, RO, WINDOW + 600, 1, -1)).toEqual([1, 262143, 2]);
  expect(at(machine, RO, WINDOW + 262144, 1, -1)).toEqual([1, 262143, 2]);
});

it('[FIND-2] a region that is selected does not hide what begins with it and is smaller', () => {
  const machine = guest('none');
  play(machine, 'ro 0 1');
  expect(at(machine, RO, WINDOW, 3)).toEqual([1, 0, 1]);
  expect(at(machine, RO, WINDOW, 1)).toEqual([1, 0, 1]);
  expect(at(machine, { kind: 'state', state: PageState.rwx }, 0)).toBeUndefined();
});

it('[FIND-3] a size is found by its areas: 1G and 2M pages, and 2M in 4K pages', () => {
  const machine = guest('none');
  play(machine, 'ro 5 1');
  expect(at(machine, { kind: 'size', level: 1 }, WINDOW, 3)).toEqual([2, 0, 512]);
  expect(at(machine, { kind: 'size', level: 2 }, WINDOW, 3)).toEqual([2, 512, 511 * 512]);
  expect(at(machine, { kind: 'size', level: 3 }, WINDOW, 3)).toEqual([3, PAGES_1G, PAGES_1G]);
});

it('[FIND-4] tables are found by the number of their entries that differ, larger ones first', () => {
  const machine = guest('rfc-merge');
  play(machine, 'ro 5 1; ro 1029 2');
  expect(at(machine, { kind: 'differing', entries: 1 }, WINDOW - 1)).toEqual([2, 0, 512]);
  expect(at(machine, { kind: 'differing', entries: 2 }, WINDOW - 1)).toEqual([3, 0, PAGES_1G]);
  expect(at(machine, { kind: 'differing', entries: 2 }, WINDOW, 3)).toEqual([2, 1024, 512]);
  expect(at(machine, { kind: 'differing', entries: 2 }, WINDOW + 1024, 2, -1)).toEqual([3, 0, PAGES_1G]);
  expect(at(machine, { kind: 'differing', entries: 77 }, 0)).toBeUndefined();
});

it('[FIND-5] an entry that maps nothing differs, and so does a pointer', () => {
  const machine = guest('none');
  play(machine, 'ro 5 1');
  expect(differingEntries(machine, machine.gibTable(4))).toBe(1);
  const holed = bootMachine(
    { ram: [{ firstPfn: 0, endPfn: 3 * PAGES_1G + 100 * PAGES_2M }], gbPages: true, pagingLevels: 4 },
    profileFor({ policy: 'none', globalFix: false }),
  );
  expect(differingEntries(holed, holed.gibTable(3))).toBe(412);
});

it('[FIND-6] finds what a search page by page finds, from anywhere, both ways', () => {
  const call = fc.record({
    name: fc.constantFrom('ro', 'np', 'x', 'rw', 'p', 'nx'),
    pfn: fc.oneof(fc.integer({ min: 0, max: 1600 }), fc.integer({ min: 261000, max: 263000 })),
    pages: fc.constantFrom(1, 2, 511, 512, 600),
  });
  const state = fc.constantFrom(PageState.ro, PageState.np, PageState.rwx, PageState.rox, PageState.rw, PageState.pt);
  fc.assert(
    fc.property(fc.array(call, { maxLength: 6 }), state, fc.integer({ min: 0, max: 263500 }), (calls, wanted, from) => {
      const machine = guest('none');
      for (const { name, pfn, pages } of calls) play(machine, `${name} ${pfn} ${pages}`);
      const starts = slowStarts(machine, wanted);
      const query: FindQuery = { kind: 'state', state: wanted };
      const { level } = machine.lookup(WINDOW + from);
      const region = { level, pfn: WINDOW + from - (from % ENTRIES ** (level - 1)) };
      const after = starts.find((pfn) => pfn > region.pfn) ?? starts[0];
      const before = starts.findLast((pfn) => pfn < region.pfn) ?? starts.at(-1);
      expect(findNext(machine, query, region, 1)?.region.pfn).toBe(after);
      expect(findNext(machine, query, region, -1)?.region.pfn).toBe(before);
    }),
    { numRuns: 40 },
  );
});

/** First pages of all runs of a state, found leaf by leaf, and page by page where pages hold tables. */
function slowStarts(machine: Machine, state: number): number[] {
  const starts: number[] = [];
  const frames = [...machine.tableFrames()];
  let was = false;
  for (let pfn = 0; pfn < machine.endPfn; ) {
    const { word, level } = machine.lookup(pfn);
    const own = machine.words.state[word];
    const end = pfn + ENTRIES ** (level - 1);
    const held = own === PageState.rw ? frames.filter((frame) => frame >= pfn && frame < end) : [];
    for (let page = pfn; page < end; page += held.length > 0 ? 1 : end - pfn) {
      const is = word !== EMPTY && (held.includes(page) ? PageState.pt : own) === state;
      if (is && !was) starts.push(page);
      was = is;
    }
    pfn = end;
  }
  return starts;
}
