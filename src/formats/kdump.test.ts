import { describe, expect, it } from 'vitest';
import { fixtureBytes, fixtureText } from '../testing/fixture-bytes.ts';
import { kdumpFile } from '../testing/kdump-file.ts';
import { leavesOfList } from '../testing/leaf-list.ts';
import { cpuNote, DATA_4K, DATA_LARGE, notesOf, TestMemory } from '../testing/memory-image.ts';
import { openBytes } from '../testing/open-bytes.ts';
import { walkedLeaves } from '../testing/walked-leaves.ts';
import { BOOT_4K, BOOT_LARGE } from '../x86/prot.ts';
import type { OpenedMachine } from './opened-machine.ts';
import { PageBitmap } from './page-bitmap.ts';
import type { Problem } from './problem.ts';

const BASE = 0xffff888000000;
const LEAVES = leavesOfList([
  { pfn: 0, level: 1, prot: BOOT_4K, count: 512 },
  { pfn: 512, level: 2, prot: BOOT_LARGE, count: 511 },
]);

const memory = new TestMemory(4, 40);
memory.map(BASE, 0, 1, DATA_4K, 512);
memory.map(BASE + 512, 512, 2, DATA_LARGE, 511);
memory.map(BASE + 11 * 2 ** 28, 77, 1, DATA_4K, 3);
const ROOT = `SYMBOL(swapper_pg_dir)=${(0xffffffff80000000n + (BigInt(memory.root) << 12n)).toString(16)}`;
const RAW = new Uint8Array(memory.raw().length + 100 * 4096);
RAW.set(memory.raw());
const FILE = kdumpFile(RAW, { vmcoreinfo: [ROOT] });

/** PFNs of the pages that are all zero. */
function zeroPages(memory: Uint8Array): Set<number> {
  const zero = new Set<number>();
  for (let pfn = 0; pfn < memory.length / 4096; pfn++)
    if (Buffer.compare(memory.subarray(pfn * 4096, pfn * 4096 + 4096), new Uint8Array(4096)) === 0) zero.add(pfn);
  return zero;
}

async function machineOf(bytes: Uint8Array): Promise<OpenedMachine> {
  const result = await openBytes(bytes);
  if (!('ok' in result) || !result.ok) throw new Error(JSON.stringify(result));
  return result.machine;
}

async function problemOf(bytes: Uint8Array): Promise<Problem> {
  const result = await openBytes(bytes);
  if (!('ok' in result) || result.ok) throw new Error('was read');
  return result.problem;
}

describe('kdump-compressed memory', () => {
  it.each(['K1', 'K2'] as const)(
    '[OPEN-30] %s: a recorded memory gives the leaves of an independent walk',
    async (kernel) => {
      const raw = fixtureBytes(`captures/${kernel}/image-192M/phys-pagetables-only.raw.gz`);
      const notes = notesOf([cpuNote(kernel === 'K1' ? 0xcff000n : 0x1c0a000n, 0n)]);
      const machine = await machineOf(kdumpFile(raw, { notes, without: zeroPages(raw), dumpLevel: 1 }));
      expect(machine.leaves).toEqual(walkedLeaves(kernel));
      expect(machine).toMatchObject({ format: 'kdump-compressed memory', warnings: [] });
    },
  );

  it.each([
    ['lzo1x', 2],
    ['snappy', 4],
    ['zstd', 0x20],
  ] as const)('[OPEN-30] pages packed with %s by its library', async (packing, flags) => {
    const pages: readonly { pfn: number; lzo1x: string; snappy: string; zstd: string }[] = JSON.parse(
      fixtureText('packed-pages.json'),
    );
    const packed = new Map(
      pages.map((page) => [page.pfn, { flags, bytes: new Uint8Array(Buffer.from(page[packing], 'base64')) }]),
    );
    const raw = fixtureBytes('captures/K1/image-192M/phys-pagetables-only.raw.gz');
    const notes = notesOf([cpuNote(0xcff000n, 0n)]);
    expect((await machineOf(kdumpFile(raw, { notes, without: zeroPages(raw), packed }))).leaves).toEqual(
      walkedLeaves('K1'),
    );
    const broken = new Map([...packed].map(([pfn, page]) => [pfn, { ...page, bytes: page.bytes.subarray(1) }]));
    expect(await openBytes(kdumpFile(raw, { notes, without: zeroPages(raw), packed: broken }))).toMatchObject({
      ok: false,
    });
  });

  it.each([
    ['pages packed with zlib', { flags: 1 }],
    ['pages as they are', { flags: 0 }],
    ['version 5, 32 bits for the number of pages', { version: 5 }],
  ])('[OPEN-30] %s', async (_, options) => {
    expect((await machineOf(kdumpFile(RAW, { vmcoreinfo: [ROOT], ...options }))).leaves).toEqual(LEAVES);
  });

  it('[OPEN-30] counts the pages before a page as the descriptors do', () => {
    const bytes = Uint8Array.from({ length: 3000 }, (_, i) => (i * 37) & 255);
    const bitmap = new PageBitmap(bytes, 23_995);
    let rank = 0;
    for (let pfn = 0; pfn < 23_995; pfn++) {
      const set = ((bytes[pfn >> 3] as number) >> (pfn & 7)) & 1;
      expect(bitmap.rank(pfn)).toBe(set ? rank++ : undefined);
    }
    expect([bitmap.count, bitmap.rank(23_998), bitmap.rank(1e9)]).toEqual([rank, undefined, undefined]);
  });

  it('[OPEN-31] a table of the direct map that was left out is unknown, not empty: a message', async () => {
    const without = new Set([memory.pfnOfTable(BASE, 1)]);
    expect((await problemOf(kdumpFile(RAW, { vmcoreinfo: [ROOT], without }))).title).toBe('web07 has no direct map');
    const two = new TestMemory(4, 2000);
    two.map(BASE, 0, 1, DATA_4K, 1024);
    const root = `SYMBOL(swapper_pg_dir)=${(0xffffffff80000000n + (BigInt(two.root) << 12n)).toString(16)}`;
    const file = kdumpFile(two.raw(), { vmcoreinfo: [root], without: new Set([two.pfnOfTable(BASE + 512, 1)]) });
    expect((await problemOf(file)).title).toBe('web07 lacks page tables of the direct map');
  });

  it('[OPEN-31] one for other addresses is not needed', async () => {
    const without = new Set([memory.pfnOfTable(BASE + 11 * 2 ** 28, 1)]);
    const { leaves, warnings } = await machineOf(kdumpFile(RAW, { vmcoreinfo: [ROOT], without, dumpLevel: 1 }));
    expect([leaves, warnings]).toEqual([LEAVES, []]);
  });
});

