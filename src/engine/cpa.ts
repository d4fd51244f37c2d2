import { ENTRIES } from '../x86/page.ts';
import type { Area } from './area.ts';
import type { Change } from './change.ts';
import { CpaData } from './cpa-data.ts';
import type { PassMode } from './pass-mode.ts';
import type { Policy } from './policies/policy.ts';
import { processFault } from './process-fault.ts';
import { shouldSplitLargePage } from './should-split-large-page.ts';
import { splitLargePage } from './split-large-page.ts';
import type { StaticProtections } from './static-protections.ts';
import { EMPTY } from './words.ts';

/** The same change at the other addresses of `pages` pages that are done; 0 or -errno. */
type ProcessAlias = (area: Area, page: number, pages: number, change: Change, forceSplit: boolean) => number;

/** CPA of one area by a CPU that nobody interrupts: __change_page_attr_set_clr() straight through. */
export class Cpa {
  readonly data: CpaData;

  /** Looks after the other addresses of a page. */
  processAlias: ProcessAlias | undefined;

  constructor(area: Area, policy: Policy, globalFix: boolean, protections: StaticProtections | undefined) {
    this.data = new CpaData(area, policy, globalFix, protections);
  }

  /** The passes since this was last set to false wrote an entry (CPA_FLUSHTLB). */
  get changed(): boolean {
    return this.data.changed;
  }

  set changed(changed: boolean) {
    this.data.changed = changed;
  }

  /**
   * One pass over a range. `aliased`: what is done at the other addresses of each page, undefined: nothing. Returns 0,
   * or -errno with the pages before it done.
   */
  pass(change: Change, first: number, pages: number, mode: PassMode, aliased?: Change): number {
    const data = this.data;
    const { area } = data;
    const { tables } = area;
    const end = first + pages;
    data.forceStaticProt = false;
    for (let at = first; at < end; ) {
      area.origin = at;
      const table = tables.pteTable(at);
      const index = at & (ENTRIES - 1);
      const word = tables.get(table, index);
      let done = 1;
      if (word !== EMPTY) data.installPte(change, table, index, at, word);
      else {
        done = this.#whole(change, at, end - at, mode);
        if (done < 0) return done;
      }
      if (aliased !== undefined && done > 0) {
        const error = this.processAlias?.(area, at, done, aliased, mode.forceSplit) ?? 0;
        if (error !== 0) return error;
      }
      at += done;
    }
    return 0;
  }

  /** A page that no 4K entry maps, as ChangePageAttr does it stage by stage. 0: it was split, look again. */
  #whole(change: Change, page: number, pages: number, mode: PassMode): number {
    const data = this.data;
    const found = data.area.lookup(page);
    if (found.word === EMPTY) return processFault(data.area, page, found.level, mode.primary);
    if (!mode.forceSplit) {
      const done = shouldSplitLargePage(data, change, page, mode.pageByPage ? 1 : pages, found);
      if (done > 0) return done;
    }
    return splitLargePage(data, found);
  }
}
