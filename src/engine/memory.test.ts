import { describe, expect, it } from 'vitest';
import { guest, play, WINDOW } from '../testing/guest.ts';
import { PAGES_1G, PAGES_2M } from '../x86/page.ts';
import { bootMachine } from './boot.ts';
import { EBUSY, EINVAL } from './errno.ts';
import { machineFromLeaves } from './from-leaves.ts';
import type { Machine } from './machine.ts';
import type { Memory } from './memory.ts';
import { profileFor } from './profiles.ts';

const NONE = profileFor({ policy: 'none', globalFix: false });

function memoryOf({ memory }: Machine): Memory {
  if (memory === undefined) throw new Error('the machine has no memory');
  return memory;
}

const free = (machine: Machine, pfn: number, pages: number): number => machine.apply({ kind: 'free', pfn, pages });
const allocate = (machine: Machine, pfn: number, pages: number): number =>
  machine.apply({ kind: 'allocate', pfn, pages });

describe('the memory of a machine', () => {
  it('[MEM-1] has the first megabyte, the kernel image, the memmap and the tables of boot taken', () => {
    const ram = [{ firstPfn: 0, endPfn: 8 * PAGES_1G }];
    const machine = bootMachine({ ram, gbPages: false, pagingLevels: 4 }, NONE);
    const memory = memoryOf(machine);
    const end = 8 * PAGES_1G;
    const tables = machine.tables.inUse;
    const top = end - tables - end / 64;
    expect(tables).toBe(10);
    expect(memory.freePages).toBe(top - 0x100 - 0x2000);
    expect([0, 0xff, 0x1000, 0x2fff, top, end - 1].filter((pfn) => memory.isFree(pfn))).toEqual([]);
    expect([0x100, 0xfff, 0x3000, top - 1].every((pfn) => memory.isFree(pfn))).toBe(true);
    expect([...machine.tableFrames()]).toEqual(Array.from({ length: tables }, (_, i) => end - tables + i));
  });

  it('[MEM-2] up to 32 pages of tables wait for the next table, then 16 of them stay', () => {
    const machine = guest('rfc-merge');
    const memory = memoryOf(machine);
    const inBlocks = () => memory.blocks().reduce((sum, count, order) => sum + count * 2 ** order, 0);
    for (let i = 0; i < 33; i++) play(machine, `4k ${512 * i} 1`);
    const taken = inBlocks();
    for (let i = 0; i < 32; i++) play(machine, `ro ${512 * i} 1; rw ${512 * i} 1`);
    expect([inBlocks(), memory.freePages]).toEqual([taken, taken + 32]);
    // The 33rd, and the table above them all.
    play(machine, 'ro 16384 1; rw 16384 1');
    expect(inBlocks()).toBe(memory.freePages - 17);
  });

  it('[MEM-2] gives a page to each split and gets it back from each merge', () => {
    const machine = guest('rfc-merge');
    const memory = memoryOf(machine);
    const before = { pages: memory.freePages, frames: [...machine.tableFrames()] };
    play(machine, 'ro 1000 1');
    const taken = [...machine.tableFrames()].filter((pfn) => !before.frames.includes(pfn));
    expect(taken).toHaveLength(2);
    expect(taken.some((pfn) => memory.isFree(pfn))).toBe(false);
    expect(memory.freePages).toBe(before.pages - 2);
    play(machine, 'rw 1000 1');
    expect(memory.freePages).toBe(before.pages);
    expect([...machine.tableFrames()]).toEqual(before.frames);
    expect(taken.every((pfn) => memory.isFree(pfn))).toBe(true);
  });

  it('[MEM-3] takes and gives back the pages that an operation names, all or none', () => {
    const machine = guest('none');
    const memory = memoryOf(machine);
    const before = memory.freePages;
    const pfn = WINDOW + 100;
    expect(allocate(machine, pfn, 1000)).toBe(0);
    expect(memory.freePages).toBe(before - 1000);
    expect(memory.isFree(pfn + 999)).toBe(false);
    expect(memory.isFree(pfn + 1000)).toBe(true);
    expect(allocate(machine, pfn - 50, 51)).toBe(EBUSY);
    expect(allocate(machine, 0x1000, 1)).toBe(EBUSY);
    expect(allocate(machine, machine.endPfn - 1, 2)).toBe(EINVAL);
    expect(free(machine, pfn - 1, 2)).toBe(EINVAL);
    expect(free(machine, 0x80, 1)).toBe(EINVAL);
    const [table] = machine.tableFrames();
    expect(free(machine, table, 1)).toBe(EINVAL);
    expect(memory.freePages).toBe(before - 1000);
    expect(free(machine, pfn, 500)).toBe(0);
    expect(free(machine, pfn, 500)).toBe(EINVAL);
    expect(free(machine, pfn + 500, 500)).toBe(0);
    expect(memory.freePages).toBe(before);
    expect(allocate(machine, pfn, 0)).toBe(0);
  });

  it('[MEM-3] gives blocks by order too, and takes them back once', () => {
    const memory = memoryOf(guest('none'));
    const before = memory.blocks();
    const pfn = memory.allocate(9) ?? -1;
    expect(pfn % 512).toBe(0);
    expect([pfn, pfn + 511].filter((page) => memory.isFree(page))).toEqual([]);
    expect(memory.free(pfn, 9)).toBe(0);
    expect(memory.free(pfn, 9)).toBe(EINVAL);
    expect(memory.blocks()).toEqual(before);
  });

  it('[MEM-4] tells the policy of whole free blocks of 2M and more', () => {
    const heard: string[] = [];
    const policy = {
      ...NONE.policy,
      blockFreed: (_: unknown, pfn: number, order: number) => void heard.push(`${pfn - WINDOW} ${order}`),
    };
    const ram = [{ firstPfn: 0, endPfn: 8 * PAGES_1G }];
    const machine = bootMachine({ ram, gbPages: true, pagingLevels: 4 }, { ...NONE, policy });
    allocate(machine, WINDOW, 4 * PAGES_2M);
    free(machine, WINDOW, 511);
    expect(heard).toEqual([]);
    free(machine, WINDOW + 511, 1);
    expect(heard).toEqual(['0 9']);
    free(machine, WINDOW + 512, 1000);
    expect(heard).toEqual(['0 9', '0 10']);
    free(machine, WINDOW + 1512, 536);
    expect(heard).toEqual(['0 9', '0 10', '1024 10']);
  });

  it('[MEM-5] goes back with the machine', () => {
    const machine = guest('rfc-merge');
    const memory = memoryOf(machine);
    allocate(machine, WINDOW + 5, 90);
    play(machine, 'ro 1000 1; ro 300000 1');
    const seen = (): unknown => [memory.freePages, memory.blocks(), [...machine.tableFrames()]];
    const then = seen();
    const checkpoint = machine.checkpoint();
    const goOn = (): unknown => {
      play(machine, 'rw 1000 1; ro 2000 4; ro 1000 1');
      free(machine, WINDOW + 5, 90);
      return seen();
    };
    const later = goOn();
    machine.restore(checkpoint);
    expect(seen()).toEqual(then);
    expect(goOn()).toEqual(later);
  });

  it('[MEM-6] is not known of a recorded machine', () => {
    const leaves = guest('none').leafRuns();
    const place = { directMapBase: 0xffff888000000000n, pagingLevels: 4 } as const;
    const machine = machineFromLeaves(leaves, place, NONE);
    expect(machine.memory).toBeUndefined();
    expect(allocate(machine, WINDOW, 1)).toBe(EINVAL);
    play(machine, 'ro 1000 1');
    expect([...machine.tableFrames()]).toEqual([]);
  });
});
