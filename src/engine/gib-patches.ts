import { PAGES_1G, PAGES_2M } from '../x86/page.ts';
import { PageOwner } from '../x86/page-owner.ts';
import type { MemoryRange } from './memory-range.ts';
import type { Patch } from './page-runs.ts';
import type { PageBits } from './table-pages.ts';

/** What of the ranges lies in the GiB that begins at page `start`, with this value. */
export function within(ranges: readonly MemoryRange[], start: number, value: number): Patch[] {
  const patches: Patch[] = [];
  for (const { firstPfn, endPfn } of ranges) {
    const first = Math.max(0, firstPfn - start);
    const end = Math.min(PAGES_1G, endPfn - start);
    if (first < end) patches.push({ first, end, value });
  }
  return patches;
}

/** What lies between ranges, from 0 to `endPfn`. */
export function gapsOf(ranges: readonly MemoryRange[], endPfn: number): MemoryRange[] {
  const gaps: MemoryRange[] = [];
  let at = 0;
  for (const { firstPfn, endPfn: end } of ranges) {
    if (at < firstPfn) gaps.push({ firstPfn: at, endPfn: firstPfn });
    at = end;
  }
  if (at < endPfn) gaps.push({ firstPfn: at, endPfn });
  return gaps;
}

/** The pages of tables of 2M regions of the GiB that begins at `start`. */
export function tablePatches(regions: ReadonlyMap<number, PageBits> | undefined, start: number): Patch[] {
  const patches: Patch[] = [];
  if (regions === undefined) return patches;
  let [first, end] = [0, 0];
  const add = (from: number, to: number): void => {
    if (from !== end) {
      if (first < end) patches.push({ first, end, value: PageOwner.table });
      first = from;
    }
    end = to;
  };
  for (const [region, bits] of [...regions].sort(([a], [b]) => a - b)) {
    bits.forEach((word, i) => {
      const page = region * PAGES_2M + i * 32 - start;
      if (word === 0xffffffff) add(page, page + 32);
      else
        for (let bit = 0; word >>> bit !== 0 && bit < 32; bit++)
          if ((word >>> bit) & 1) add(page + bit, page + bit + 1);
    });
  }
  if (first < end) patches.push({ first, end, value: PageOwner.table });
  return patches;
}
