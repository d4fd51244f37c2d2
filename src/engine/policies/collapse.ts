import { ENTRIES, PAGES_2M, pagesOf } from '../../x86/page.ts';
import { KERNEL_4K, P, PSE } from '../../x86/prot.ts';
import type { Area } from '../area.ts';
import { entryPfn } from '../entry-pfn.ts';
import { makeLargePage } from '../make-large-page.ts';
import type { TableId } from '../table-id.ts';
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
      if (collapseLargePages(map, at)) collapsed = true;
    }
    if (collapsed) map.counters.flushAll++;
  },
};

function collapseLargePages(map: Area, pfn: number): boolean {
  const { table, level } = map.lookup(pfn);
  if (level !== 1) return false;
  const pmd = map.tables.parent(table);
  if (!collapsible(map, table)) return false;
  makeLargePage(map, table, true);
  if (map.gbPages && collapsible(map, pmd)) makeLargePage(map, pmd, true);
  return true;
}

/** 512 present leaves with equal flags and consecutive PFNs from an aligned start, not kept in 4K on purpose. */
function collapsible(map: Area, table: TableId): boolean {
  const { tables, words } = map;
  const level = tables.level(table);
  const cells = tables.cellsOf(table);
  const first = cells[0];
  const prot = words.prot[first];
  if (!(prot & P) || (level > 1 && !(prot & PSE)) || (level === 1 && prot & KERNEL_4K)) return false;
  for (let i = 1; i < ENTRIES; i++) if (cells[i] !== first) return false;
  if (!tables.hasOddPfns(table)) return true;
  const size = pagesOf(level);
  const start = entryPfn(map, table, 0);
  if (start % (size * ENTRIES) !== 0) return false;
  for (let i = 1; i < ENTRIES; i++) if (entryPfn(map, table, i) !== start + i * size) return false;
  return true;
}
