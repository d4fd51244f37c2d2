import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { fixtureBytes } from '../testing/fixture-bytes.ts';
import { openBytes, QUIET } from '../testing/open-bytes.ts';
import { walkedLeaves } from '../testing/walked-leaves.ts';
import { CollectedBytes } from './collected-bytes.ts';
import { openImage } from './open-image.ts';
import { openMachine } from './open-machine.ts';
import type { OpenOptions, OpenSource } from './open-source.ts';
import type { OpenedMachine } from './opened-machine.ts';

const CR3 = { K1: 0xcff000n, K2: 0x1c0a000n };

async function machineOf(bytes: Uint8Array, options?: Partial<OpenOptions>): Promise<OpenedMachine> {
  const result = await openBytes(bytes, options);
  if (!('ok' in result) || !result.ok) throw new Error(JSON.stringify(result));
  return result.machine;
}

/** A packed file as the page sees it: slices are of the packed bytes, chunks of the unpacked ones. */
const packedSource = (packed: Uint8Array, unpacked: Uint8Array): OpenSource => ({
  name: 'core.gz',
  size: packed.length,
  slice: async (from, to) => packed.subarray(from, to),
  async *chunks() {
    for (let from = 0; from < unpacked.length; from += 1_000_003) yield unpacked.subarray(from, from + 1_000_003);
  },
});

describe.each(['K1', 'K2'] as const)('memory of a recorded machine: %s', (kernel) => {
  const elf = fixtureBytes(`captures/${kernel}/image-192M/phys-pagetables-only.elf.gz`);
  const raw = fixtureBytes(`captures/${kernel}/image-192M/phys-pagetables-only.raw.gz`);
  const leaves = walkedLeaves(kernel);

  it('[OPEN-23] an ELF core of QEMU gives the leaves of an independent walk, root from the notes', async () => {
    const machine = await machineOf(elf);
    expect(machine.leaves).toEqual(leaves);
    expect(machine).toMatchObject({
      directMapBase: 0xffff888000000000n,
      pagingLevels: 4,
      format: 'ELF core',
      warnings: [],
    });
  });

  it('[OPEN-23] raw memory with CR3 gives the same', async () => {
    expect((await machineOf(raw, { cr3: CR3[kernel] })).leaves).toEqual(leaves);
    expect((await machineOf(raw, { cr3: CR3[kernel] | 0x18n })).leaves).toEqual(leaves);
  });

  it('[OPEN-24] of an image only page tables are read', async () => {
    let sliced = 0;
    const source: OpenSource = {
      name: 'core',
      size: elf.length,
      slice: async (from, to) => {
        sliced += to - from;
        return elf.subarray(from, to);
      },
      async *chunks() {
        yield elf.subarray(0, 100_000);
        throw new Error('nobody needs more');
      },
    };
    expect(await openMachine(source, QUIET)).toMatchObject({ ok: true });
    expect(sliced).toBeLessThan(2_000_000);
  });

  it('[OPEN-24] a packed image is unpacked into memory', async () => {
    const source = packedSource(gzipSync('x'), elf);
    const seen: number[] = [];
    const result = await openMachine(source, { ...QUIET, progress: (bytes) => seen.push(bytes) });
    expect('ok' in result && result.ok && result.machine.leaves).toEqual(leaves);
    expect(seen).toContain(elf.length);
  });
});

describe('packed images', () => {
  const noise = Uint8Array.from({ length: 1_000_000 }, (_, i) => (i * 2_654_435_761) >>> 24);

  it('[OPEN-14] one with more than is held in memory is a message with the bound', async () => {
    expect(await openImage(packedSource(gzipSync('x'), noise), 'elf', QUIET, 500_000)).toMatchObject({
      ok: false,
      problem: { title: 'core.gz is too large to be read packed', detail: expect.stringContaining('500,000 bytes') },
    });
  });

  it('[OPEN-24] keeps what is not zero, and gives any slice', async () => {
    const collected = new CollectedBytes();
    const parts = [noise.subarray(0, 70_001), new Uint8Array(600_000), noise.subarray(7, 90_000)];
    for (const part of parts) collected.push(part);
    const all = Buffer.concat(parts);
    expect([collected.size, collected.heldBytes]).toEqual([all.length, 3 * 65_536]);
    for (const [from, to] of [
      [0, 10],
      [65_530, 65_540],
      [69_990, 700_000],
      [660_000, all.length + 5],
      [all.length, all.length + 1],
    ])
      expect(Buffer.compare(await collected.slice(from, to), all.subarray(from, to))).toBe(0);
  });
});
