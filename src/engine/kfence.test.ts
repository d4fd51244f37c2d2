import { describe, expect, it } from 'vitest';
import { checkInvariants, mappedPages } from '../testing/check-invariants.ts';
import { guest, leavesOf, play, WINDOW } from '../testing/guest.ts';
import { protHex } from '../x86/prot.ts';
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

/** same_prot and nr_same_prot of the table with page 600. */
function counted(machine: ReturnType<typeof guest>): readonly [string, number] {
  const { table } = machine.lookup(WINDOW + 600);
  return [protHex(machine.words.prot[machine.tables.sameProt(table)]), machine.tables.nrSame(table)];
}

describe('KFENCE', () => {
  it('[KFENCE-3] goes on after a large page', () => {
    const machine = guest('none');
    expect(play(machine, '4k 512 512; kfence_np 500 14')).toBe(EINVAL);
    expect(leavesOf(machine, 511, 515)).toEqual([
      '0 2M 80000000000001e3 x1',
      '512 4K 8000000000000162 x2',
      '514 4K 8000000000000163 x1',
    ]);
  });

  it('[KFENCE-2] a 2M that a merge made of a hidden first page has a wrong PFN, aligned, and so have its pieces', () => {
    const machine = guest('rfc-merge');
    play(machine, 'ro 600 1; kfence_np 512 1; rw 600 1');
    expect(raw(machine, 512)).toBe('80000001002001e2');
    play(machine, 'ro 700 1');
    expect(raw(machine, 701)).toBe('8000000100342062');
    expect(raw(machine, 512)).toBe('80000001003ff062');
  });

  it('[MERGE-11] a 2M that begins with such a page has the rest of its PFN as flags, until it is not present', () => {
    const machine = guest('rfc-merge');
    play(machine, 'np 512 1; kfence_p 512 1; global 512 1');
    expect(leavesOf(machine, 512, 1024)).toEqual(['512 2M 80000000001ff1e3 x1']);
    expect(raw(machine, 512)).toBe('800ffffeffdff1e3');
    play(machine, 'ro 512 512');
    expect(raw(machine, 512)).toBe('800ffffeffdff1e1');
    play(machine, 'np 512 512');
    expect(raw(machine, 512)).toBe('80000001003ff060');
    play(machine, 'rw 512 512; p 512 512');
    expect(raw(machine, 512)).toBe('80000001000001e3');
  });

  it('[MERGE-11] its pieces have PFNs with these bits, and merge at the next write', () => {
    const machine = guest('rfc-merge');
    play(machine, 'np 512 1; kfence_p 512 1; global 512 1; 4k 700 1');
    expect(leavesOf(machine, 512, 1024)).toEqual(['512 4K 80000000000001e3 x512']);
    expect(counted(machine)).toEqual(['80000000001fe1e3', 512]);
    expect([512, 513, 1023].map((page) => raw(machine, page))).toEqual([
      '800ffffeffdfe1e3',
      '800ffffeffdff1e3',
      '800ffffeffdff1e3',
    ]);
    play(machine, 'ro 600 1');
    expect(leavesOf(machine, 512, 1024)).toEqual(['512 2M 80000000001ff1e3 x1']);
    expect(machine.counters.made2m).toBe(2);
    checkInvariants(machine, mappedPages(guest('rfc-merge')));
  });

  it('[MERGE-11] one that merges while its first page is not present has the rest of the inverted PFN', () => {
    const machine = guest('rfc-merge');
    play(machine, '4k 512 512; kfence_np 600 1; p 600 1; np 512 1');
    expect(raw(machine, 512)).toBe('800ffffeffdff0e2');
    play(machine, 'ro 601 1; rw 601 1');
    expect(leavesOf(machine, 512, 1024)).toEqual(['512 4K 80000000000000e2 x512']);
    expect(counted(machine)).toEqual(['80000000001fe0e2', 512]);
    expect([512, 513].map((page) => raw(machine, page))).toEqual(['800ffffeffdff0e2', '800ffffeffdfe0e2']);
  });

  it('[KFENCE-4] CPA counts a page that KFENCE hid and CPA shows as one more: past 512 nothing merges, until it falls back', () => {
    const machine = guest('rfc-merge');
    play(machine, '4k 512 512; kfence_np 600 1; p 600 1');
    expect(counted(machine)).toEqual(['8000000000000163', 513]);
    play(machine, 'kfence_np 601 1; p 601 1; ro 700 1; rw 700 1');
    expect(counted(machine)).toEqual(['8000000000000163', 514]);
    play(machine, 'ro 700 1');
    expect(machine.counters.made2m).toBe(0);
    play(machine, 'ro 701 1');
    expect(leavesOf(machine)).toEqual(['0 1G 80000000000001e3 x2']);
  });

  it('[KFENCE-4] however often, the count stays with its flags', () => {
    const machine = guest('rfc-merge');
    play(machine, '4k 512 512');
    for (let i = 0; i < 100; i++) play(machine, 'kfence_np 512 512; p 512 512');
    const [flags, nr] = counted(machine);
    expect(flags).toBe('8000000000000163');
    expect(nr).toBeGreaterThan(512);
    expect(machine.counters.made2m).toBe(0);
  });

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
