import { ENTRIES, type Level, pagesOf } from '../x86/page.ts';
import { P, PFN_LOW, type Prot } from '../x86/prot.ts';
import type { Area, Lookup } from './area.ts';
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
  const child = area.newTable(below, base, table, index, to, frame, true);
  const piece =
    tables.hasOddPfns(table) || area.words.prot[to] & PFN_LOW ? oddPieces(area, table, index, child, to) : to;
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

/**
 * The pieces of a page whose PFN is not the one of its place, or whose flags no piece can have: in a 4K entry bits 13-20
 * are bits of the PFN, so its flags are without them, but same_prot has them. Gives back the word of the pieces.
 */
function oddPieces(area: Area, table: TableId, index: number, child: TableId, word: number): number {
  const { tables, words } = area;
  const size = pagesOf(tables.level(child));
  const first = entryPfn(area, table, index);
  const linear = area.firstPfn + tables.base(child);
  const isLow = size === 1 && (words.prot[word] & PFN_LOW) !== 0;
  const pfnOf = isLow ? pfnWithLow(first, words.prot[word]) : (i: number) => first + i * size;
  for (let i = 0; i < ENTRIES; i++) if (pfnOf(i) !== linear + i * size) tables.setOddPfn(child, i, pfnOf(i));
  tables.setOddPfn(table, index, undefined);
  if (!isLow) return word;
  const piece = words.of((words.prot[word] & ~PFN_LOW) as Prot, 1);
  for (let i = 0; i < ENTRIES; i++) tables.set(child, i, piece);
  tables.markUncounted(child);
  return piece;
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
