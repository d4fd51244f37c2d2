import { ENTRIES, type Level, pagesOf } from '../x86/page.ts';
import type { Area } from './area.ts';
import type { Change } from './change.ts';
import { storedWord } from './change.ts';
import type { Counters } from './counters.ts';
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
  readonly #map: Area;
  readonly #policy: Policy;
  readonly #pieces: WordMap;

  constructor(map: Area, policy: Policy, globalFix: boolean) {
    this.#map = map;
    this.#policy = policy;
    this.#pieces = pieceWords(map.words, globalFix);
  }

  /** One pass over a range. Returns 0, or -errno with the pages before it done. */
  pass(change: Change, pfn: number, pages: number, mode: PassMode): number {
    const map = this.#map;
    const { tables } = map;
    const end = pfn + pages;
    for (let at = pfn; at < end; ) {
      map.origin = at;
      const table = tables.pteTable(at);
      const index = at & (ENTRIES - 1);
      const word = tables.get(table, index);
      if (word !== EMPTY) {
        map.counters.cpa4kInstall++;
        const wanted = change.requested.get(word);
        if (wanted !== word) this.#write(table, index, 1, at, 1, word, wanted);
        at++;
      } else {
        const done = this.#larger(change, at, mode.pageByPage ? 1 : end - at, mode);
        if (done < 0) return done;
        at += done;
      }
    }
    return 0;
  }

  /** A page that no 4K entry maps: does at most `pages` and returns how many; 0: look again, it was split. Or -errno. */
  #larger(change: Change, pfn: number, pages: number, mode: PassMode): number {
    const map = this.#map;
    const { table, index, level, word } = map.lookup(pfn);
    if (word === EMPTY) return this.#hole(pfn, level, mode);
    if (!mode.forceSplit) {
      const { counters } = map;
      const wanted = change.requested.get(word);
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
        this.#write(table, index, level, pfn, size, word, storedWord(map.words, wanted));
        return covered;
      }
    }
    return splitLargePage(map, this.#policy, this.#pieces, table, index);
  }

  #write(table: TableId, index: number, level: Level, pfn: number, pages: number, from: number, to: number): void {
    const map = this.#map;
    map.tables.rewrite(table, index, from, to);
    this.changed = true;
    map.effects.add(EffectKind.write, level, pfn, pages, pfn, from, to);
    this.#policy.entryWritten(map, table, index, from, to);
  }

  /** __cpa_process_fault(): a hole of the direct map is skipped, the whole of the empty entry at once. */
  #hole(pfn: number, level: Level, mode: PassMode): number {
    if (mode.primary && pfn >= this.#map.endPage) return EFAULT;
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
