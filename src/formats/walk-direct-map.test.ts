import { describe, expect, it } from 'vitest';
import { leafList, leavesOfList } from '../testing/leaf-list.ts';
import { cpuNote, DATA_4K, DATA_LARGE, elfCore, TABLE, TestMemory, vmcoreinfoNote } from '../testing/memory-image.ts';
import { openBytes } from '../testing/open-bytes.ts';
import { leafRun } from '../x86/leaf-runs.ts';
import { BOOT_4K, BOOT_LARGE, P } from '../x86/prot.ts';
import type { OpenOptions } from './open-source.ts';
import type { OpenedMachine } from './opened-machine.ts';
import type { Problem } from './problem.ts';

const GIB = 262144;
const BASE = 0xffff888000000;
const CR4_LA57 = 0x1000n;
const LEAVES = leavesOfList([
  { pfn: 0, level: 1, prot: BOOT_4K, count: 512 },
  { pfn: 512, level: 2, prot: BOOT_LARGE, count: 511 },
  { pfn: GIB, level: 3, prot: BOOT_LARGE, count: 2 },
]);

/** 4K up to 2M, 2M up to 1G, then two 1G pages; a vmalloc area behind. */
function machine(levels: 4 | 5 = 4, base = BASE, mask = 0n): TestMemory {
  const memory = new TestMemory(levels, 16, mask);
  memory.map(base, 0, 1, DATA_4K, 512);
  memory.map(base + 512, 512, 2, DATA_LARGE, 511);
  memory.map(base + GIB, GIB, 3, DATA_LARGE, 2);
  memory.map(base + 11 * 2 ** 28, 77, 1, DATA_4K, 3);
  return memory;
}

const cr3Of = (memory: TestMemory): bigint => BigInt(memory.root) << 12n;
const coreOf = (memory: TestMemory, cr4 = 0n): Uint8Array => elfCore(memory.raw(), [cpuNote(cr3Of(memory), cr4)]);

async function machineOf(bytes: Uint8Array, options?: Partial<OpenOptions>): Promise<OpenedMachine> {
  const result = await openBytes(bytes, options);
  if (!('ok' in result) || !result.ok) throw new Error(JSON.stringify(result));
  return result.machine;
}

async function problemOf(bytes: Uint8Array, options?: Partial<OpenOptions>): Promise<Problem> {
  const result = await openBytes(bytes, options);
  if (!('ok' in result) || result.ok) throw new Error('was read');
  return result.problem;
}

