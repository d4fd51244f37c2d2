import type { Region } from '../bridge/calls.ts';
import { PAGES_1G, PAGES_2M } from '../x86/page.ts';

/** Stretches of pages in ascending order. */
interface Stretches {
  readonly count: number;
  readonly pfn: Float64Array;
  readonly pages: Float64Array;
}

/** The 2M that hold a page of the stretches, in order and at most so many; a GiB of which all do is one region. */
export function changedRegions({ count, pfn, pages }: Stretches, most: number): readonly Region[] {
  const regions: Region[] = [];
  for (let row = 0, next = 0; row < count && regions.length < most; row++) {
    const end = pfn[row] + pages[row];
    for (let at = Math.max(next, Math.floor(pfn[row] / PAGES_2M)); at * PAGES_2M < end; at++) {
      regions.push({ level: 2, pfn: at * PAGES_2M });
      next = at + 1;
      const whole = PAGES_1G / PAGES_2M;
      const first = regions.at(-whole);
      if (next % whole === 0 && first?.level === 2 && first.pfn === next * PAGES_2M - PAGES_1G)
        regions.splice(-whole, whole, { level: 3, pfn: first.pfn });
      if (regions.length === most) break;
    }
  }
  return regions;
}
