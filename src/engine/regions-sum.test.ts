import { expect, test } from 'vitest';
import { PageState } from '../x86/page-state.ts';
import { bootMachine } from './boot.ts';
import { profileFor } from './profiles.ts';
import { sumOfRegions } from './regions-sum.ts';

const GIB = 262144;

test('[SEVERAL-4] regions are added up: pages by protection and by size, and their tables', () => {
  const spec = { ram: [{ firstPfn: 0, endPfn: 3 * GIB }], gbPages: true, pagingLevels: 4 } as const;
  const machine = bootMachine(spec, profileFor({ policy: 'none', globalFix: false }));
  machine.apply({ kind: 'call', call: 'ro', pfn: GIB + 5, pages: 2 });
  const sum = (...regions: Parameters<typeof sumOfRegions>[1]) => {
    const { pagesByState, pagesBySize, tables } = sumOfRegions(machine, regions);
    const [data, ro, pt] = [PageState.rw, PageState.ro, PageState.pt].map((state) => pagesByState[state]);
    return { data, ro, pt, pagesBySize: Array.from(pagesBySize), tables };
  };
  expect(sum({ level: 3, pfn: GIB }, { level: 3, pfn: 2 * GIB })).toEqual({
    data: 2 * GIB - 7,
    ro: 2,
    pt: 5,
    pagesBySize: [512, GIB - 512, GIB],
    tables: 2,
  });
  expect(sum({ level: 2, pfn: GIB }, { level: 1, pfn: 2 * GIB })).toMatchObject({
    ro: 2,
    pagesBySize: [512, 0, 1],
    tables: 1,
  });
  expect(sum({ level: 3, pfn: 7 * GIB })).toEqual({ data: 0, ro: 0, pt: 0, pagesBySize: [0, 0, 0], tables: 0 });
});
