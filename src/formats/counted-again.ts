import { PAGES_1G, PAGES_2M } from '../x86/page.ts';
import type { PfnRange } from './iomem.ts';

const PAGES_1M = 256;
/** By how much the kernel enlarges its steps (get_new_step_size). */
const STEP_FACTOR = 256;

/**
 * 1G pages that DirectMap1G of /proc/meminfo counts too often. At boot the kernel maps memory from the top down in
 * steps of 2 MiB, 512 MiB, 128 GiB; a GiB that is one page already counts again at each step that touches it
 * (memory_map_top_down, phys_pud_init). So a machine that ends with a whole GiB of RAM has 2 GiB too much.
 */
export function counted1gAgain(ram: readonly PfnRange[]): number {
  const top = ram.findLast(({ firstPfn, endPfn }) => down(endPfn, PAGES_2M) - PAGES_2M >= Math.max(firstPfn, PAGES_1M));
  if (top === undefined) return 0;
  const visits = new Map<number, number>();
  /** Maps the RAM between two pages; returns how many pages that is. */
  const map = (from: number, to: number): number => {
    let mapped = 0;
    for (const { firstPfn, endPfn } of ram) {
      const [start, end] = [Math.max(from, firstPfn), Math.min(to, endPfn)];
      if (start >= end) continue;
      mapped += end - start;
      for (const at of new Set([down(start, PAGES_1G), down(end - 1, PAGES_1G)]))
        if (at >= firstPfn && at + PAGES_1G <= endPfn) visits.set(at, (visits.get(at) ?? 0) + 1);
    }
    return mapped;
  };
  const realEnd = down(top.endPfn, PAGES_2M);
  let step = PAGES_2M;
  let mapped = 0;
  for (let last = realEnd; last > PAGES_1M; ) {
    const start = last > step ? Math.max(PAGES_1M, down(last - 1, step)) : PAGES_1M;
    mapped += map(start, last);
    last = start;
    if (mapped >= step) step *= STEP_FACTOR;
  }
  map(realEnd, Number.POSITIVE_INFINITY);
  let again = 0;
  for (const count of visits.values()) again += count - 1;
  return again;
}

const down = (pfn: number, size: number): number => Math.floor(pfn / size) * size;
