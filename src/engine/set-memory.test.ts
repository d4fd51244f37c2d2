import { describe, expect, it } from 'vitest';
import { guest, leavesOf, play, WINDOW } from '../testing/guest.ts';
import { PAGES_2M } from '../x86/page.ts';
import { SET_MEMORY_CALLS } from '../x86/set-memory.ts';
import { EBUSY, EINVAL, ENOMEM } from './errno.ts';
import { Random } from './random.ts';
import { tablesKey } from './tables-key.ts';

const page = (machine: ReturnType<typeof guest>, at = 600): string => leavesOf(machine, at, at + 1)[0].split(' ')[2];

describe('the calls and their masks', () => {
  it.each([
    ['ro', '8000000000000161'],
    ['rw', '8000000000000163'],
    ['x', '163'],
    ['nx', '8000000000000163'],
    ['rox', '161'],
    ['np', '8000000000000062'],
    ['np_noalias', '8000000000000062'],
    ['p', '8000000000000163'],
    ['uc', '8000000000000173'],
    ['wc', '800000000000016b'],
    ['wt', '80000000000001fb'],
    ['wb', '8000000000000163'],
    ['_wb', '8000000000000163'],
    ['4k', '8000000000000163'],
    ['global', '8000000000000163'],
    ['nonglobal', '8000000000000063'],
    ['dm_inval', '8000000000000060'],
    ['dm_default', '8000000000000163'],
  ])('[CALL-1] Linux 6.1: %s makes a 4K page %s', (call, flags) => {
    const machine = guest('none');
    play(machine, `4k 600 1; ${call} 600 1`);
    expect(page(machine)).toBe(flags);
  });

  it.each([
    ['ro', '8000000000000121'],
    ['rox', '121'],
    ['4k', '8000000000000963'],
    ['dm_inval', '8000000000000020'],
  ])('[CALL-2] Linux 7.2: %s makes a 4K page %s', (call, flags) => {
    const machine = guest('collapse');
    play(machine, `ro 601 1; ${call} 600 1`);
    expect(page(machine)).toBe(flags);
  });

  it('[CALL-2] from 6.6 on rw does not bring DIRTY back', () => {
    const machine = guest('collapse');
    play(machine, 'ro 600 1; rw 600 1');
    expect(page(machine)).toBe('8000000000000123');
  });

  it('[CALL-3] set_direct_map_* go page by page, so that they split where the others keep a 2M', () => {
    const machine = guest('none');
    play(machine, 'dm_inval 512 512');
    expect(leavesOf(machine, 512, 1024)).toEqual(['512 4K 8000000000000060 x512']);
  });

  it('[CALL-4] arrays of pages go page by page, and rfc-merge merges at the last', () => {
    const machine = guest('rfc-merge');
    play(machine, 'a:wc 512 512');
    expect(leavesOf(machine, 512, 1024)).toEqual(['512 2M 80000000000001eb x1']);
    expect(machine.counters).toMatchObject({ level2Splits: 2, made2m: 2 });
  });
});

describe('cache modes', () => {
  it('[CACHE-1] of large pages have PAT in bit 12 and move it on a split', () => {
    const machine = guest('none');
    play(machine, 'wt 512 512; ro 600 1');
    expect(leavesOf(machine, 512, 1024)[0]).toBe('512 4K 80000000000001fb x88');
    play(machine, 'uc 1024 512; wc 1536 512; wt 2048 512');
    expect(leavesOf(machine, 1024, 2560)).toEqual([
      '1024 2M 80000000000001f3 x1',
      '1536 2M 80000000000001eb x1',
      '2048 2M 80000000000011fb x1',
    ]);
  });

  it('[CACHE-2] uc and wc of pages that are uc or wc already are refused, and nothing changes', () => {
    const machine = guest('none');
    play(machine, 'uc 600 2');
    const before = [leavesOf(machine), { ...machine.counters }];
    expect(play(machine, 'uc 601 5')).toBe(EBUSY);
    expect(play(machine, 'wc 599 2')).toBe(EBUSY);
    expect(play(machine, 'a:wc 590 20')).toBe(EINVAL);
    expect([leavesOf(machine), { ...machine.counters }]).toEqual(before);
  });

  it('[CACHE-3] wb gives the memory type back; wt and _wb do not touch it', () => {
    const machine = guest('none');
    play(machine, 'uc 600 2; _wb 600 2');
    expect(play(machine, 'wc 600 1')).toBe(EBUSY);
    expect(play(machine, 'wt 600 1; wb 600 1; wc 600 1')).toBe(0);
    expect(play(machine, 'wc 601 1')).toBe(EBUSY);
  });

  it('[CACHE-3] a call that fails gives it back, too', () => {
    const machine = guest('none');
    const last = 2 * 262144 - 1;
    expect(play(machine, `uc ${last} 2`)).toBe(-14);
    expect(play(machine, `uc ${last} 1`)).toBe(0);
  });

  it('[CACHE-3] set_pages_array_uc and wc say -EINVAL whatever it was, set_pages_array_wb what it was', () => {
    const machine = guest('none');
    for (let order = 10; order >= 0; order--) while (machine.memory?.allocate(order) !== undefined);
    expect(play(machine, 'uc 600 1')).toBe(ENOMEM);
    expect(play(machine, 'a:uc 600 1')).toBe(EINVAL);
    expect(play(machine, 'a:wc 600 1')).toBe(EINVAL);
    expect(play(machine, 'uc 600 1')).toBe(ENOMEM);
    expect(play(machine, 'wb 0 262144; a:wb 600 1')).toBe(0);
    expect(play(machine, 'uc 0 262144; a:wb 600 1')).toBe(ENOMEM);
  });

  it('[CACHE-4] a large WT page that is made not present and present again has lost PAT', () => {
    const machine = guest('none');
    play(machine, 'wt 512 512; np 512 512');
    expect(leavesOf(machine, 512, 1024)).toEqual(['512 2M 800000000000007a x1']);
    play(machine, 'p 512 512');
    expect(leavesOf(machine, 512, 1024)).toEqual(['512 2M 80000000000000fb x1']);
  });
});

