import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bytesSource } from '../testing/open-bytes.ts';
import { type MemorySegment, PAGE_BYTES, SegmentMemory } from './physical-memory.ts';

/** Pages of which every byte is the page's number and where the segment lies in the file. */
const segment = fc.record({
  address: fc.integer({ min: 0, max: 40 }).map((half) => half * (PAGE_BYTES / 2)),
  bytes: fc.integer({ min: 0, max: 16 }).map((half) => half * (PAGE_BYTES / 2)),
});

it('[OPEN-23] segments that overlap, touch, lie in each other or begin within a page: a page is found where one holds it whole', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(segment, { maxLength: 8 }), async (parts) => {
      let offset = 0;
      const segments: MemorySegment[] = parts.map(({ address, bytes }) => {
        offset += bytes;
        return { address, bytes, offset: offset - bytes };
      });
      const file = new Uint8Array(offset);
      for (const { address, bytes, offset: from } of segments)
        for (let i = 0; i < bytes; i++) file[from + i] = Math.floor((address + i) / 512) & 255;
      const memory = new SegmentMemory(bytesSource('x', file), segments);
      const pfns = Array.from({ length: 32 }, (_, pfn) => pfn);
      for (const [pfn, page] of (await memory.read(pfns)).entries()) {
        const at = pfn * PAGE_BYTES;
        const held = segments.some(({ address, bytes }) => address <= at && at + PAGE_BYTES <= address + bytes);
        expect(page !== undefined).toBe(held);
        expect([page?.[0], page?.at(-1)]).toEqual(
          held ? [(pfn * 8) & 255, (pfn * 8 + 7) & 255] : [undefined, undefined],
        );
      }
    }),
    { numRuns: 200, seed: 3 },
  );
});
