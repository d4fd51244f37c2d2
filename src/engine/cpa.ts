import { type Level, pagesOf } from '../x86/page.ts';
import type { Change } from './change.ts';
import { storedWord } from './change.ts';
import type { Counters } from './counters.ts';
import type { DirectMap } from './direct-map.ts';
import { EffectKind } from './effects.ts';
import { EFAULT } from './errno.ts';
import type { Policy } from './policies/policy.ts';
import { pieceWords, splitLargePage } from './split-large-page.ts';
import type { TableId } from './table-id.ts';
import type { WordMap } from './word-map.ts';
import { EMPTY } from './words.ts';

/** How a pass walks its range. */
export interface PassMode {
  /** A call's own range: a page past the end of the direct map is a fault. False for an alias: it is skipped. */
  readonly primary: boolean;
  /** One page at a time, so a large page is never changed as a whole. */
  readonly pageByPage: boolean;
  /** Split down to 4K before anything is compared. */
  readonly forceSplit: boolean;
}

/** Change page attributes of the direct map: __change_page_attr_set_clr(). */
export class Cpa {
  /** The passes since this was last set to false wrote an entry (CPA_FLUSHTLB). */
  changed = false;
  readonly #map: DirectMap;
  readonly #policy: Policy;
  readonly #pieces: WordMap;

  constructor(map: DirectMap, policy: Policy, globalFix: boolean) {
    this.#map = map;
    this.#policy = policy;
    this.#pieces = pieceWords(map.words, globalFix);
  }

  /** One pass over a range. Returns 0, or -errno with the pages before it done. */
  pass(change: Change, pfn: number, pages: number, mode: PassMode): number {
    const end = pfn + pages;
    let at = pfn;
    while (at < end) {
      const done = this.#step(change, at, mode.pageByPage ? 1 : end - at, mode);
      if (done < 0) return done;
      at += done;
    }
    return 0;
  }

  /** __change_page_attr(): does at least one page at `pfn`, at most `pages`; returns how many, or -errno. */
  #step(change: Change, pfn: number, pages: number, mode: PassMode): number {
    const map = this.#map;
    map.origin = pfn;
    for (;;) {
      const { table, index, level, word } = map.lookup(pfn);
      if (word === EMPTY) return this.#hole(pfn, level, mode);
      const { counters } = map;
      const wanted = change.requested.get(word);
      if (level === 1) {
        counters.cpa4kInstall++;
        if (wanted !== word) this.#write(table, index, level, pfn, word, wanted);
        return 1;
      }
      if (!mode.forceSplit) {
        const size = pagesOf(level);
        const offset = pfn & (size - 1);
        const covered = Math.min(pages, size - offset);
        countChecked(counters, level);
        if (wanted === word) {
          countSameprot(counters, level);
          return covered;
        }
        if (covered === size) {
          countPreserved(counters, level);
          this.#write(table, index, level, pfn, word, storedWord(map.words, wanted));
          return covered;
        }
      }
      const error = splitLargePage(map, this.#policy, this.#pieces, table, index);
      if (error !== 0) return error;
    }
  }

  #write(table: TableId, index: number, level: Level, pfn: number, from: number, to: number): void {
    const map = this.#map;
    map.tables.set(table, index, to);
    this.changed = true;
    map.effects.add(EffectKind.write, level, pfn, pagesOf(level), pfn, from, to);
    this.#policy.entryWritten(map, table, index, from, to);
  }

  /** __cpa_process_fault(): a hole of the direct map is skipped, the whole of the empty entry at once. */
  #hole(pfn: number, level: Level, mode: PassMode): number {
    if (mode.primary && pfn >= this.#map.endPfn) return EFAULT;
    const size = pagesOf(level);
    return size - (pfn & (size - 1));
  }
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