describe('aliases of vmalloc addresses', () => {
  it('[ALIAS-1] RO reaches the direct map page by page and splits it, X does not', () => {
    for (const policy of ['none', 'collapse'] as const) {
      const machine = guest(policy);
      play(machine, 'v:ro 512 512; v:x 512 512');
      const flags = policy === 'none' ? '8000000000000161' : '8000000000000121';
      expect(leavesOf(machine, 512, 1024)).toEqual([`512 4K ${flags} x512`]);
    }
  });

  it('[ALIAS-2] a pure NX change makes no alias pass before 6.2, so its flush stays ranged', () => {
    const machine = guest('none');
    play(machine, 'v:x 600 3');
    expect(machine.counters).toMatchObject({ cpa4kInstall: 3, flushAll: 0, flushRanged: 1, flushedPages: 3 });
    const later = guest('collapse');
    play(later, 'v:x 600 3');
    expect(later.counters).toMatchObject({ cpa4kInstall: 3, flushAll: 1, flushRanged: 0 });
  });

  it('[ALIAS-3] the pass counts as no change of the caller: rw of a fresh mapping does not flush', () => {
    const machine = guest('none');
    play(machine, 'ro 600 1');
    const { flushAll, flushRanged } = machine.counters;
    play(machine, 'v:rw 600 1');
    expect(page(machine)).toBe('8000000000000163');
    expect(machine.counters).toMatchObject({ flushAll, flushRanged });
  });
});

describe('flushes', () => {
  it('[FLUSH-1] at most 33 pages one by one, more all at once, by the pages asked for', () => {
    const machine = guest('none');
    play(machine, '4k 0 512');
    const { flushAll } = machine.counters;
    play(machine, 'ro 0 33');
    expect(machine.counters).toMatchObject({ flushAll, flushRanged: 1, flushedPages: 33 });
    play(machine, 'ro 0 34');
    expect(machine.counters).toMatchObject({ flushAll: flushAll + 1, flushRanged: 1 });
  });

  it('[FLUSH-2] no change, no flush; set_direct_map_*_noflush none at all', () => {
    const machine = guest('none');
    play(machine, '4k 0 512');
    const { flushAll } = machine.counters;
    play(machine, 'rw 0 512; nx 3 1; dm_inval 0 1');
    expect(machine.counters).toMatchObject({ flushAll, flushRanged: 0 });
  });
});

describe('counters', () => {
  it('[COUNT-1] are named as the kernel names them', () => {
    const names = (policy: Parameters<typeof guest>[0]): string[] => {
      const machine = guest(policy);
      return machine.profile.vmstat(machine.counters).map(({ name }) => name.replace('direct_map_', ''));
    };
    expect(names('none')).toEqual(['level2_splits', 'level3_splits']);
    expect(names('rfc-merge')).toEqual(['level2_splits', 'level3_splits', 'level1_merges', 'level2_merges']);
    expect(names('collapse')).toEqual(['level2_splits', 'level3_splits', 'level2_collapses', 'level3_collapses']);
  });

  it('[COUNT-2] splits less merges are the tables that splits have left', () => {
    const machine = guest('rfc-merge');
    const boot = machine.tables.inUse;
    play(machine, 'ro 5 1; ro 600 1; rw 5 1; ro 262144 700; ro 5000 1; rw 600 1');
    const { level2Splits, level3Splits, made2m, made1g } = machine.counters;
    expect(machine.tables.inUse - boot).toBe(level2Splits - made2m + level3Splits - made1g);
    expect([level2Splits, made2m]).toEqual([4, 2]);
    const lines = Object.fromEntries(machine.profile.vmstat(machine.counters).map(({ name, value }) => [name, value]));
    expect(lines.direct_map_level2_splits - lines.direct_map_level1_merges).toBe(2);
  });
});

describe('a call on one 4K page', () => {
  it.each(['none', 'rfc-merge', 'collapse', 'collapse-on-free', 'batched'] as const)(
    '[CALL-1] under %s is the same by its PFN, the short way, as by its address',
    (policy) => {
      const [byPfn, byAddress] = [guest(policy), guest(policy)];
      const random = new Random(1);
      for (let i = 0; i < 4000; i++) {
        const call = SET_MEMORY_CALLS[random.below(SET_MEMORY_CALLS.length)];
        const pfn = WINDOW + random.below(2) * PAGES_2M + random.below(4);
        const address = byAddress.directMapBase + (BigInt(pfn) << 12n);
        const rc = byPfn.apply({ kind: 'call', call, pfn, pages: 1 });
        expect(byAddress.apply({ kind: 'at', call, address, pages: 1 })).toBe(rc);
      }
      expect(byPfn.counters).toEqual(byAddress.counters);
      expect(tablesKey(byPfn.tables)).toBe(tablesKey(byAddress.tables));
      expect(effectsOf(byPfn)).toEqual(effectsOf(byAddress));
    },
  );
});

const effectsOf = ({ effects }: ReturnType<typeof guest>): number[][] =>
  Array.from({ length: effects.length }, (_, row) => [
    ...[effects.kind(row), effects.level(row), effects.pfn(row), effects.pages(row)],
    ...[effects.origin(row), effects.from(row), effects.to(row)],
  ]);
