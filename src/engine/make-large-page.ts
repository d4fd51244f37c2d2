import { type Level, pagesOf } from '../x86/page.ts';
import type { Area } from './area.ts';
import { entryPfn } from './entry-pfn.ts';
import type { TableId } from './table-id.ts';

/**
 * Puts one large page, with the bits and PFN of entry 0, in the place of a table and gives the table back.
 * Returns the word written above. Tables below it must be gone. It does not flush. `uniform`: all 512 entries are
 * known to have equal bits.
 */
export function makeLargePage(map: Area, table: TableId, uniform: boolean): number {
  const { tables, counters } = map;
  const level = tables.level(table);
  const above = (level + 1) as Level;
  const from = tables.get(table, 0);
  const to = map.largeWords.get(from);
  const parent = tables.parent(table);
  const index = tables.parentIndex(table);
  const base = tables.base(table);
  const size = pagesOf(above);
  if (tables.hasOddPfns(table)) {
    const first = entryPfn(map, table, 0);
    const aligned = first - (first % size);
    tables.setOddPfn(parent, index, aligned === map.firstPfn + base ? undefined : aligned);
  }
  map.freeTable(table, uniform);
  tables.set(parent, index, to);
  if (base < map.countedPages) {
    if (above === 2) counters.made2m++;
    else counters.made1g++;
  }
  map.effects.add(base, map.origin, from, to);
  return to;
}
