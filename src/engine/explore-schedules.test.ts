import { describe, expect, it } from 'vitest';
import { guest, WINDOW } from '../testing/guest.ts';
import type { SetMemoryCall } from '../x86/set-memory.ts';
import { Cpus, type Guard } from './cpus.ts';
import { type Exploration, exploreSchedules, runSchedule, TooManyStates } from './explore-schedules.ts';
import type { Machine } from './machine.ts';
import type { Operation } from './operation.ts';
import { Random } from './random.ts';
import { ScheduleCheck } from './schedule-check.ts';
import { scheduleText } from './schedule-text.ts';
import { roundsOf } from './split-mapping.ts';

const MOST = 20_000;

/** "ro 600; rw 600", pages of the window. */
const program = (text: string): Operation[] =>
  text.split('; ').map((part) => {
    const [call, page, pages = '1'] = part.split(' ');
    return { kind: 'call', call: call as SetMemoryCall, pfn: WINDOW + Number(page), pages: Number(pages) };
  });

const checkOf = (machine: Machine, programs: readonly (readonly Operation[])[]): ScheduleCheck =>
  new ScheduleCheck(
    programs.flat().map((operation) => ({ area: machine, page: 'pfn' in operation ? operation.pfn : 0 })),
    machine.profile,
  );

function explore(machine: Machine, texts: readonly string[], without: readonly Guard[] = []): Exploration {
  const programs = texts.map(program);
  return exploreSchedules(new Cpus(machine, programs, without), checkOf(machine, programs), MOST);
}

const SAME_PAGE = 'ro 600; x 600; rw 600; nx 600';
const ONE = 'ro 600; rw 600';
const OTHER = 'ro 601; rw 601';

