import type { Counters } from './counters.ts';

/** More pages than this are not flushed one by one (tlb_single_page_flush_ceiling). */
const CEILING = 33;

/** The flush at the end of a call that changed something (cpa_flush); `pages`: as asked for, not as changed. */
export function flushCpa(counters: Counters, pages: number, everything: boolean): void {
  if (everything || pages > CEILING) counters.flushAll++;
  else {
    counters.flushRanged++;
    counters.flushedPages += pages;
  }
}
