import type { Region, RunInfo } from '../bridge/calls.ts';
import { PAGES_1G, pagesOf } from '../x86/page.ts';

/** The region aligned to its size; undefined when it is no region of this machine. */
export function regionIn(run: RunInfo, { level, pfn }: Region): Region | undefined {
  const inside = Number.isInteger(pfn) && pfn >= 0 && pfn < run.machine.gibCount * PAGES_1G;
  if (!inside || (level !== 1 && level !== 2 && level !== 3)) return undefined;
  return { level, pfn: pfn - (pfn % pagesOf(level)) };
}