describe('exploreSchedules', () => {
  it.each([
    ['none', true],
    ['rfc-merge', true],
    ['rfc-merge', false],
    ['collapse', true],
  ] as const)('[CPU-5] two CPUs on the same page: all is well in every schedule, %s, patch 1 %s', (policy, patch1) => {
    const { schedules, states, damage } = explore(guest(policy, patch1), [SAME_PAGE, SAME_PAGE]);
    expect(damage).toBeUndefined();
    expect(schedules).toBeGreaterThan(500n);
    expect(states).toBeLessThan(1000);
  });

  it.each([
    ['none', 1, 7_980n],
    ['rfc-merge', 1, 8_104n],
    ['rfc-merge', 2, 22_532_722n],
    ['collapse', 1, 7_980n],
  ] as const)(
    '[CPU-5] mode 1 of split_mapping on two CPUs: all is well in every schedule, %s, %i pages, %s schedules',
    (policy, pages, count) => {
      const machine = guest(policy);
      const [address, pfn] = [machine.space.vmalloc.base, WINDOW + 600];
      machine.apply({ kind: 'map', address, pfns: Array.from({ length: pages }, (_, i) => pfn + i) });
      const round = roundsOf(address, pages, 1);
      const check = new ScheduleCheck(
        [
          { area: machine, page: pfn },
          { area: machine.space.vmalloc, page: 0 },
        ],
        machine.profile,
      );
      const { schedules, damage } = exploreSchedules(new Cpus(machine, [round, round]), check, MOST);
      expect(damage).toBeUndefined();
      expect(schedules).toBe(count);
    },
  );

  it('[CPU-5] counts every schedule once: of three steps each, whoever begins', () => {
    const machine = guest('none');
    const flips: Operation[] = Array.from({ length: 3 }, () => ({ kind: 'free', pfn: WINDOW, pages: 1 }));
    const { schedules } = exploreSchedules(new Cpus(machine, [flips, flips]), checkOf(machine, [flips]), MOST);
    expect(schedules).toBe(20n);
  });

  it('[CPU-6] without the second look before a split a table is used that is gone', () => {
    const { damage } = explore(guest('rfc-merge'), [SAME_PAGE, SAME_PAGE], ['split']);
    expect(damage?.what).toMatch(/^the table of page \d+ was given back$/);
    expect(damage?.schedule.at(-1)).toMatchObject({ cpu: 1, did: 'split', locks: ['cpa_lock', 'pgd_lock'] });
    expect(damage?.schedule.filter(({ did }) => did === 'allocate').map(({ cpu }) => cpu)).toEqual([0, 0, 1]);
  });

  it('[CPU-6] without it and without merges the same page is split twice: a table is leaked', () => {
    const { damage } = explore(guest('none'), [ONE, OTHER], ['split']);
    expect(damage?.what).toMatch(/linked nowhere: leaked$/);
  });

  it.each(['write', 'decide', 'split'] as const)('[CPU-6] without cpa_lock each second look is needed: %s', (guard) => {
    expect(explore(guest('rfc-merge'), [ONE, OTHER], ['cpa_lock']).damage).toBeUndefined();
    const { damage } = explore(guest('rfc-merge'), [ONE, OTHER], ['cpa_lock', guard]);
    expect(damage?.what).toMatch(/was given back$/);
    expect(damage?.schedule.at(-1)?.did).toBe(guard);
  });

  it('[CPU-7] the flags of a 4K entry are read before pgd_lock is taken, so without cpa_lock a change is lost', () => {
    const { damage } = explore(guest('rfc-merge'), [SAME_PAGE, SAME_PAGE], ['cpa_lock']);
    expect(damage?.what).toMatch(/a change is lost$/);
    expect(damage?.schedule.at(-1)?.did).toBe('write');
  });

  describe('collapse takes pgd_lock alone', () => {
    /** A GiB that is RO and X but for its first page: the collapse of its 2M makes it one page again. */
    const ready = (): Machine => {
      const machine = guest('collapse');
      for (const operation of program('rox 0 262144; rw 0 1')) machine.apply(operation);
      return machine;
    };

    it('[CPU-8] so the decision about a 2M page looks again', () => {
      expect(explore(ready(), ['rox 0 1', 'rw 1024 512']).damage).toBeUndefined();
      const { damage } = explore(ready(), ['rox 0 1', 'rw 1024 512'], ['decide']);
      expect(damage?.what).toMatch(/was given back$/);
      expect(damage?.schedule.slice(-3).map(({ cpu, did }) => [cpu, did])).toEqual([
        [1, 'lookup'],
        [0, 'policy'],
        [1, 'decide'],
      ]);
    });

    it('[CPU-8] and the write of a 4K entry, which does not, can come too late', () => {
      const { damage } = explore(ready(), ['rox 0 1', 'rw 5 1']);
      expect(damage?.what).toMatch(/was given back$/);
      expect(damage?.schedule.at(-1)).toMatchObject({ cpu: 1, did: 'write', locks: ['cpa_lock'] });
    });
  });

  it.each([3, 4, 5, 6, 7, 8])('[CPU-9] %i CPUs on the same pages in a random schedule', (count) => {
    const random = new Random(count);
    const programs = Array.from({ length: count }, (_, cpu) =>
      program(`${SAME_PAGE}; ro ${598 + cpu} 3; rw ${598 + cpu} 3; np 1024 512; p 1024 512; ${SAME_PAGE}`),
    );
    for (const policy of ['none', 'rfc-merge'] as const) {
      const machine = guest(policy);
      const cpus = new Cpus(machine, programs);
      const choose = (ready: readonly number[]): number => ready[random.below(ready.length)];
      expect(runSchedule(cpus, checkOf(machine, programs), choose)).toBeUndefined();
      expect(machine.lookup(WINDOW + 600).level).toBe(policy === 'none' ? 1 : 3);
    }
  });

  it('[CPU-6] random schedules of five CPUs find the missing second look, too', () => {
    const machine = guest('rfc-merge');
    const random = new Random(7);
    const programs = Array.from({ length: 5 }, () => program(`${SAME_PAGE}; ${SAME_PAGE}; ${SAME_PAGE}`));
    const cpus = new Cpus(machine, programs, ['split']);
    const damage = runSchedule(cpus, checkOf(machine, programs), (ready) => ready[random.below(ready.length)]);
    expect(scheduleText(damage?.schedule ?? []).at(-1)).toMatch(
      /^CPU \d {2}operation \d+ {2}__split_large_page +direct map page 1049176 {2}cpa_lock pgd_lock$/,
    );
  });

  it('says when there are too many different moments', () => {
    const machine = guest('none');
    const programs = [program(SAME_PAGE), program(SAME_PAGE)];
    expect(() => exploreSchedules(new Cpus(machine, programs), checkOf(machine, programs), 10)).toThrow(TooManyStates);
  });
});
