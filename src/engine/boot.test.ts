import { describe, expect, it } from 'vitest';
import { leavesOf, WINDOW } from '../testing/guest.ts';
import { leafList } from '../testing/leaf-list.ts';
import { levelName, PAGES_1G, PAGES_2M } from '../x86/page.ts';
import { protHex } from '../x86/prot.ts';
import { bootMachine, type MachineSpec } from './boot.ts';
import type { Machine } from './machine.ts';
import { profileFor } from './profiles.ts';

const NONE = profileFor({ policy: 'none', globalFix: false });

function boot(ram: readonly (readonly [number, number])[], more: Partial<MachineSpec> = {}): Machine {
  const ranges = ram.map(([firstPfn, endPfn]) => ({ firstPfn, endPfn }));
  return bootMachine({ ram: ranges, gbPages: true, pagingLevels: 4, ...more }, NONE);
}

const all = (machine: Machine): string[] =>
  leafList(machine.leafRuns()).map(
    ({ pfn, level, prot, count }) => `${pfn} ${levelName(level)} ${protHex(prot)} x${count}`,
  );

/** The e820 map of the recorded 8 GiB guests. */
const E820: [number, number][] = [
  [1, 0x9f],
  [0x100, 3 * PAGES_1G - 0x20],
  [4 * PAGES_1G, 9 * PAGES_1G],
];

describe('bootMachine', () => {
  it('[BOOT-1] maps the first 2M and range edges by 4K, then 2M up to the next GiB, then 1G', () => {
    expect(all(boot(E820))).toEqual([
      '0 4K 8000000000000163 x512',
      '512 2M 80000000000001e3 x511',
      '262144 1G 80000000000001e3 x1',
      '524288 2M 80000000000001e3 x511',
      '785920 4K 8000000000000163 x480',
      '1048576 1G 80000000000001e3 x5',
    ]);
  });

  it('[BOOT-1] has the leaves of the recorded guest: DirectMap4k and 1G to the page', () => {
    expect(boot(E820).leafCounts()).toEqual([512 + 480, 511 + 511, 6]);
  });

  it('[BOOT-2] uses 2M throughout on a CPU without 1G pages', () => {
    expect(boot([[0, 4 * PAGES_1G]], { gbPages: false }).leafCounts()).toEqual([512, 4 * 512 - 1, 0]);
  });

  it('[BOOT-3] maps the first megabyte, holes included, and no other hole', () => {
    const machine = boot([
      [1, 0x9f],
      [0x100, 0x180],
      [0x190, 0x300],
    ]);
    expect(all(machine)).toEqual(['0 4K 8000000000000163 x384', '400 4K 8000000000000163 x368']);
  });

  it('[BOOT-1] joins ranges that touch', () => {
    const pieces: [number, number][] = [
      [0, PAGES_1G + 5],
      [PAGES_1G + 5, 2 * PAGES_1G],
    ];
    expect(boot(pieces).leafCounts()).toEqual([512, 511, 1]);
  });

  it('[BOOT-4] takes a page of RAM of its own for each table', () => {
    const machine = boot(E820);
    const frames = [...machine.tableFrames()];
    expect(frames).toHaveLength(machine.tables.inUse);
    expect(new Set(frames).size).toBe(frames.length);
    for (const pfn of frames) expect(machine.lookup(pfn).word).not.toBe(0);
  });

  it('[BOOT-5] finds pages wherever the direct map begins, with 4 and with 5 levels', () => {
    for (const more of [{ directMapBase: 0xffff9b2340000000n }, { pagingLevels: 5 as const }]) {
      const machine = boot([[0, 700 * PAGES_1G]], more);
      expect(machine.leafCounts()).toEqual([512, 511, 699]);
      expect(machine.lookup(699 * PAGES_1G).level).toBe(3);
      expect(machine.gibEntry(699)).toBe(machine.lookup(699 * PAGES_1G + 7).word);
      machine.apply({ kind: 'call', call: 'ro', pfn: 600 * PAGES_1G + 7, pages: 1 });
      const split = [...Array(700).keys()].filter((gib) => machine.gibTable(gib) > 0);
      expect([split, machine.lookup(600 * PAGES_1G + 7).level]).toEqual([[0, 600], 1]);
    }
  });

  it('boots a machine with holes of many GiB', () => {
    const machine = boot([
      [0, PAGES_2M],
      [WINDOW, WINDOW + 2 * PAGES_1G],
      [60000 * PAGES_1G, 60001 * PAGES_1G],
    ]);
    expect(leavesOf(machine)).toEqual(['0 1G 80000000000001e3 x2']);
    expect(machine.gibCount).toBe(60001);
    expect(machine.gibEntry(59999)).toBe(0);
    expect(machine.lookup(30000 * PAGES_1G).word).toBe(0);
    expect(machine.tables.inUse).toBe(4);
  });

  it.each([
    [[]],
    [[[5, 5]]],
    [[[5, 4]]],
    [[[-1, 4]]],
    [[[0, 0.5]]],
    [
      [
        [0, 10],
        [9, 20],
      ],
    ],
    [[[0, 2 ** 34 + 1]]],
  ])('refuses RAM that cannot be: %j', (ram) => {
    expect(() => boot(ram as [number, number][])).toThrow(RangeError);
  });
});
