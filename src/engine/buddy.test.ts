import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Buddy } from './buddy.ts';
import { MAX_ORDER } from './buddy-block.ts';

const RAM = [
  { firstPfn: 1, endPfn: 0x9f },
  { firstPfn: 0x100, endPfn: 0x3020 },
  { firstPfn: 0x4000, endPfn: 0x8000 },
];
const ALL = RAM.reduce((sum, { firstPfn, endPfn }) => sum + endPfn - firstPfn, 0);

describe('the page allocator', () => {
  it('[BUDDY-1] begins with all of RAM free in the largest blocks that fit', () => {
    const buddy = new Buddy(RAM, 0x8000);
    expect(buddy.freePages).toBe(ALL);
    expect(buddy.blocks().reduce((sum, count, order) => sum + count * 2 ** order, 0)).toBe(ALL);
    expect(buddy.isFree(0)).toBe(false);
    expect(buddy.isFree(1)).toBe(true);
    expect(buddy.isFree(0x9f)).toBe(false);
    expect(buddy.isFree(0x5000)).toBe(true);
  });

  it('[BUDDY-2] blocks never overlap, stay in RAM, and are aligned; all given back gives the blocks of the beginning', () => {
    const action = fc.oneof(fc.record({ take: fc.nat({ max: MAX_ORDER }) }), fc.record({ give: fc.nat() }));
    fc.assert(
      fc.property(fc.array(action, { maxLength: 200 }), (actions) => {
        const buddy = new Buddy(RAM, 0x8000);
        const begin = buddy.blocks();
        const held: { pfn: number; order: number }[] = [];
        const owned = new Set<number>();
        for (const step of actions) {
          if ('take' in step) {
            const pfn = buddy.allocate(step.take);
            if (pfn === undefined) continue;
            expect(pfn % 2 ** step.take).toBe(0);
            for (let page = pfn; page < pfn + 2 ** step.take; page++) {
              expect(RAM.some(({ firstPfn, endPfn }) => firstPfn <= page && page < endPfn)).toBe(true);
              expect(owned.has(page)).toBe(false);
              owned.add(page);
            }
            held.push({ pfn, order: step.take });
          } else if (held.length > 0) {
            const [{ pfn, order }] = held.splice(step.give % held.length, 1);
            buddy.free(pfn, order);
            for (let page = pfn; page < pfn + 2 ** order; page++) owned.delete(page);
          }
          expect(buddy.freePages).toBe(ALL - owned.size);
        }
        for (const page of owned) expect(buddy.isFree(page)).toBe(false);
        for (const { pfn, order } of held) buddy.free(pfn, order);
        expect(buddy.blocks()).toEqual(begin);
      }),
      { numRuns: 60 },
    );
  });

  it('[BUDDY-3] goes back to a checkpoint and then serves the same pages again', () => {
    const buddy = new Buddy(RAM, 0x8000);
    for (let i = 0; i < 40; i++) buddy.allocate(i % 3);
    const checkpoint = buddy.checkpoint();
    const next = () => Array.from({ length: 50 }, (_, i) => buddy.allocate(i % 4));
    const first = next();
    buddy.restore(checkpoint);
    expect(next()).toEqual(first);
  });

  it('[BUDDY-6] tells where other pages are free than at a checkpoint, forth and back, in largest blocks', () => {
    const action = fc.record({ page: fc.nat(0x7fff), order: fc.nat(MAX_ORDER), back: fc.nat(9) });
    fc.assert(
      fc.property(fc.array(fc.array(action, { maxLength: 6 }), { minLength: 2, maxLength: 8 }), (rounds) => {
        const inRam = (pfn: number) => RAM.some(({ firstPfn, endPfn }) => firstPfn <= pfn && pfn < endPfn);
        // 16 GiB more than is looked at, so that the tree has three levels.
        const buddy = new Buddy([...RAM, { firstPfn: 0x8000, endPfn: 2 ** 22 + 2 ** 18 }], 2 ** 22 + 2 ** 18);
        const freeNow = () => {
          const free = new Uint8Array(0x8000);
          buddy.eachFree(0, 0x8000, (first, end) => free.fill(1, first, end));
          return free;
        };
        const kept = [{ checkpoint: buddy.checkpoint(), free: freeNow() }];
        for (const actions of rounds) {
          const before = kept.at(-1) as (typeof kept)[0];
          for (const { page, order, back } of actions) {
            const pfn = page - (page % 2 ** order);
            if (back === 0) buddy.restore(kept[page % kept.length].checkpoint);
            else if (!buddy.claim(pfn, order) && inRam(pfn) && !buddy.isFree(pfn)) buddy.free(pfn, 0);
          }
          const told = new Set<number>();
          buddy.eachChange(before.checkpoint, (first, end) => {
            expect(end - first).toBe(1024);
            told.add(first / 1024);
          });
          const free = freeNow();
          const changed = new Set(
            [...free.keys()].filter((pfn) => free[pfn] !== before.free[pfn]).map((pfn) => pfn >> 10),
          );
          expect([...changed].filter((block) => !told.has(block))).toEqual([]);
          kept.push({ checkpoint: buddy.checkpoint(), free });
          buddy.eachChange(buddy.checkpoint(), () => expect.unreachable('nothing has changed'));
        }
      }),
      { numRuns: 30 },
    );
  });

  it('[BUDDY-4] says when nothing is left, and refuses what is free already', () => {
    const buddy = new Buddy([{ firstPfn: 16, endPfn: 20 }], 20);
    expect(buddy.allocate(3)).toBeUndefined();
    expect(buddy.allocate(2)).toBe(16);
    expect(buddy.allocate(0)).toBeUndefined();
    buddy.free(16, 2);
    expect(() => buddy.free(17, 0)).toThrow(RangeError);
    expect(() => buddy.free(17, 1)).toThrow(RangeError);
  });

  it('[BUDDY-5] serves from Normal before DMA32 and DMA, from the smallest block that will do, the lowest first', () => {
    const normal = 2 ** 20;
    const buddy = new Buddy(
      [
        { firstPfn: 0x100, endPfn: 0x102 },
        { firstPfn: 0x2000, endPfn: 0x2002 },
        { firstPfn: normal, endPfn: normal + 0x400 },
        { firstPfn: normal + 0x1000, endPfn: normal + 0x1004 },
      ],
      2 * normal,
    );
    expect(Array.from({ length: 2 }, () => buddy.allocate(1))).toEqual([normal + 0x1000, normal + 0x1002]);
    expect(Array.from({ length: 2 }, () => buddy.allocate(9))).toEqual([normal, normal + 0x200]);
    expect(Array.from({ length: 5 }, () => buddy.allocate(0))).toEqual([0x2000, 0x2001, 0x100, 0x101, undefined]);
  });

  it('[BUDDY-2] takes given pages out of larger blocks, and refuses those that are not free', () => {
    const buddy = new Buddy(RAM, 0x8000);
    expect(buddy.claim(0x5123, 0)).toBe(true);
    expect(buddy.claim(0x5120, 4)).toBe(false);
    expect(buddy.claim(0x5122, 0)).toBe(true);
    expect(buddy.claim(0x3800, 3)).toBe(false);
    expect(buddy.isBlockFree(0x5124, 2)).toBe(true);
    expect(buddy.isBlockFree(0x5120, 2)).toBe(false);
    expect(buddy.free(0x5122, 1)).toEqual({ pfn: 0x5000, order: MAX_ORDER });
    expect(() => buddy.free(0x900000, 0)).toThrow(RangeError);
  });
});
