import { describe, expect, it } from 'vitest';
import { fixtureBytes } from '../testing/fixture-bytes.ts';
import { leafList, leavesOfList } from '../testing/leaf-list.ts';
import { openBytes } from '../testing/open-bytes.ts';
import { type LeafRun, leafRun } from '../x86/leaf-runs.ts';
import { PAGES_1G } from '../x86/page.ts';
import { PageState } from '../x86/page-state.ts';
import { BOOT_4K, BOOT_LARGE, G, P, type Prot, RW } from '../x86/prot.ts';
import { bootMachine } from './boot.ts';
import { pageStateAt } from './drawn-tables.ts';
import { LeafRunError, machineFromLeaves } from './from-leaves.ts';
import { profileFor } from './profiles.ts';

const PROFILE = profileFor({ policy: 'rfc-merge', globalFix: true });
const LAYOUT = { directMapBase: 0xffff888000000000n, pagingLevels: 4 } as const;
const READ_ONLY = (BOOT_4K & ~RW) as Prot;

const LEAVES = leavesOfList([
  { pfn: 0, level: 1, prot: BOOT_4K, count: 3 },
  { pfn: 3, level: 1, prot: READ_ONLY, count: 509 },
  { pfn: 512, level: 2, prot: BOOT_LARGE, count: 510 },
  { pfn: 261632, level: 1, prot: BOOT_4K, count: 512 },
  { pfn: PAGES_1G, level: 3, prot: BOOT_LARGE, count: 1000 },
  { pfn: 2000 * PAGES_1G + 1024, level: 2, prot: BOOT_LARGE, count: 1 },
]);

