import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixtureBytes, fixtureText } from '../testing/fixture-bytes.ts';
import { unpackLzo1x } from './lzo1x.ts';
import { unpackSnappy } from './snappy.ts';
import { unpackZstd } from './unpack-zstd.ts';

interface PackedPage {
  readonly pfn: number;
  readonly lzo1x: string;
  readonly snappy: string;
  readonly zstd: string;
}

const PAGES: readonly PackedPage[] = JSON.parse(fixtureText('packed-pages.json'));
const MEMORY = fixtureBytes('captures/K1/image-192M/phys-pagetables-only.raw.gz');
const bytesOf = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));

describe.each([
  ['lzo1x', unpackLzo1x],
  ['snappy', unpackSnappy],
  ['zstd', unpackZstd],
] as const)('%s', (packing, unpack) => {
  it.each(PAGES)('[OPEN-30] unpacks page $pfn as the library packed it', (page) => {
    const unpacked = unpack(bytesOf(page[packing]), 4096);
    expect(unpacked && Buffer.compare(unpacked, MEMORY.subarray(page.pfn * 4096, (page.pfn + 1) * 4096))).toBe(0);
  });

  it('[OPEN-8] a block cut at any byte is refused', () => {
    const packed = bytesOf(PAGES[6]?.[packing] ?? '');
    for (let end = 0; end < packed.length; end++) expect(unpack(packed.subarray(0, end), 4096)).toBeUndefined();
  });

  it('[OPEN-14] a block with more bytes than expected is refused', () => {
    for (const page of PAGES) expect(unpack(bytesOf(page[packing]), 4095)).toBeUndefined();
  });

  it('[OPEN-13] any bytes are unpacked or refused, and never throw, hang or grow', () => {
    const packed = bytesOf(PAGES[8]?.[packing] ?? '');
    const change = fc.tuple(fc.nat({ max: packed.length - 1 }), fc.nat({ max: 255 }));
    fc.assert(
      fc.property(fc.array(change, { maxLength: 5 }), fc.uint8Array({ maxLength: 60 }), (changes, noise) => {
        const changed = packed.slice();
        for (const [at, byte] of changes) changed[at] = byte;
        for (const block of [changed, noise]) expect(unpack(block, 4096)?.length ?? 0).toBeLessThanOrEqual(4096);
      }),
      { numRuns: 500, seed: 11 },
    );
  });
});
