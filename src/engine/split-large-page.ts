import { ENTRIES, type Level, pagesOf } from '../x86/page.ts';
import type { Lookup } from './area.ts';
import type { CpaData } from './cpa-data.ts';
import { entryPfn } from './entry-pfn.ts';
import { ENOMEM } from './errno.ts';
import type { TableId } from './table-id.ts';
import { POINTER } from './words.ts';

/** Splits one large leaf one level: a table of 512 pieces with its bits takes its place. Returns 0 or -ENOMEM. */
export function splitLargePage(data: CpaData, found: Lookup): number {
  const frame = data.area.takeFrame();
  if (frame === undefined) return ENOMEM;
  splitInto(frame, data, found);
  return 0;
}

/** __split_large_page(): as splitLargePage() with a page for the table (Area.takeFrame). */
export function splitInto(frame: number, data: CpaData, { table, index, level, word }: Lookup): void {
  const { area, policy, pieces } = data;
  const { tables, counters } = area;
  const below = (level - 1) as Level;
  const size = pagesOf(level);
  const base = tables.base(table) + index * size;
  const before = tables.get(table, index);
  const to = pieces.get(word);
  const child = area.newTable(below, base, table, index, to, frame);
  tables.track(child, to, ENTRIES);
  if (tables.hasOddPfns(table)) {
    const first = entryPfn(area, table, index);
    if (first !== area.firstPfn + base)
      for (let i = 0; i < ENTRIES; i++) tables.setOddPfn(child, i, first + i * pagesOf(below));
    tables.setOddPfn(table, index, undefined);
  }
  tables.link(table, index, child);
  if (base < area.countedPages) {
    if (level === 2) counters.level2Splits++;
    else counters.level3Splits++;
  }
  counters.flushAll++;
  area.effects.add(base, area.origin, word, to);
  if (data.forceStaticProt && level === 2) protectPieces(data, child, base, to);
  policy.entryWritten(area, table, index, before, POINTER);
}

/** What a large page should not have had, its 4K pieces do not get; those of a 1G page are left as they are. */
function protectPieces(data: CpaData, child: TableId, base: number, piece: number): void {
  const { tables, effects } = data.area;
  for (let i = 0; i < ENTRIES; i++) {
    const allowed = data.allowed(piece, child, i, base + i, 'new piece');
    if (allowed === piece) continue;
    tables.set(child, i, allowed);
    tables.countWrite(child, piece, allowed);
    effects.write(base + i, 1, piece, allowed);
  }
}
