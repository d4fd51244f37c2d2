import { describe, expect, it } from 'vitest';
import { guest, leavesOf, play, WINDOW } from '../../testing/guest.ts';
import { entryPfn } from '../entry-pfn.ts';

const VMALLOC = 0xffffc90000000000n;

/** What 512 pages from `first` are mapped as at an aligned vmalloc address after set_memory_rox() there. */
function collapsedAt(first: number): readonly number[] {
  const machine = guest('collapse');
  const pfns = Array.from({ length: 512 }, (_, i) => WINDOW + first + i);
  machine.apply({ kind: 'map', address: VMALLOC, pfns });
  machine.apply({ kind: 'at', call: 'rox', address: VMALLOC, pages: 512 });
  const { table, index, level } = machine.space.vmalloc.lookup(5);
  return [level, entryPfn(machine.space.vmalloc, table, index) - WINDOW, machine.counters.made2m];
}

describe('collapse', () => {
  it('[COLLAPSE-1] only set_memory_rox makes large pages again, with one more flush', () => {
    const machine = guest('collapse');
    play(machine, 'ro 600 1; rw 600 1; nx 512 512; p 512 512; wb 512 512');
    expect(leavesOf(machine, 512, 1024)).toHaveLength(3);
    const { flushAll } = machine.counters;
    play(machine, 'rox 512 512');
    expect(leavesOf(machine, 0, 1536)).toEqual([
      '0 2M 80000000000001e3 x1',
      '512 2M 1a1 x1',
      '1024 2M 80000000000001e3 x1',
    ]);
    expect(machine.counters).toMatchObject({ made2m: 1, made1g: 0, flushAll: flushAll + 2 });
  });

  it('[COLLAPSE-2] each 2M that the range touches is tried, and after it the 1G above', () => {
    const machine = guest('collapse');
    play(machine, 'ro 600 1; ro 5000 1; rox 0 262144');
    expect(leavesOf(machine, 0, 262144)).toEqual(['0 1G 1a1 x1']);
    expect(machine.counters).toMatchObject({ made2m: 2, made1g: 1 });
  });

  it('[COLLAPSE-2] without a 2M that collapsed the 1G is not tried', () => {
    const machine = guest('collapse');
    play(machine, 'rox 512 512; rox 0 262144');
    expect(leavesOf(machine, 0, 262144)).toEqual(['0 2M 1a1 x512']);
  });

  it('[COLLAPSE-3] pages kept in 4K by set_memory_4k stay so', () => {
    const machine = guest('collapse');
    play(machine, '4k 512 512; rox 512 512');
    expect(leavesOf(machine, 512, 1024)).toEqual(['512 4K 921 x512']);
    play(machine, '4k 1124 1; rox 1024 512');
    expect(machine.counters.made2m).toBe(0);
  });

  it('[COLLAPSE-4] a call that changed nothing does not scan', () => {
    const machine = guest('collapse');
    play(machine, '4k 511 1; ro 512 511; x 512 511; ro 1023 1; x 1023 1');
    expect(leavesOf(machine, 512, 1024)).toEqual(['512 4K 121 x512']);
    play(machine, 'rox 512 512');
    expect(leavesOf(machine, 512, 1024)).toEqual(['512 4K 121 x512']);
  });

  it('[COLLAPSE-5] at a vmalloc address it never reaches the direct map', () => {
    const machine = guest('collapse');
    play(machine, 'v:rox 512 512');
    expect(leavesOf(machine, 512, 1024)).toEqual(['512 4K 8000000000000121 x512']);
  });

  it('[COLLAPSE-5] a vmalloc mapping of its own becomes 2M where its memory is aligned, uncounted', () => {
    expect(collapsedAt(512)).toEqual([2, 512, 0]);
    expect(collapsedAt(513)).toEqual([1, 518, 0]);
  });

  it('[COLLAPSE-6] GLOBAL lost by one page blocks its 2M', () => {
    const machine = guest('collapse');
    play(machine, 'np 600 1; p 600 1; rox 512 512');
    expect(leavesOf(machine, 512, 1024)).toEqual(['512 4K 121 x88', '600 4K 21 x1', '601 4K 121 x423']);
  });

  it('[COLLAPSE-6] and so does a PFN that is not the next one', () => {
    const machine = guest('collapse');
    play(machine, 'np 600 1; kfence_p 600 1; global 600 1; rox 512 512');
    expect(leavesOf(machine, 512, 1024)).toEqual(['512 4K 121 x512']);
    expect(machine.counters.made2m).toBe(0);
  });
});
