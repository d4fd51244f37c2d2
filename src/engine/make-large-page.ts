import { type Level, pagesOf } from '../x86/page.ts';
import { P, PAT_LARGE, PFN_LOW, type Prot } from '../x86/prot.ts';
import type { Area } from './area.ts';
import { entryPfn, invertedPfn } from './entry-pfn.ts';
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
  let to = map.largeWords.get(from);
  const parent = tables.parent(table);
  const index = tables.parentIndex(table);
  const base = tables.base(table);
  if (tables.hasOddPfns(table) || !(map.words.prot[from] & P)) to = joinOddPfns(map, table, to);
  map.freeTable(table, uniform);
  tables.set(parent, index, to);
  if (base < map.countedPages) {
    if (above === 2) counters.made2m++;
    else counters.made1g++;
  }
  map.effects.add(base, map.origin, from, to);
  return to;
}

/** The large page has the PFN of entry 0, as far as it is aligned. Gives back its word, which holds the rest. */
function joinOddPfns(map: Area, table: TableId, word: number): number {
  const { tables } = map;
  const size = pagesOf((tables.level(table) + 1) as Level);
  const first = entryPfn(map, table, 0);
  const aligned = first - (first % size);
  const pfn = aligned === map.firstPfn + tables.base(table) ? undefined : aligned;
  tables.setOddPfn(tables.parent(table), tables.parentIndex(table), pfn);
  return tables.level(table) === 1 ? withLowBits(map, word, first % size) : word;
}

/** The low bits of a PFN that is not the first of a 2M page stay in the entry (pfn_pte), where they are read as flags. */
function withLowBits({ words }: Area, word: number, lowBits: number): number {
  const prot = words.prot[word];
  const stored = prot & P ? lowBits : invertedPfn(lowBits);
  const bit12 = stored & 1 ? PAT_LARGE : 0;
  const bits13To20 = stored & 0x1fe ? PFN_LOW : 0;
  return words.of((prot | bit12 | bits13To20) as Prot, 2);
}
