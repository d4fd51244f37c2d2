import { PAGES_1G, PAGES_2M } from '../x86/page.ts';

/** Stretches of pages in ascending order, in which two machines differ. */
export interface Changes {
  readonly count: number;
  readonly pfn: Float64Array;
  /** Number of 4K pages. */
  readonly pages: Float64Array;
}

const known = new WeakMap<Changes, ReadonlyMap<number, Uint8Array>>();

/** By GiB with a page that differs: 1 for each of its 512 2M cells that has one. Made once. */
export function changedCells(changes: Changes): ReadonlyMap<number, Uint8Array> {
  const made = known.get(changes) ?? cellsOf(changes);
  known.set(changes, made);
  return made;
}

/** 1 for each of the pages of a GiB that differ. */
export function changedPages({ count, pfn, pages }: Changes, gib: number): Uint8Array {
  const mask = new Uint8Array(PAGES_1G);
  const start = gib * PAGES_1G;
  for (let row = rowFrom(pfn, pages, count, start); row < count && pfn[row] < start + PAGES_1G; row++)
    mask.fill(1, Math.max(0, pfn[row] - start), pfn[row] + pages[row] - start);
  return mask;
}

function cellsOf({ count, pfn, pages }: Changes): Map<number, Uint8Array> {
  const byGib = new Map<number, Uint8Array>();
  for (let row = 0; row < count; row++) {
    const end = Math.ceil((pfn[row] + pages[row]) / PAGES_2M);
    for (let at = Math.floor(pfn[row] / PAGES_2M); at < end; ) {
      const gib = Math.floor(at / 512);
      const stop = Math.min(end, (gib + 1) * 512);
      const cells = byGib.get(gib) ?? new Uint8Array(512);
      byGib.set(gib, cells.fill(1, at - gib * 512, stop - gib * 512));
      at = stop;
    }
  }
  return byGib;
}

/** The first row that ends after a page. */
function rowFrom(pfn: Float64Array, pages: Float64Array, count: number, page: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (pfn[middle] + pages[middle] <= page) low = middle + 1;
    else high = middle;
  }
  return low;
}