describe('page tables in an image', () => {
  it.each([
    ['4 levels', 4, BASE],
    ['4 levels and KASLR', 4, BASE + 18 * 2 ** 28 + 25 * GIB],
    ['5 levels', 5, 0xff11000000000],
    ['5 levels and KASLR', 5, 0xff11000000000 + 700 * 2 ** 28 + GIB],
  ] as const)('[OPEN-25] the direct map is found by content: %s', async (_, levels, base) => {
    const memory = machine(levels, base);
    const core = await machineOf(coreOf(memory, levels === 5 ? CR4_LA57 : 0n));
    const raw = await machineOf(memory.raw(), { cr3: cr3Of(memory) });
    for (const { leaves, directMapBase, pagingLevels, warnings } of [core, raw])
      expect([leaves, directMapBase, pagingLevels, warnings]).toEqual([LEAVES, BigInt(base) * 4096n, levels, []]);
  });

  it('[OPEN-25] an LDT mapped before it, as page-table isolation does, does not deceive', async () => {
    const memory = machine();
    memory.map(0xffff880000000, 40, 1, DATA_4K, 2);
    expect((await machineOf(coreOf(memory))).leaves).toEqual(LEAVES);
  });

  it('[OPEN-26] the root is told by VMCOREINFO, with KASLR and memory encryption', async () => {
    const mask = 1n << 47n;
    const memory = machine(5, 0xff11000000000, mask);
    const slide = 0x1c000000n;
    const note = vmcoreinfoNote([
      'OSRELEASE=6.12.0',
      `SYMBOL(init_top_pgt)=${(0xffffffff80000000n + slide + cr3Of(memory) - 0x2000n).toString(16)}`,
      `NUMBER(phys_base)=${0x2000n - slide}`,
      'NUMBER(pgtable_l5_enabled)=1',
      `NUMBER(sme_mask)=${mask}`,
      `KERNELOFFSET=${slide.toString(16)}`,
    ]);
    expect((await machineOf(elfCore(memory.raw(), [note]))).leaves).toEqual(LEAVES);
  });

  it('[OPEN-26] a CPU in user mode under page-table isolation: the kernel tables lie one page before', async () => {
    const memory = machine();
    const user = cr3Of(memory) | 0x1000n;
    expect((await machineOf(elfCore(memory.raw(), [cpuNote(user, 0n)]))).leaves).toEqual(LEAVES);
  });

  it('[OPEN-26] the second CPU has tables where the first one has none', async () => {
    const memory = machine();
    const notes = [cpuNote(0x3000n, 0n), cpuNote(cr3Of(memory), 0n)];
    expect((await machineOf(elfCore(memory.raw(), notes))).leaves).toEqual(LEAVES);
  });

  it('[OPEN-27] entries that are not present are leaves; the kernel inverts their address', async () => {
    const memory = machine();
    const inverted = (pfn: number, flags: bigint): bigint => ((~BigInt(pfn) << 12n) & 0xffffffffff000n) | flags;
    memory.set(BASE + 5, 1, inverted(5, DATA_4K & ~1n));
    memory.set(BASE + 1024, 2, inverted(1024, DATA_LARGE & ~0x81n));
    const { leaves } = await machineOf(coreOf(memory));
    expect(leafList(leaves)).toContainEqual({ pfn: 5, level: 1, prot: BOOT_4K & ~P, count: 1 });
    expect(leafList(leaves)).toContainEqual({ pfn: 1024, level: 2, prot: BOOT_4K & ~P, count: 1 });
  });

  it('[OPEN-27] an entry that maps other memory than that of its address is left out, with a warning', async () => {
    const memory = machine();
    memory.map(BASE + 9, 33, 1, DATA_4K);
    const { leaves, warnings } = await machineOf(coreOf(memory));
    expect(leafRun(leaves, 0)).toEqual({ pfn: 0, level: 1, prot: BOOT_4K, count: 9 });
    expect(warnings).toEqual([
      'Entries in the direct map that do not map the memory of their address are left out: 1.',
    ]);
  });

  it('[OPEN-27] also where no more of the direct map follows, in memory that the image holds', async () => {
    const memory = new TestMemory(4, 600);
    memory.map(BASE, 0, 1, DATA_4K, 512);
    memory.map(BASE + 512, 1024, 2, DATA_LARGE);
    memory.map(BASE + 1024, 512, 2, DATA_LARGE);
    const { leaves, warnings } = await machineOf(coreOf(memory));
    expect([leaves.pfn.length, warnings.length, warnings[0]?.slice(-12)]).toEqual([1, 1, 'left out: 1.']);
  });

  it('[OPEN-25] no direct map: a message with what was tried', async () => {
    const memory = new TestMemory(4);
    memory.map(0x400, 3, 1, DATA_4K, 4);
    expect(await problemOf(coreOf(memory))).toMatchObject({
      title: 'web07 has no direct map',
      detail: expect.stringContaining('looked for at 0x10000 (CR3 of CPU 0, 4 levels).'),
    });
  });
});

