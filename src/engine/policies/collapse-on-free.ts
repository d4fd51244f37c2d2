import { PAGES_2M } from '../../x86/page.ts';
import { collapseTable } from '../collapse-table.ts';
import type { Policy } from './policy.ts';

const nothing = (): void => undefined;

/**
 * Proposed in the RFC's review, in no kernel: when the page allocator has a whole free block of 2M or 4M, each 2M of
 * it and the 1G above is tried, with one flush. A recorded machine does not tell what is free, so there it does nothing.
 */
export const collapseOnFree: Policy = {
  name: 'collapse-on-free',
  entryWritten: nothing,
  blockFreed(map, pfn, order) {
    let collapsed = false;
    for (let at = pfn; at < pfn + 2 ** order; at += PAGES_2M) {
      map.origin = at;
      if (collapseTable(map, at, 1)) collapsed = true;
      if (collapseTable(map, at, 2)) collapsed = true;
    }
    if (collapsed) map.counters.flushAll++;
  },
};
