import { type Level, pagesOf } from '../x86/page.ts';
import type { Lookup } from './area.ts';
import type { Change } from './change.ts';
import { storedWord } from './change.ts';
import type { Counters } from './counters.ts';
import type { CpaData } from './cpa-data.ts';

/**
 * Decides about a large page (should_split_large_page): when it has the flags already, or all of it gets them in
 * place, gives back how many of `pages` from `page` on are done. 0: it must be split.
 */
export function shouldSplitLargePage(
  data: CpaData,
  change: Change,
  page: number,
  pages: number,
  found: Lookup,
): number {
  const { table, index, level, word } = found;
  const { counters } = data.area;
  const size = pagesOf(level);
  const offset = page & (size - 1);
  const covered = Math.min(pages, size - offset);
  countChecked(counters, level);
  if (data.protections !== undefined && data.allowed(word, table, index, page - offset, 'whole') !== word) {
    data.forceStaticProt = true;
    return 0;
  }
  const wanted = change.requested.get(word);
  if (wanted === word) {
    countSameprot(counters, level);
    return covered;
  }
  return covered === size && changeWhole(data, wanted, page, found) ? covered : 0;
}

/** Gives a large page other flags in place; false, and nothing done, when static protections forbid them. */
function changeWhole(data: CpaData, wanted: number, page: number, { table, index, level }: Lookup): boolean {
  const { counters, words, tables } = data.area;
  if (data.allowed(wanted, table, index, page, 'whole') !== wanted) return false;
  countPreserved(counters, level);
  data.write(table, index, level, page, pagesOf(level), tables.get(table, index), storedWord(words, wanted));
  return true;
}

function countChecked(counters: Counters, level: Level): void {
  if (level === 2) counters.cpa2mChecked++;
  else counters.cpa1gChecked++;
}

function countSameprot(counters: Counters, level: Level): void {
  if (level === 2) counters.cpa2mSameprot++;
  else counters.cpa1gSameprot++;
}

function countPreserved(counters: Counters, level: Level): void {
  if (level === 2) counters.cpa2mPreserved++;
  else counters.cpa1gPreserved++;
}
