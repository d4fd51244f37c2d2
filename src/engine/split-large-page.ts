import { ENTRIES, type Level, pagesOf } from '../x86/page.ts';
import type { Lookup } from './area.ts';
import type { CpaData } from './cpa-data.ts';
import { EffectKind } from './effects.ts';
import { entryPfn } from './entry-pfn.ts';
import { ENOMEM } from './errno.ts';
import { POINTER } from './words.ts';

/**
 * Splits one large leaf one level (__split_large_page): a table of 512 pieces with its bits takes its place.
 * Returns 0, or -ENOMEM when no page is left for the table.
 */
export function splitLargePage({ area, policy, pieces }: CpaData, { table, index, level, word }: Lookup): number {
  const { tables, counters } = area;
  const below = (level - 1) as Level;
  const size = pagesOf(level);
  const base = tables.base(table) + index * size;
  const before = tables.get(table, index);
  const to = pieces.get(word);
  const child = area.allocateTable(below, base, table, index, to);
  if (child === undefined) return ENOMEM;
  tables.track(child, to, ENTRIES);
  if (tables.hasOddPfns(table)) {
    const first = entryPfn(area, table, index);
    if (first !== area.firstPfn + base)
      for (let i = 0; i < ENTRIES; i++) tables.setOddPfn(child, i, first + i * pagesOf(below));
    tables.setOddPfn(table, index, undefined);
  }
  tables.link(table, index, child);
  if (level === 2) counters.level2Splits++;
  else counters.level3Splits++;
  counters.flushAll++;
  area.effects.add(EffectKind.split, level, base, size, area.origin, word, to);
  policy.entryWritten(area, table, index, before, POINTER);
  return 0;
}
