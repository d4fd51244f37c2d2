import { PAGES_2M } from '../../x86/page.ts';
import { collapseTable } from '../collapse-table.ts';
import type { Policy } from './policy.ts';

/**
 * Mainline from 6.15: nothing is counted; a call that asks for it (set_memory_rox) scans each 2M it touched
 * and makes it one page where it can, then the 1G above it.
 */
export const collapse: Policy = {
  name: 'collapse',
  entryWritten: () => undefined,
  cpaDone(map, pfn, pages, wanted) {
    if (!wanted) return;
    let collapsed = false;
    for (let at = pfn - (pfn % PAGES_2M); at < pfn + pages; at += PAGES_2M) {
      map.origin = Math.max(at, pfn);
      if (!collapseTable(map, at, 1)) continue;
      collapsed = true;
      collapseTable(map, at, 2);
    }
    if (collapsed) map.counters.flushAll++;
  },
};
