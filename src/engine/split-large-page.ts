import { ENTRIES, type Level, pagesOf } from '../x86/page.ts';
import { P, PFN_LOW, type Prot } from '../x86/prot.ts';
import type { Lookup } from './area.ts';
import type { CpaData } from './cpa-data.ts';
import { entryPfn } from './entry-pfn.ts';
import { ENOMEM } from './errno.ts';
import type { TableId } from './table-id.ts';
import { POINTER, type Words } from './words.ts';

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
  const piece = level === 2 ? withoutPfnLow(area.words, to) : to;
  const child = area.newTable(below, base, table, index, piece, frame);
  tables.track(child, to, ENTRIES);
  if (piece !== to || tables.hasOddPfns(table)) {
    const first = entryPfn(area, table, index);
    const pfnOf = piece === to ? (i: number) => first + i * pagesOf(below) : pfnWithLow(first, area.words.prot[to]);
    for (let i = 0; i < ENTRIES; i++) {
      const linear = area.firstPfn + base + i * pagesOf(below);
      if (pfnOf(i) !== linear) tables.setOddPfn(child, i, pfnOf(i));
    }
    tables.setOddPfn(table, index, undefined);
  }
  if (piece !== to) tables.markUncounted(child);
  tables.link(table, index, child);
  if (base < area.countedPages) {
    if (level === 2) counters.level2Splits++;
    else counters.level3Splits++;
  }
  counters.flushAll++;
  area.effects.add(base, area.origin, word, piece);
  if (data.forceStaticProt && level === 2) protectPieces(data, child, base, piece);
  policy.entryWritten(area, table, index, before, POINTER);
}

/** In a 4K entry bits 13-20 are bits of the PFN: its flags are without them, but same_prot has them. */
function withoutPfnLow(words: Words, word: number): number {
  const prot = words.prot[word];
  return prot & PFN_LOW ? words.of((prot & ~PFN_LOW) as Prot, 1) : word;
}

/** PFN of the pieces of a 2M page whose bits 13-20 are set: they are laid over bits 1-8 of each, which may be inverted. */
const pfnWithLow = (first: number, prot: Prot): ((piece: number) => number) =>
  prot & P ? (i) => first + (0x1fe | (i & 1)) : (i) => first + (i & 1);

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
