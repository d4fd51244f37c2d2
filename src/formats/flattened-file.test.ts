import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flattened } from '../testing/flattened.ts';
import { kdumpFile } from '../testing/kdump-file.ts';
import { cpuNote, DATA_4K, elfCore, notesOf, TestMemory } from '../testing/memory-image.ts';
import { bytesSource, openBytes, QUIET } from '../testing/open-bytes.ts';
import { readFlattened } from './flattened-file.ts';

const memory = new TestMemory(4);
memory.map(0xffff888000000, 0, 1, DATA_4K, 1024);
const cpu = cpuNote(BigInt(memory.root) << 12n, 0n);
const KDUMP = kdumpFile(memory.raw(), { notes: notesOf([cpu]) });
const LEAVES = { pfn: Float64Array.of(0), level: Uint8Array.of(1), count: Float64Array.of(1024) };

/** Pieces of 777 bytes, the second half first. */
function pieces(length: number): [number, number][] {
  const all: [number, number][] = [];
  for (let from = 0; from < length; from += 777) all.push([from, Math.min(length, from + 777)]);
  return [...all.slice(all.length >> 1), ...all.slice(0, all.length >> 1)];
}

const FILE = flattened(KDUMP, pieces(KDUMP.length));

describe('flattened files', () => {
  it('[OPEN-32] a kdump file and an ELF core in the order of writing give the same machine', async () => {
    const core = elfCore(memory.raw(), [cpu]);
    for (const file of [FILE, flattened(core, pieces(core.length))])
      expect(await openBytes(file)).toMatchObject({ ok: true, machine: { leaves: LEAVES, warnings: [] } });
  });

  it('[OPEN-32] any slice is as in the file put in order: gaps are zero, and the later piece counts', async () => {
    const piece = fc.tuple(fc.nat({ max: 300 }), fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 255 }));
    await fc.assert(
      fc.asyncProperty(
        fc.array(piece, { minLength: 1, maxLength: 20 }),
        fc.nat(400),
        fc.nat(400),
        async (list, a, b) => {
          const expected = new Uint8Array(Math.max(...list.map(([from, bytes]) => from + bytes)));
          const parts: Uint8Array[] = [];
          for (const [from, bytes, value] of list) {
            const written = new Uint8Array(from + bytes).fill(value);
            expected.fill(value, from, from + bytes);
            parts.push(flattened(written, [[from, from + bytes]]).slice(4096, -16));
          }
          const end = flattened(new Uint8Array(0), []);
          const file = new Uint8Array(Buffer.concat([end.subarray(0, 4096), ...parts, end.subarray(4096)]));
          const read = await readFlattened('x', bytesSource('x', file), QUIET);
          if (read === 'cancelled' || !read.ok) throw new Error('was not read');
          expect(read.value.size).toBe(expected.length);
          expect(await read.value.slice(Math.min(a, b), Math.max(a, b))).toEqual(
            expected.slice(Math.min(a, b), Math.max(a, b)),
          );
        },
      ),
      { numRuns: 200, seed: 9 },
    );
  });

  it('[OPEN-32] a piece longer than what is looked for at once lies where it belongs', async () => {
    const bytes = Uint8Array.from({ length: 700_000 }, (_, i) => i >> 10);
    const read = await readFlattened('x', bytesSource('x', flattened(bytes, [[0, 700_000], [300_000, 300_001]])), QUIET); // biome-ignore format: one line
    if (read === 'cancelled' || !read.ok) throw new Error('was not read');
    expect(Buffer.compare(await read.value.slice(0, 700_000), bytes)).toBe(0);
    expect(await read.value.slice(262_140, 262_150)).toEqual(bytes.slice(262_140, 262_150));
  });

  it.each([
    ['a piece before the file', 4096, [0x80], /absurd place/],
    ['a piece far away', 4096 + 3, [1], /absurd place/],
    ['a piece of no size', 4096 + 8, [0, 0, 0, 0, 0, 0, 0, 0], /absurd place/],
    ['a piece of 8 EiB', 4096 + 8, [0x7f], /absurd place/],
    ['a piece longer than the file', 4096 + 14, [0xff], /A piece ends at byte/],
  ])('[OPEN-29] %s: a message', async (_, at, bytes, detail) => {
    const changed = FILE.slice();
    changed.set(bytes, at);
    expect(await openBytes(changed)).toMatchObject({ ok: false, problem: { detail: expect.stringMatching(detail) } });
  });
});
