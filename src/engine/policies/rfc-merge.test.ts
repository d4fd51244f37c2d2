import { describe, expect, it } from 'vitest';
import { guest, leavesOf, play, WINDOW } from '../../testing/guest.ts';
import { leafList, leavesOfList } from '../../testing/leaf-list.ts';
import { BOOT_LARGE, G, type Prot, protHex } from '../../x86/prot.ts';
import { machineFromLeaves } from '../from-leaves.ts';
import type { Machine } from '../machine.ts';
import { profileFor } from '../profiles.ts';

const WHOLE = ['0 1G 80000000000001e3 x2'];

/** same_prot and nr_same_prot of the table that holds the page's entry. */
function countOf(machine: Machine, page: number): [string, number] {
  const { table } = machine.lookup(WINDOW + page);
  return [protHex(machine.words.prot[machine.tables.sameProt(table)]), machine.tables.nrSame(table)];
}

describe('rfc-merge', () => {
  it('[MERGE-3] counts the entries of a split table that equal same_prot', () => {
    const machine = guest('rfc-merge');
    play(machine, 'ro 600 1; ro 700 2; x 600 1');
    expect(countOf(machine, 600)).toEqual(['8000000000000163', 509]);
    expect(countOf(machine, 0)).toEqual(['80000000000001e3', 511]);
    play(machine, 'rw 700 1');
    expect(countOf(machine, 600)).toEqual(['8000000000000163', 510]);
  });

  it('[MERGE-4] merges at 512 equal, and on to 1G: each a flush, a counter, a table given back', () => {
    const machine = guest('rfc-merge');
    const tables = machine.tables.inUse;
    const frames = [...machine.tableFrames()];
    play(machine, 'ro 600 1');
    const { flushAll } = machine.counters;
    play(machine, 'rw 600 1');
    expect(leavesOf(machine)).toEqual(WHOLE);
    expect(machine.counters).toMatchObject({ made2m: 1, made1g: 1, flushAll: flushAll + 2 });
    expect(machine.tables.inUse).toBe(tables);
    expect([...machine.tableFrames()]).toEqual(frames);
  });

  it('[MERGE-4] one page that stays different keeps 2M and 1G in pieces', () => {
    const machine = guest('rfc-merge');
    play(machine, 'ro 600 1; ro 700 1; rw 600 1');
    expect(machine.counters).toMatchObject({ made2m: 0, made1g: 0 });
    play(machine, 'rw 700 1');
    expect(leavesOf(machine)).toEqual(WHOLE);
  });

  it("[MERGE-5] when the count reaches 0, the first entry's bits become same_prot: all RO one by one is an RO 2M", () => {
    const machine = guest('rfc-merge');
    for (let page = 512; page < 1023; page++) play(machine, `ro ${page} 1`);
    expect(countOf(machine, 600)).toEqual(['8000000000000163', 1]);
    play(machine, 'ro 1023 1');
    expect(leavesOf(machine, 512, 1024)).toEqual(['512 2M 80000000000001e1 x1']);
    expect(machine.counters.made2m).toBe(1);
  });

  it('[MERGE-6] a table that is uniform right after its split waits for an entry to leave and come back', () => {
    const machine = guest('rfc-merge');
    play(machine, '4k 512 512; rw 512 512');
    expect(leavesOf(machine, 512, 1024)).toEqual(['512 4K 8000000000000163 x512']);
    play(machine, 'ro 600 1; rw 600 1');
    expect(leavesOf(machine)).toEqual(WHOLE);
  });

  it('[MERGE-7] tables that were there at boot never merge', () => {
    const machine = guest('rfc-merge');
    for (const call of ['ro', 'rw'] as const) machine.apply({ kind: 'call', call, pfn: 10, pages: 1 });
    expect(machine.lookup(10).level).toBe(1);
    const base = { directMapBase: 0xffff888000000000n, pagingLevels: 4 } as const;
    const recorded = machineFromLeaves(machine.leafRuns(), base, machine.profile);
    for (const call of ['ro', 'rw'] as const) recorded.apply({ kind: 'call', call, pfn: 10, pages: 1 });
    expect(recorded.leafRuns()).toEqual(machine.leafRuns());
  });

  it('[MERGE-8] pages that are not present never merge; the last one made present does it', () => {
    const machine = guest('rfc-merge');
    for (let page = 512; page < 1024; page++) play(machine, `np ${page} 1`);
    expect(leavesOf(machine, 512, 1024)).toEqual(['512 4K 8000000000000062 x512']);
    for (let page = 512; page < 1024; page++) play(machine, `p ${page} 1`);
    expect(leavesOf(machine)).toEqual(WHOLE);
  });

  it('[MERGE-2] without patch 1 the page that lost GLOBAL keeps its tables for ever', () => {
    const machine = guest('rfc-merge', false);
    play(machine, 'np 600 1; p 600 1; ro 601 1; rw 601 1');
    expect(leavesOf(machine, 600, 602)).toEqual(['600 4K 8000000000000063 x1', '601 4K 8000000000000163 x1']);
    play(machine, 'global 600 1');
    expect(leavesOf(machine)).toEqual(WHOLE);
  });

  it('[MERGE-2] patch 1 brings back no GLOBAL where page-table isolation keeps it off', () => {
    const layout = { directMapBase: 0xffff888000000000n, pagingLevels: 4 } as const;
    const leaves = leavesOfList([{ pfn: 0, level: 3, prot: (BOOT_LARGE & ~G) as Prot, count: 2 }]);
    const machine = machineFromLeaves(leaves, layout, profileFor({ policy: 'rfc-merge', globalFix: true }));
    machine.apply({ kind: 'call', call: 'ro', pfn: 600, pages: 1 });
    expect(leafList(machine.leafRuns(600, 602)).map(({ prot }) => protHex(prot))).toEqual([
      '8000000000000061',
      '8000000000000063',
    ]);
    machine.apply({ kind: 'call', call: 'rw', pfn: 600, pages: 1 });
    expect(machine.leafRuns()).toEqual(leaves);
    const address = machine.space.vmalloc.base;
    machine.apply({ kind: 'map', address, pfns: [600] });
    expect(protHex(machine.space.vmalloc.words.prot[machine.space.vmalloc.lookup(0).word])).toBe('8000000000000063');
  });

  it('[MERGE-9] a whole 2M rewritten in place counts as a write of its PMD table', () => {
    const machine = guest('rfc-merge');
    play(machine, 'ro 512 512');
    expect(countOf(machine, 512)).toEqual(['80000000000001e3', 511]);
    play(machine, 'rw 512 512');
    expect(leavesOf(machine)).toEqual(WHOLE);
    expect(machine.counters).toMatchObject({ made2m: 0, made1g: 1 });
  });

  it('[MERGE-10] KFENCE flips PRESENT past the count: the table merges and the page is present again', () => {
    const machine = guest('rfc-merge');
    play(machine, 'ro 600 1; kfence_np 700 1');
    expect(countOf(machine, 700)).toEqual(['8000000000000163', 511]);
    play(machine, 'rw 600 1');
    expect(leavesOf(machine)).toEqual(WHOLE);
    expect(play(machine, 'kfence_p 700 1')).toBe(-22);
  });

  it('[MERGE-10] when KFENCE flipped the first page, the 2M that is made is not present, and the 1G is never made', () => {
    const machine = guest('rfc-merge');
    play(machine, 'ro 600 1; kfence_np 512 1; rw 600 1');
    expect(leavesOf(machine, 0, 1536)).toEqual([
      '0 2M 80000000000001e3 x1',
      '512 2M 80000000000001e2 x1',
      '1024 2M 80000000000001e3 x1',
    ]);
    const { table, index } = machine.lookup(WINDOW + 512);
    expect(machine.entryHalves(table, index)).toEqual({ lo: 0x2001e2, hi: 0x80000001 });
  });
});
