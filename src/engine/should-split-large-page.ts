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
  { table, index, level, word }: Lookup,
): number {
  const { counters, words, tables } = data.area;
  const wanted = change.requested.get(word);
  const size = pagesOf(level);
  const covered = Math.min(pages, size - (page & (size - 1)));
  const first = page - (page & (size - 1));
  countChecked(counters, level);
  if (data.allowed(word, table, index, first, 'whole') !== word) {
    data.forceStaticProt = true;
    return 0;
  }
  if (wanted === word) {
    countSameprot(counters, level);
    return covered;
  }
  if (covered !== size || data.allowed(wanted, table, index, first, 'whole') !== wanted) return 0;
  countPreserved(counters, level);
  data.write(table, index, level, page, size, tables.get(table, index), storedWord(words, wanted));
  return covered;
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
