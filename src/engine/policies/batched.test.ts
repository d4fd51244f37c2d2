import { describe, expect, it } from 'vitest';
import { guest, leavesOf, play, WINDOW } from '../../testing/guest.ts';
import { PAGES_1G } from '../../x86/page.ts';
import { ENOSYS } from '../errno.ts';

const WHOLE = ['0 1G 80000000000001e3 x1'];

describe('batched', () => {
  it('[BATCH-1] nothing merges until 32 changed ranges have gathered; then all of them are tried with one flush', () => {
    const machine = guest('batched');
    for (let i = 0; i < 31; i++) play(machine, `ro ${i * 512} 1; rw ${i * 512} 1`);
    expect(machine.counters).toMatchObject({ made2m: 0, made1g: 0, flushAll: 32 });
    play(machine, 'ro 262144 262144');
    expect(machine.counters).toMatchObject({ made2m: 31, made1g: 1, flushAll: 34 });
    expect(leavesOf(machine, 0, PAGES_1G)).toEqual(WHOLE);
  });

  it('[BATCH-2] on demand what has gathered is tried at once; other kernels have no such request', () => {
    const machine = guest('batched');
    play(machine, 'ro 600 1; rw 600 1');
    expect(machine.counters.made2m).toBe(0);
    expect(play(machine, 'merge')).toBe(0);
    expect(leavesOf(machine, 0, PAGES_1G)).toEqual(WHOLE);
    for (const policy of ['none', 'rfc-merge', 'collapse'] as const) expect(play(guest(policy), 'merge')).toBe(ENOSYS);
  });

  it('[BATCH-3] changes of pages that touch are one range, and a page that keeps its bits is none', () => {
    const machine = guest('batched');
    play(machine, 'ro 0 40; ro 0 40; 4k 2000 1; ro 40 5; rw 0 45');
    expect(machine.changeLog.checkpoint()).toEqual([4 * PAGES_1G, 4 * PAGES_1G + 45]);
  });

  it('[BATCH-3] what changes at a module or vmalloc address is not logged, and stays in 4K', () => {
    for (const address of [0xffffffffa0000000n, 0xffffc90000000000n]) {
      const machine = guest('batched');
      const pfns = Array.from({ length: 512 }, (_, i) => WINDOW + 512 + i);
      machine.apply({ kind: 'map', address, pfns });
      for (const call of ['ro', 'rw'] as const) machine.apply({ kind: 'at', call, address, pages: 512 });
      expect(play(machine, 'merge')).toBe(0);
      expect(leavesOf(machine, 0, PAGES_1G)).toEqual(WHOLE);
      const place = machine.space.find(address);
      expect(place?.area.lookup(place.page).level).toBe(1);
    }
  });

  it('[BATCH-4] every 1G that changed is tried, also when none of its 2M was in pieces', () => {
    const machine = guest('batched');
    play(machine, 'ro 512 512; merge');
    expect(leavesOf(machine, 0, 1536)).toHaveLength(3);
    play(machine, 'rw 512 512; merge');
    expect(leavesOf(machine, 0, PAGES_1G)).toEqual(WHOLE);
  });

  it('[BATCH-5] what is not equal now is forgotten until it changes again', () => {
    const machine = guest('batched');
    play(machine, 'ro 600 1; merge');
    expect(leavesOf(machine, 512, 1024)).toHaveLength(3);
    expect(machine.changeLog.length).toBe(0);
    play(machine, 'rw 600 1; merge');
    expect(leavesOf(machine, 0, PAGES_1G)).toEqual(WHOLE);
  });

  it('[BATCH-6] without patch 1 a page that was not present has lost GLOBAL for ever here, too', () => {
    const machine = guest('batched');
    play(machine, 'np 600 1; p 600 1; merge');
    expect(leavesOf(machine, 0, PAGES_1G)).toEqual(WHOLE);
    const without = guest('batched', false);
    play(without, 'np 600 1; p 600 1; merge');
    expect(leavesOf(without, 512, 1024)).toHaveLength(3);
  });
});
