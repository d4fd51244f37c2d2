import type { Counters } from './counters.ts';

/**
 * The flush at the end of a call that changed something (cpa_flush); `pages`: as asked for, not as changed; `ceiling`: more
 * of them are not flushed one by one.
 */
export function flushCpa(counters: Counters, pages: number, ceiling: number, everything: boolean): void {
  if (everything || pages > ceiling) counters.flushAll++;
  else {
    counters.flushRanged++;
    counters.flushedPages += pages;
  }
}
