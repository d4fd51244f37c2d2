import { describe, expect, it } from 'vitest';
import { guest, leavesOf, play, WINDOW } from '../testing/guest.ts';
import { bootMachine } from './boot.ts';
import { ENOMEM } from './errno.ts';
import { profileFor } from './profiles.ts';

describe('splitLargePage', () => {
  it('[SPLIT-1] goes one level at a time: 1G to 512 of 2M, one of them to 512 of 4K', () => {
    const machine = guest('none');
    const [n4k, n2m, n1g] = machine.leafCounts();
    play(machine, 'ro 1000 1');
    expect(machine.leafCounts()).toEqual([n4k + 512, n2m + 511, n1g - 1]);
    expect(machine.counters).toMatchObject({ level3Splits: 1, level2Splits: 1, flushAll: 2 });
  });

  it("[SPLIT-2] the 511 untouched entries keep the large page's bits and PFNs", () => {
    const machine = guest('none');
    play(machine, 'wt 0 262144; x 0 262144; ro 1000 1');
    expect(leavesOf(machine, 0, 1536)).toEqual([
      '0 2M 11fb x1',
      '512 4K 1fb x488',
      '1000 4K 1f9 x1',
      '1001 4K 1fb x23',
      '1024 2M 11fb x1',
    ]);
    const { table } = machine.lookup(WINDOW + 1000);
    const entry = machine.entryHalves(table, 511);
    expect(entry).toEqual({ lo: 0x003ff1fb, hi: 1 });
  });

  it('[SPLIT-3] pieces of a page that is not present have neither PSE nor GLOBAL', () => {
    const machine = guest('none');
    play(machine, 'np 0 262144; p 1000 1');
    expect(leavesOf(machine, 0, 1536)).toEqual([
      '0 2M 8000000000000062 x1',
      '512 4K 8000000000000062 x488',
      '1000 4K 8000000000000063 x1',
      '1001 4K 8000000000000062 x23',
      '1024 2M 8000000000000062 x1',
    ]);
  });

  it('[SPLIT-4] marks its tables and links them as _KERNPG_TABLE, while those of boot are _PAGE_TABLE', () => {
    const machine = guest('none');
    play(machine, 'ro 1000 1');
    const entries = machine.walk(WINDOW + 1000).map(({ level, entry }) => [level, entry && entry.lo & 0xfff]);
    expect(entries).toEqual([
      ['PGD', 0x67],
      ['P4D', 0x67],
      ['PUD', 0x63],
      ['PMD', 0x63],
      ['PTE', 0x161],
    ]);
    const frame = machine.tables.frame(machine.gibTable(4));
    expect(machine.walk(WINDOW)[2].entry).toEqual({ lo: ((frame << 12) | 0x63) >>> 0, hi: frame >>> 20 });
  });

  it('[SPLIT-5] without a page for the table is -ENOMEM and leaves the page as it is', () => {
    const spec = { ram: [{ firstPfn: 512, endPfn: 1024 }], gbPages: false, pagingLevels: 4 } as const;
    const machine = bootMachine(spec, profileFor({ policy: 'none', globalFix: false }));
    // PUD, PMD and the first megabyte's PTE table have three of the 512 pages; all others are given away.
    while (machine.takeFrame() !== undefined);
    expect(machine.memory?.freePages).toBe(0);
    expect(machine.apply({ kind: 'call', call: 'ro', pfn: 512, pages: 1 })).toBe(ENOMEM);
    expect(machine.lookup(512).level).toBe(2);
    expect(machine.counters.level2Splits).toBe(0);
  });
});
