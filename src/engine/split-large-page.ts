import { ENTRIES, type Level, pagesOf } from '../x86/page.ts';
import { largeToSmall, P, type Prot, PSE } from '../x86/prot.ts';
import type { Area } from './area.ts';
import { clearProtnoneBits } from './change.ts';
import { EffectKind } from './effects.ts';
import { entryPfn } from './entry-pfn.ts';
import { ENOMEM } from './errno.ts';
import type { Policy } from './policies/policy.ts';
import type { TableId } from './table-id.ts';
import { WordMap } from './word-map.ts';
import { POINTER, type Words } from './words.ts';

/**
 * Splits one large leaf one level (split_large_page): a table of 512 pieces with its bits takes its place.
 * Returns 0, or -ENOMEM when no page is left for the table.
 */
export function splitLargePage(map: Area, policy: Policy, pieces: WordMap, table: TableId, index: number): number {
  const { tables, counters } = map;
  const level = tables.level(table);
  const below = (level - 1) as Level;
  const size = pagesOf(level);
  const base = tables.base(table) + index * size;
  const from = tables.get(table, index);
  const to = pieces.get(from);
  const child = map.allocateTable(below, base, table, index, to);
  if (child === undefined) return ENOMEM;
  tables.track(child, to, ENTRIES);
  if (tables.hasOddPfns(table)) {
    const first = entryPfn(map, table, index);
    if (first !== map.firstPfn + base)
      for (let i = 0; i < ENTRIES; i++) tables.setOddPfn(child, i, first + i * pagesOf(below));
    tables.setOddPfn(table, index, undefined);
  }
  tables.link(table, index, child);
  if (level === 2) counters.level2Splits++;
  else counters.level3Splits++;
  counters.flushAll++;
  map.effects.add(EffectKind.split, level, base, size, map.origin, from, to);
  policy.entryWritten(map, table, index, from, POINTER);
  return 0;
}

/** Words of a large page's pieces: 4K format below 2M, GLOBAL and PSE dropped when not PRESENT. */
export function pieceWords(words: Words, globalFix: boolean): WordMap {
  return new WordMap((word) => {
    const prot = words.prot[word];
    const level = words.level[word];
    const flags = level === 2 ? largeToSmall(prot) : prot & P ? prot : prot & ~PSE;
    return words.of(clearProtnoneBits(flags, globalFix) as Prot, level === 2 ? 1 : 2);
  });
}
