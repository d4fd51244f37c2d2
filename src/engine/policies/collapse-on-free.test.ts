import { describe, expect, it } from 'vitest';
import { guest, leavesOf, play, WINDOW } from '../../testing/guest.ts';
import { PAGES_1G } from '../../x86/page.ts';
import { type Machine, machineFromLeaves } from '../index.ts';

const WHOLE = ['0 1G 80000000000001e3 x1'];

/** A machine whose allocator has handed this range of the window out. */
function holding(pfn: number, pages: number, patch1 = true): Machine {
  const machine = guest('collapse-on-free', patch1);
  expect(machine.apply({ kind: 'allocate', pfn: WINDOW + pfn, pages })).toBe(0);
  return machine;
}

const give = (machine: Machine, pfn: number, pages: number): number =>
  machine.apply({ kind: 'free', pfn: WINDOW + pfn, pages });

describe('collapse on free', () => {
  it('[FREED-1] the last page of a 2M that is given back makes it one page, and the 1G above, with one flush', () => {
    const machine = holding(512, 512);
    play(machine, 'ro 600 2; rw 600 2');
    give(machine, 512, 511);
    expect(machine.counters.made2m).toBe(0);
    const { flushAll } = machine.counters;
    give(machine, 1023, 1);
    expect(leavesOf(machine, 0, PAGES_1G)).toEqual(WHOLE);
    expect(machine.counters).toMatchObject({ made2m: 1, made1g: 1, flushAll: flushAll + 1 });
  });

  it('[FREED-1] where nothing was in pieces nothing is flushed', () => {
    const machine = holding(512, 1024);
    give(machine, 512, 1024);
    expect(machine.counters).toMatchObject({ made2m: 0, made1g: 0, flushAll: 0 });
  });

  it('[FREED-2] pages given back with other bits than their neighbours stay in pieces', () => {
    const machine = holding(512, 512);
    play(machine, 'ro 600 1');
    give(machine, 512, 512);
    expect(leavesOf(machine, 512, 1024)).toHaveLength(3);
  });

  it('[FREED-1] where nothing was in pieces nothing is flushed', () => {
    const machine = holding(512, 1024);
    give(machine, 512, 1024);
    expect(machine.counters).toMatchObject({ made2m: 0, made1g: 0, flushAll: 0 });
  });

  it('[FREED-2] and so do those that lost GLOBAL, unless patch 1 brought it back', () => {
    for (const patch1 of [true, false]) {
      const machine = holding(512, 512, patch1);
      play(machine, 'dm_inval 600 1; dm_default 600 1');
      give(machine, 512, 512);
      if (patch1) expect(leavesOf(machine, 0, PAGES_1G)).toEqual(WHOLE);
      else expect(leavesOf(machine, 512, 1024)).toHaveLength(3);
    }
  });

  it('[FREED-3] of a 4M block both halves are tried', () => {
    const machine = holding(1024, 1024);
    play(machine, 'ro 1030 1; ro 1600 1; rw 1030 1; rw 1600 1');
    give(machine, 1024, 1024);
    expect(machine.counters).toMatchObject({ made2m: 2, made1g: 1 });
  });

  it('[FREED-4] of a recorded machine nothing is known to be free', () => {
    const { profile, directMapBase } = guest('collapse-on-free');
    const machine = machineFromLeaves(guest('none').leafRuns(), { directMapBase, pagingLevels: 4 }, profile);
    play(machine, 'ro 600 1; rw 600 1');
    expect(give(machine, 512, 512)).toBeLessThan(0);
    expect(leavesOf(machine, 512, 1024)).toEqual(['512 4K 8000000000000163 x512']);
  });
});
