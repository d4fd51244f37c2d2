import { describe, expect, it } from 'vitest';
import { guest, WINDOW } from '../testing/guest.ts';
import { PAGES_2M } from '../x86/page.ts';
import { policyChoice } from '../x86/policies.ts';
import { bootMachine } from './boot.ts';
import type { Counters } from './counters.ts';
import { EINVAL, ENOMEM } from './errno.ts';
import type { Machine } from './machine.ts';
import type { SplitMappingOperation } from './operation.ts';
import { profileFor } from './profiles.ts';
import { tablesKey } from './tables-key.ts';

const ONE_CPU = { kind: 'split_mapping', cpus: 1, rounds: 0, seed: 1 } as const;
const TWO_CPUS = { kind: 'split_mapping', mode: 1, cpus: 2, rounds: 5 } as const;

/** What an operation counts. */
function counted(machine: Machine, operation: SplitMappingOperation): Counters {
  const before: Counters = { ...machine.counters };
  expect(machine.apply(operation)).toBe(0);
  const entries = Object.entries(machine.counters) as [keyof Counters, number][];
  return Object.fromEntries(entries.map(([name, value]) => [name, value - before[name]])) as unknown as Counters;
}

/** flush_tlb_all() of calls: each split and each merge has one of its own. */
const callFlushes = ({ flushAll, level2Splits, level3Splits, made2m, made1g }: Counters): number =>
  flushAll - level2Splits - level3Splits - made2m - made1g;

const little = (): Machine =>
  bootMachine(
    { ram: [{ firstPfn: PAGES_2M, endPfn: 2 * PAGES_2M }], gbPages: false, pagingLevels: 4 },
    profileFor(policyChoice('none')),
  );

describe('splitMapping', () => {
  it.each([
    ['none', 1],
    ['none', 1000],
    ['rfc-merge', 64],
    ['rfc-merge', 1000],
  ] as const)('[SPLITMAP-1] mode 0 installs six entries a page, %s, %i pages', (policy, pages) => {
    const counters = counted(guest(policy), { ...ONE_CPU, mode: 0, pages });
    expect(counters).toMatchObject({ cpa4kInstall: 6 * pages, flushRanged: 2 * pages, flushedPages: 2 * pages });
    expect(callFlushes(counters)).toBe(2 * pages);
    expect(counters.cpa2mChecked).toBe(counters.level2Splits);
  });

  it('[SPLITMAP-1] where NX looks for aliases, too, every flush is of everything', () => {
    const counters = counted(guest('collapse'), { ...ONE_CPU, mode: 0, pages: 64 });
    expect(counters).toMatchObject({ cpa4kInstall: 6 * 64, flushRanged: 0, made2m: 0 });
    expect(callFlushes(counters)).toBe(4 * 64);
  });

  it.each(['none', 'rfc-merge', 'collapse'] as const)(
    '[SPLITMAP-1] mode 2 installs four entries a page, %s',
    (policy) => {
      const counters = counted(guest(policy), { ...ONE_CPU, mode: 2, pages: 1000 });
      expect(counters).toMatchObject({ cpa4kInstall: 4000, flushRanged: 4000, flushedPages: 4000 });
      expect(callFlushes(counters)).toBe(0);
    },
  );

  it.each([
    ['none', true],
    ['rfc-merge', true],
    ['rfc-merge', false],
    ['collapse', true],
  ] as const)('[SPLITMAP-2] mode 1: each call of each CPU visits every page, %s, patch 1 %s', (policy, patch1) => {
    for (const pages of [1, 4, 40]) {
      const counters = counted(guest(policy, patch1), { ...TWO_CPUS, pages, seed: pages });
      const { cpa4kInstall, cpa2mSameprot, cpa1gSameprot } = counters;
      expect(cpa4kInstall + cpa2mSameprot + cpa1gSameprot).toBe(2 * 5 * 6 * pages);
      expect(counters.flushedPages).toBe(pages * counters.flushRanged);
      if (pages > 33) expect(counters.flushRanged).toBe(0);
    }
  });

  it('[SPLITMAP-2] the same seed gives the same bytes, another one another schedule', () => {
    const run = (seed: number): string => {
      const machine = guest('rfc-merge');
      const counters = counted(machine, { ...TWO_CPUS, pages: 4, seed });
      return JSON.stringify([tablesKey(machine.tables), counters, [...machine.tableFrames()]]);
    };
    expect(run(1)).toBe(run(1));
    expect(run(1)).not.toBe(run(2));
  });

  it.each([0, 1, 2] as const)(
    '[SPLITMAP-3] under rfc-merge nothing is left of it but tables of the vmalloc area, mode %i',
    (mode) => {
      const machine = guest('rfc-merge');
      const leaves = machine.leafRuns();
      const tables = machine.tables.inUse;
      const free = machine.memory?.freePages ?? 0;
      const { level2Splits, level3Splits, made2m, made1g } = counted(machine, {
        ...TWO_CPUS,
        mode,
        pages: 600,
        seed: 9,
      });
      expect([level2Splits - made2m, level3Splits - made1g]).toEqual([0, 0]);
      expect(level2Splits).toBeGreaterThan(0);
      expect(machine.leafRuns()).toEqual(leaves);
      expect(machine.tables.inUse).toBe(tables);
      expect(machine.memory?.freePages).toBe(free - machine.space.vmalloc.tables.inUse);
      expect(machine.space.vmalloc.leafCounts()).toEqual([0, 0, 0]);
    },
  );

  it('[SPLITMAP-3] pages that somebody holds are not taken', () => {
    const machine = guest('none');
    expect(machine.apply({ kind: 'allocate', pfn: WINDOW, pages: 2 ** 18 })).toBe(0);
    machine.apply({ ...ONE_CPU, mode: 2, pages: 1000 });
    expect(machine.lookup(WINDOW).level).toBe(3);
  });

  it('[SPLITMAP-4] modes 0 and 2 take what there is, mode 1 all pages or none', () => {
    for (const mode of [0, 2] as const) expect(little().apply({ ...ONE_CPU, mode, pages: 10_000 })).toBe(0);
    const machine = little();
    const free = machine.memory?.freePages;
    expect(machine.apply({ ...TWO_CPUS, pages: 10_000, seed: 1 })).toBe(ENOMEM);
    expect(machine.memory?.freePages).toBe(free);
  });

  it('[SPLITMAP-4] no pages are -EINVAL', () => {
    for (const pages of [0, -1, 0.5]) expect(guest('none').apply({ ...ONE_CPU, mode: 0, pages })).toBe(EINVAL);
  });
});