describe('kdump files that cannot be read', () => {
  const changed = (at: number, bytes: readonly number[], file = FILE): Uint8Array => {
    const copy = file.slice();
    copy.set(bytes, at);
    return copy;
  };

  it.each([
    ['lzo', 2],
    ['snappy', 4],
    ['zstd', 0x20],
  ])('[OPEN-29] pages that are said to be packed with %s, and are not: a message', async (packing, flags) => {
    expect((await problemOf(kdumpFile(RAW, { vmcoreinfo: [ROOT], flags }))).detail).toContain(
      `data that cannot be unpacked (${packing})`,
    );
  });

  it.each([
    ['another magic', 0, [...Buffer.from('DISKDUMP')], /kdump file that cannot be read/, /before kdump/],
    ['arm64', 272, [...Buffer.from('aarch64')], /kdump file that cannot be read/, /"aarch64"/],
    ['a block size of 64K', 428, [0, 0, 1, 0], /cannot be read as a memory image/, /block size is 65536/],
    ['a part of several', 4096 + 12, [1], /kdump file that cannot be read/, /split/],
    ['no bitmaps', 436, [0], /cannot be read as a memory image/, /0 blocks/],
    ['bitmaps of 8 TiB', 436, [0, 0, 0, 0xff], /cannot be read as a memory image/, /blocks/],
    ['sub header of 8 TiB', 432, [0, 0, 0, 0x7f], /cut off/, /bitmap/],
    ['more pages than bits', 4096 + 96 + 4, [1], /cannot be read as a memory image/, /the bitmap/],
    ['VMCOREINFO far away', 4096 + 32 + 7, [0x7f], /cannot be read as a memory image/, /VMCOREINFO has an absurd/],
    ['notes behind the end', 4096 + 56, [1, 0, 0, 1], /cut off/, /notes/],
    ['no VMCOREINFO', 4096 + 40, [0, 0], /does not say where its page tables begin/, /VMCOREINFO/],
  ])('[OPEN-29] %s: a message', async (_, at, bytes, title, detail) => {
    const problem = await problemOf(changed(at, bytes));
    expect(problem.title).toMatch(title);
    expect(problem.detail).toMatch(detail);
  });

  it('[OPEN-29] a page that is broken is a message with its address', async () => {
    const descriptor = 4 * 4096 + 24 * memory.root;
    expect((await problemOf(changed(descriptor + 7, [0x7f]))).detail).toMatch(/physical address 0x28000 has an absurd/);
    expect((await problemOf(changed(descriptor + 5, [1]))).detail).toMatch(/0x28000 has its data after the end/);
    expect((await problemOf(changed(descriptor + 12, [9]))).detail).toMatch(/0x28000 has flags 0x9/);
    expect((await problemOf(changed(descriptor + 8, [9]))).detail).toMatch(/0x28000 has data that cannot be unpacked/);
    expect((await problemOf(changed(descriptor + 12, [0]))).detail).toMatch(/0x28000 has only \d+ bytes/);
  });
});
