import { ENTRIES, pagesOf } from '../x86/page.ts';
import { KERNEL_4K, P, PSE } from '../x86/prot.ts';
import type { Area } from './area.ts';
import { entryPfn } from './entry-pfn.ts';
import { makeLargePage } from './make-large-page.ts';
import type { TableId } from './table-id.ts';

/**
 * Makes one large page of the table of `level` entries that maps a page, as mainline's collapse does: when all 512
 * are present leaves with equal flags and consecutive PFNs from an aligned start, and not kept in 4K on purpose.
 * False: there is no such table, or it cannot be. It does not flush.
 */
export function collapseTable(map: Area, pfn: number, level: 1 | 2): boolean {
  if (level === 2 && !map.gbPages) return false;
  const found = map.lookup(pfn);
  if (found.level > level) return false;
  const table = found.level === level ? found.table : map.tables.parent(found.table);
  if (!collapsible(map, table)) return false;
  makeLargePage(map, table, true);
  return true;
}

function collapsible(map: Area, table: TableId): boolean {
  const { tables, words } = map;
  const level = tables.level(table);
  const cells = tables.cellsOf(table);
  const first = cells[0];
  const prot = words.prot[first];
  if (!(prot & P) || (level > 1 && !(prot & PSE)) || (level === 1 && prot & KERNEL_4K)) return false;
  for (let i = 1; i < ENTRIES; i++) if (cells[i] !== first) return false;
  const size = pagesOf(level);
  const start = entryPfn(map, table, 0);
  if (start % (size * ENTRIES) !== 0) return false;
  if (!tables.hasOddPfns(table)) return true;
  for (let i = 1; i < ENTRIES; i++) if (entryPfn(map, table, i) !== start + i * size) return false;
  return true;
}
