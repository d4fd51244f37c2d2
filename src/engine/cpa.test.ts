import { describe, expect, it } from 'vitest';
import { guest, leavesOf, play, WINDOW } from '../testing/guest.ts';
import { PAGES_1G } from '../x86/page.ts';
import { EFAULT, EINVAL } from './errno.ts';

describe('a 4K entry', () => {
  it('[CPA-1] is rewritten page by page, counted even when nothing changes', () => {
    const machine = guest('none');
    play(machine, 'ro 600 3; ro 600 5');
    expect(leavesOf(machine, 512, 1024)).toEqual([
      '512 4K 8000000000000163 x88',
      '600 4K 8000000000000161 x5',
      '605 4K 8000000000000163 x419',
    ]);
    expect(machine.counters.cpa4kInstall).toBe(8);
  });
});

describe('a large page', () => {
  it('[CPA-2] with the bits asked for is left alone whatever the range: sameprot', () => {
    const machine = guest('none');
    play(machine, 'rw 1000 300000');
    expect(leavesOf(machine)).toEqual(['0 1G 80000000000001e3 x2']);
    expect(machine.counters).toMatchObject({ cpa1gChecked: 2, cpa1gSameprot: 2, level3Splits: 0, flushAll: 0 });
  });

  it('[CPA-3] that the range covers wholly is rewritten in place: preserved', () => {
    const machine = guest('none');
    play(machine, 'ro 0 262144');
    expect(leavesOf(machine)).toEqual(['0 1G 80000000000001e1 x1', '262144 1G 80000000000001e3 x1']);
    expect(machine.counters).toMatchObject({ cpa1gPreserved: 1, level3Splits: 0 });
  });

  it('[CPA-3] is looked at again after a split of the level above: 2M in a 1G page cost one split', () => {
    const machine = guest('none');
    play(machine, 'ro 512 512');
    expect(machine.counters).toMatchObject({ level3Splits: 1, level2Splits: 0, cpa2mPreserved: 1 });
    expect(leavesOf(machine, 0, 1536)).toEqual([
      '0 2M 80000000000001e3 x1',
      '512 2M 80000000000001e1 x1',
      '1024 2M 80000000000001e3 x1',
    ]);
  });

  it('[CPA-4] is split when the range covers a part: 12 pages, a 2M and 76 pages of 500 to 1099', () => {
    const machine = guest('none');
    play(machine, 'ro 500 600');
    expect(machine.counters).toMatchObject({ cpa4kInstall: 88, cpa2mPreserved: 1, level2Splits: 2, level3Splits: 1 });
  });

  it('[CPA-5] is split by set_memory_4k before anything is compared', () => {
    const machine = guest('none');
    play(machine, '4k 1024 512');
    expect(machine.counters).toMatchObject({ cpa1gChecked: 0, cpa2mChecked: 0, level2Splits: 1, cpa4kInstall: 512 });
    expect(leavesOf(machine, 1024, 1536)).toEqual(['1024 4K 8000000000000163 x512']);
  });
});

describe('PRESENT and GLOBAL', () => {
  it('[CPA-6] a page made not present loses GLOBAL, and for ever', () => {
    const machine = guest('none');
    play(machine, 'np 600 1');
    expect(leavesOf(machine, 600, 601)).toEqual(['600 4K 8000000000000062 x1']);
    play(machine, 'p 600 1');
    expect(leavesOf(machine, 600, 601)).toEqual(['600 4K 8000000000000063 x1']);
    play(machine, 'global 600 1');
    expect(leavesOf(machine, 600, 601)).toEqual(['600 4K 8000000000000163 x1']);
  });

  it('[CPA-7] with patch 1 PRESENT brings GLOBAL back, so that nonglobal does nothing', () => {
    const machine = guest('rfc-merge');
    play(machine, 'ro 601 1; np 600 1; p 600 1; nonglobal 600 1');
    expect(leavesOf(machine, 600, 602)).toEqual(['600 4K 8000000000000163 x1', '601 4K 8000000000000161 x1']);
  });

  it('[CPA-8] a large page that is not present keeps its size without PSE, and gets it back', () => {
    const machine = guest('none');
    play(machine, 'np 0 262144; np 262144 512');
    expect(leavesOf(machine, 0, 263168)).toEqual([
      '0 1G 8000000000000062 x1',
      '262144 2M 8000000000000062 x1',
      '262656 2M 80000000000001e3 x1',
    ]);
    play(machine, 'p 0 262144');
    expect(leavesOf(machine, 0, 262144)).toEqual(['0 1G 80000000000000e3 x1']);
  });
});

describe('ranges', () => {
  it('[CPA-9] a hole of the direct map is skipped', () => {
    const machine = guest('none');
    const pfn = 3 * PAGES_1G - 1;
    expect(machine.apply({ kind: 'call', call: 'ro', pfn, pages: PAGES_1G + 2 })).toBe(0);
    expect(machine.lookup(pfn).level).toBe(1);
    expect(machine.lookup(WINDOW).level).toBe(1);
    expect(machine.counters.cpa4kInstall).toBe(2);
    expect(machine.gibEntry(3)).toBe(0);
  });

  it('[CPA-10] past the last page is -EFAULT, with the pages before it done and everything flushed', () => {
    const machine = guest('none');
    expect(play(machine, `ro ${2 * PAGES_1G - 1} 2`)).toBe(EFAULT);
    expect(leavesOf(machine, 2 * PAGES_1G - 1)).toEqual([`${2 * PAGES_1G - 1} 4K 8000000000000161 x1`]);
    expect(machine.counters).toMatchObject({ cpaFlushAll: 1, flushRanged: 0 });
    const alias = { kind: 'pass', set: 0, clear: 2, caller: undefined, pfn: machine.endPfn, pages: 3 } as const;
    expect(machine.apply(alias as unknown as Parameters<typeof machine.apply>[0])).toBe(0);
  });

  it('[CPA-11] of no pages change nothing; numbers that count no pages are -EINVAL', () => {
    const machine = guest('rfc-merge');
    const before = { ...machine.counters };
    for (const name of ['ro', '4k', 'wb', 'dm_inval', 'a:uc', 'v:ro', 'kfence_np'])
      expect(play(machine, `${name} 5 0`)).toBe(0);
    for (const name of ['uc', 'wc']) expect(play(machine, `${name} 5 0`)).toBe(EINVAL);
    for (const [pfn, pages] of [
      [-1, 1],
      [0, -1],
      [0.5, 1],
      [0, Number.NaN],
      [2 ** 60, 1],
    ])
      expect(machine.apply({ kind: 'call', call: 'ro', pfn, pages })).toBe(EINVAL);
    expect(machine.counters).toEqual(before);
    expect(leavesOf(machine)).toEqual(['0 1G 80000000000001e3 x2']);
  });
});