describe('machineFromLeaves', () => {
  it('[IMPORT-1] has exactly these leaves, wherever the direct map begins', () => {
    for (const layout of [LAYOUT, { directMapBase: 0xffff9b4fc0000000n, pagingLevels: 4 } as const]) {
      const machine = machineFromLeaves(LEAVES, layout, PROFILE);
      expect(machine.leafRuns()).toEqual(LEAVES);
      expect(machine.leafCounts()).toEqual([3 + 509 + 512, 510 + 1, 1000]);
      expect(machine.ram).toEqual([
        { firstPfn: 0, endPfn: 1001 * PAGES_1G },
        { firstPfn: 2000 * PAGES_1G + 1024, endPfn: 2000 * PAGES_1G + 1536 },
      ]);
    }
  });

  it('[IMPORT-2] knows neither the pages of its tables nor a split: pointers have no bits to show', () => {
    const machine = machineFromLeaves(LEAVES, LAYOUT, PROFILE);
    expect(machine.walk(5).map(({ kind, entry }) => [kind, entry === undefined])).toEqual([
      ['table', true],
      ['table', true],
      ['table', true],
      ['table', true],
      ['leaf', false],
    ]);
    expect(machine.tableFrames()).toHaveLength(0);
    expect(machine.tables.isSplit(machine.gibTable(0))).toBe(false);
  });

  it('[IMPORT-3] GLOBAL is in use when most of the present pages have it', () => {
    const without = leafList(LEAVES).map((run) => ({ ...run, prot: (run.prot & ~G) as Prot }));
    expect(machineFromLeaves(LEAVES, LAYOUT, PROFILE).words.globalInUse).toBe(true);
    expect(machineFromLeaves(leavesOfList(without), LAYOUT, PROFILE).words.globalInUse).toBe(false);
    expect(
      machineFromLeaves(leavesOfList([...without.slice(0, 4), leafRun(LEAVES, 4)]), LAYOUT, PROFILE).words.globalInUse,
    ).toBe(true);
  });

  it('[IMPORT-3] a recording may say itself whether GLOBAL is in use', () => {
    const machine = machineFromLeaves(LEAVES, { ...LAYOUT, globalInUse: false }, PROFILE);
    expect(machine.words.globalInUse).toBe(false);
  });

  it('[IMPORT-3] pages that are not present do not say whether GLOBAL is in use', () => {
    const list = leafList(LEAVES).map((run) => ({ ...run, prot: (run.prot & ~(G | P)) as Prot }));
    const machine = machineFromLeaves(leavesOfList([leafRun(LEAVES, 0), ...list.slice(1)]), LAYOUT, PROFILE);
    expect(machine.words.globalInUse).toBe(true);
  });

  it('a booted machine taken apart and put together again is the same', () => {
    const ram = [
      { firstPfn: 1, endPfn: 0x9f },
      { firstPfn: 0x100, endPfn: 3 * PAGES_1G - 0x20 },
    ];
    const booted = bootMachine({ ram, gbPages: true, pagingLevels: 4 }, PROFILE);
    booted.apply({ kind: 'call', call: 'ro', pfn: PAGES_1G + 5, pages: 1000 });
    const again = machineFromLeaves(booted.leafRuns(), LAYOUT, PROFILE);
    expect(again.leafRuns()).toEqual(booted.leafRuns());
    expect(again.tables.inUse).toBe(booted.tables.inUse);
  });

  it('opens 1 TiB of 2M pages with a table a GiB', () => {
    const machine = machineFromLeaves(leavesOfList([run(0, 2, 1024 * 512)]), LAYOUT, PROFILE);
    expect(machine.leafCounts()).toEqual([0, 1024 * 512, 0]);
    expect(machine.tables.inUse).toBe(2 + 1024);
  });

  const run = (pfn: number, level: 1 | 2 | 3, count: number): LeafRun => ({ pfn, level, prot: BOOT_LARGE, count });

  it.each<[string, LeafRun[], number]>([
    ['no leaves', [], -1],
    ['a page mapped twice', [run(0, 1, 10), run(9, 1, 1)], 1],
    ['leaves out of order', [run(600, 1, 1), run(512, 1, 1)], 1],
    ['a 2M over 4K', [run(600, 1, 1), run(512, 2, 1)], 1],
    ['a 4K inside 2M', [run(512, 2, 1), run(600, 1, 1)], 1],
    ['a 2M inside 1G', [run(0, 3, 1), run(512, 2, 1)], 1],
    ['a 1G over 2M', [run(PAGES_1G + 512, 2, 1), run(0, 3, 2)], 1],
    ['a 2M that is not aligned', [run(0, 1, 1), run(513, 2, 1)], 1],
    ['a negative page', [run(-512, 2, 1)], 0],
    ['no entries', [run(0, 2, 0)], 0],
    ['half an entry', [run(0, 2, 0.5)], 0],
    ['pages past the direct map', [run(2 ** 34 - 512, 2, 2)], 0],
  ])('[IMPORT-4] refuses %s', (_, leaves, at) => {
    let error: unknown;
    try {
      machineFromLeaves(leavesOfList(leaves), LAYOUT, PROFILE);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(LeafRunError);
    expect((error as LeafRunError).run).toBe(at);
  });

  it('[IMPORT-4] refuses a direct map that does not begin at a GiB', () => {
    const layout = { directMapBase: 0xffff888000200000n, pagingLevels: 4 } as const;
    expect(() => machineFromLeaves(LEAVES, layout, PROFILE)).toThrow(LeafRunError);
  });

  it('[IMPORT-5] from a memory image it knows the pages of its tables, and every pointer to the bit', async () => {
    const raw = fixtureBytes('captures/K2/image-192M/phys-pagetables-only.raw.gz');
    const cr3 = 0x1c0a000n;
    const opened = await openBytes(raw, { cr3 });
    if (!('ok' in opened) || !opened.ok) throw new Error(JSON.stringify(opened));
    const { leaves, tables } = opened.machine;
    const machine = machineFromLeaves(leaves, opened.machine, PROFILE, tables);
    const memory = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
    const pointers = new Set<bigint>();
    for (let pfn = 0; pfn < machine.endPfn; pfn += 97) {
      let table = Number(cr3);
      for (const { folded, index, entry, kind } of machine.walk(pfn)) {
        if (folded) continue;
        const read = memory.getBigUint64(table + index * 8, true);
        expect(entry && (BigInt(entry.hi) << 32n) | BigInt(entry.lo)).toBe(read);
        if (kind === 'table') pointers.add(read);
        table = Number(read & 0xffffffffff000n);
      }
    }
    const frames = [...machine.tableFrames()];
    expect(frames).toHaveLength(machine.tables.inUse);
    expect(new Set(frames).size).toBe(pointers.size);
    expect(frames.filter((pfn) => pageStateAt(machine, pfn) === PageState.pt)).toEqual(frames);
    machine.apply({ kind: 'call', call: 'ro', pfn: 0x4000, pages: 1 });
    expect(machine.tables.inUse).toBe(frames.length + 1);
    expect([...machine.tableFrames()]).toEqual(frames);
  });
});
