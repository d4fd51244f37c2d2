import { G, largeToSmall, P, PAT_LARGE, type Prot, PSE, smallToLarge } from '../x86/prot.ts';
import type { Words } from './words.ts';

const UNKNOWN = -1;

/** GLOBAL goes with PRESENT (pgprot_clear_protnone_bits); with patch 1 of the RFC it also comes back with it. */
export function clearProtnoneBits(prot: number, globalFix: boolean): number {
  if (!(prot & P)) return prot & ~G;
  return globalFix ? prot | G : prot;
}

/** The masks of one CPA call, and what they make of each word: computed once a word. */
export class Change {
  readonly set: Prot;
  readonly clear: Prot;
  readonly #words: Words;
  readonly #globalFix: boolean;
  #requested = new Int32Array(16).fill(UNKNOWN);

  constructor(set: Prot, clear: Prot, words: Words, globalFix: boolean) {
    this.set = set;
    this.clear = clear;
    this.#words = words;
    this.#globalFix = globalFix;
  }

  /** Word that the call wants in place of a leaf's word. */
  requested(word: number): number {
    const known = word < this.#requested.length ? this.#requested[word] : UNKNOWN;
    return known === UNKNOWN ? this.#compute(word) : known;
  }

  #compute(word: number): number {
    const words = this.#words;
    const level = words.level[word];
    if (level === 0) throw new RangeError(`word ${word} is no leaf`);
    const prot = words.prot[word];
    const small = level === 1 ? prot : largeToSmall(prot);
    const changed = (small & ~this.clear) | this.set;
    const sized = level === 1 ? changed : smallToLarge(changed as Prot);
    const settled = clearProtnoneBits(sized, this.#globalFix);
    const requested = words.of((level > 1 && settled & P ? settled | PSE : settled) as Prot, level);
    if (word >= this.#requested.length) {
      const grown = new Int32Array(words.count * 2).fill(UNKNOWN);
      grown.set(this.#requested);
      this.#requested = grown;
    }
    this.#requested[word] = requested;
    return requested;
  }
}

/** Word that a large entry holds after a word was written: without PRESENT bit 12 is a bit of the PFN, so PAT is lost. */
export function storedWord(words: Words, word: number): number {
  const prot = words.prot[word];
  return prot & P || !(prot & PAT_LARGE) ? word : words.of((prot & ~PAT_LARGE) as Prot, words.level[word] as 2 | 3);
}