describe('tables that cannot be', () => {
  it('[OPEN-28] a table of the direct map that is not in the file is a message', async () => {
    const memory = machine();
    memory.set(BASE + 1024, 2, (0x5000n << 12n) | TABLE);
    expect(await problemOf(coreOf(memory))).toMatchObject({
      title: 'web07 lacks page tables of the direct map',
      detail: expect.stringMatching(/from 0xffff888000400000 on is at physical address 0x5000000,/),
    });
  });

  it('[OPEN-28] one for addresses above all memory in the file is a warning', async () => {
    const memory = machine();
    memory.set(BASE + 3 * GIB, 3, (0x5000n << 12n) | TABLE);
    const { leaves, warnings } = await machineOf(coreOf(memory));
    expect(leaves).toEqual(LEAVES);
    expect(warnings[0]).toMatch(/^Page tables for addresses above the memory in this file are not in it: 1\./);
  });

  it.each([1, 2, 3])('[OPEN-28] a table %i levels up that is used again is a message, not a hang', async (up) => {
    const memory = machine();
    const again = BigInt(memory.pfnOfTable(BASE, up + 1));
    memory.set(BASE, 2, (BigInt(memory.pfnOfTable(BASE, 1)) << 12n) | TABLE);
    memory.set(BASE + 512, 2, (again << 12n) | TABLE);
    expect((await problemOf(coreOf(memory))).title).toBe('web07 has page tables that run in a circle');
  });

  it('[OPEN-28] every entry of every table points to the top: a message, not a hang', async () => {
    for (const levels of [4, 5] as const) {
      const memory = new TestMemory(levels);
      memory.tableOf(0, levels).fill((BigInt(memory.root) << 12n) | TABLE);
      expect((await problemOf(coreOf(memory, levels === 5 ? CR4_LA57 : 0n))).title).toBe('web07 has no direct map');
    }
  });

  it('[OPEN-28] data instead of tables is a message', async () => {
    const memory = new TestMemory(4);
    for (let page = 0; page < 8 * 512; page++)
      memory.map(BASE + page, page, 1, ((BigInt(page) & 0x7ffn) << 52n) | BigInt((page & 0xe00) | 1));
    expect((await problemOf(coreOf(memory))).title).toMatch(/no page tables where they should be/);
  });
});

describe('files that are not whole, or absurd', () => {
  const memory = machine();
  const core = coreOf(memory);

  it('[OPEN-8] raw memory that is no whole pages, or of which the tables are cut off, is a message', async () => {
    const raw = memory.raw();
    for (const end of [raw.length - 1, raw.length - 4095, ...[19, 18, 17, 16].map((pages) => pages * 4096)])
      expect((await problemOf(raw.subarray(0, end), { cr3: cr3Of(memory) })).remedy).not.toBe('');
  });

  it.each([
    ['32 bits', 4, [1], 'web07 is no memory image', /32 bits/],
    ['big-endian', 5, [2], 'web07 is no memory image', /big-endian/],
    ['a program', 16, [2, 0], 'web07 is no memory image', /a program or a library/],
    ['arm64', 18, [0xb7, 0], 'web07 is no memory image', /not of x86-64/],
    ['headers of no size', 54, [0, 0], 'web07 is no memory image', /unknown size/],
    ['no segments', 56, [0, 0], 'web07 does not say where its page tables begin', /VMCOREINFO/],
    ['65,534 segments', 56, [0xfe, 0xff], 'web07 is cut off', /table of its segments/],
    ['segments counted nowhere', 56, [0xff, 0xff], 'web07 does not say where', /VMCOREINFO/],
    ['segments far away', 39, [0x7f], 'web07 is cut off', /table of its segments/],
    ['notes far away', 64 + 15, [0xff], 'web07 cannot be read as a memory image', /notes has an absurd place/],
    ['notes of 8 GiB', 64 + 36, [2], 'web07 cannot be read as a memory image', /bytes of notes/],
    ['memory of 8 EiB', 120 + 39, [0x7f], 'web07 cannot be read as a memory image', /absurd place or size/],
    ['memory of 1 TiB', 120 + 37, [1], 'web07 is cut off', /A segment of memory/],
    ['a note longer than all notes', 64 + 112 + 4, [0, 0, 0, 0xff], 'web07 does not say where', /VMCOREINFO/],
  ])('[OPEN-29] %s: a message', async (_, at, bytes, title, detail) => {
    const changed = core.slice();
    changed.set(bytes, at);
    const problem = await problemOf(changed);
    expect(problem.title).toContain(title);
    expect(problem.detail).toMatch(detail);
  });

  it('[OPEN-12] raw memory without CR3 is a message that says where to get it', async () => {
    expect(await problemOf(memory.raw())).toMatchObject({
      title: 'web07 is not text',
      remedy: expect.stringContaining('--cr3 HEX'),
      needs: 'cr3',
    });
    expect(await problemOf(memory.raw().slice(0, -1))).not.toHaveProperty('needs');
  });

  it('[OPEN-18] stops when it is cancelled', async () => {
    let asked = 0;
    expect(await openBytes(core, { cancelled: () => ++asked > 3 })).toEqual({ cancelled: true });
  });
});
