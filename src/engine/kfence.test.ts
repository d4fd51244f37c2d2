import { describe, expect, it } from 'vitest';
import { guest, leavesOf, play, WINDOW } from '../testing/guest.ts';
import { EINVAL } from './errno.ts';

function raw(machine: ReturnType<typeof guest>, page: number): string {
  const { table, index } = machine.lookup(WINDOW + page);
  const halves = machine.entryHalves(table, index);
  if (halves === undefined) throw new Error('no entry');
  return halves.hi.toString(16).padStart(8, '0') + halves.lo.toString(16).padStart(8, '0');
}

describe('entries that are not present', () => {
  it('[ENTRY-1] hold the inverted PFN when CPA made them so', () => {
    const machine = guest('none');
    play(machine, 'np 600 1; np 1024 512');
    expect(raw(machine, 600)).toBe('800ffffeffda7062');
    expect(raw(machine, 1024)).toBe('800ffffeffbff062');
  });
});

describe('KFENCE', () => {
  it('[KFENCE-1] flips PRESENT alone: GLOBAL and the PFN bits stay, nothing is flushed', () => {
    const machine = guest('none');
    play(machine, '4k 512 512');
    const before = { ...machine.counters };
    expect(play(machine, 'kfence_np 600 1')).toBe(0);
    expect(leavesOf(machine, 600, 601)).toEqual(['600 4K 8000000000000162 x1']);
    expect(raw(machine, 600)).toBe('8000000100258162');
    expect(play(machine, 'kfence_np 600 1; kfence_p 600 1')).toBe(0);
    expect(raw(machine, 600)).toBe('8000000100258163');
    expect(machine.counters).toEqual(before);
  });

  it('[KFENCE-2] a page that CPA made not present comes back with a wrong PFN, and CPA keeps it', () => {
    const machine = guest('none');
    play(machine, 'np 600 1; kfence_p 600 1');
    expect(raw(machine, 600)).toBe('800ffffeffda7063');
    play(machine, 'ro 600 1');
    expect(raw(machine, 600)).toBe('800ffffeffda7061');
    play(machine, 'np 600 1');
    expect(raw(machine, 600)).toBe('8000000100258060');
  });

  it('[KFENCE-2] rfc-merge takes the PFN of the first entry, which puts such a page right', () => {
    const machine = guest('rfc-merge');
    play(machine, 'np 600 1; kfence_p 600 1; global 600 1');
    expect(leavesOf(machine)).toEqual(['0 1G 80000000000001e3 x2']);
    expect(raw(machine, 600)).toBe('80000001000001e3');
  });

  it('[KFENCE-3] pages without a 4K entry are -EINVAL, the others of the range are done', () => {
    const machine = guest('none');
    play(machine, 'ro 600 1');
    expect(play(machine, 'kfence_np 1022 4')).toBe(EINVAL);
    expect(leavesOf(machine, 1020, 1536)).toEqual([
      '1020 4K 8000000000000163 x2',
      '1022 4K 8000000000000162 x2',
      '1024 2M 80000000000001e3 x1',
    ]);
    expect(play(machine, `kfence_np ${2 * 262144} 1`)).toBe(EINVAL);
  });
});
