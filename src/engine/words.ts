import type { Level } from '../x86/page.ts';
import { PageState, pageState } from '../x86/page-state.ts';
import { KERNPG_TABLE, type Prot } from '../x86/prot.ts';

/** Word of an entry that is zero. */
export const EMPTY = 0;
/** Word of an entry that points to a lower table. */
export const POINTER = 1;

const LIMIT = 65536;

/**
 * Flag words, interned: a table stores the small index of a word instead of 64 bits.
 * A word is the flags of a leaf together with its level, so the same bits at two levels are
 * two words and a word alone tells size, bits and state on the map.
 */
export class Words {
  /** By word: flag bits, level (0 for EMPTY and POINTER), state on the map. */
  readonly prot: Prot[] = [0 as Prot, KERNPG_TABLE];
  readonly level: (0 | Level)[] = [0, 0];
  readonly state: PageState[] = [PageState.hole, PageState.hole];
  /** The machine's direct map normally has GLOBAL set (no page-table isolation). */
  readonly globalInUse: boolean;
  readonly #byKey = new Map<number, number>();

  constructor(globalInUse: boolean) {
    this.globalInUse = globalInUse;
  }

  get count(): number {
    return this.prot.length;
  }

  /** The word of a leaf; throws RangeError beyond 65,536 distinct words. */
  of(prot: Prot, level: Level): number {
    const key = prot | (level << 27);
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const word = this.prot.length;
    if (word >= LIMIT) throw new RangeError(`more than ${LIMIT} distinct page-table flag words`);
    this.prot.push(prot);
    this.level.push(level);
    this.state.push(pageState(prot, level, this.globalInUse));
    this.#byKey.set(key, word);
    return word;
  }
}
