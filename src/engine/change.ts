import { G, largeToSmall, P, PAT_LARGE, PFN_LOW, type Prot, PSE, smallToLarge } from '../x86/prot.ts';
import { WordMap } from './word-map.ts';
import type { Words } from './words.ts';

/** GLOBAL goes with PRESENT (pgprot_clear_protnone_bits); with patch 1 of the RFC it also comes back with it. */
export function clearProtnoneBits(prot: number, globalFix: boolean): number {
  if (!(prot & P)) return prot & ~G;
  return globalFix ? prot | G : prot;
}

/** The masks of one CPA call, and the word that they make of each leaf's word. */
export class Change {
  readonly set: Prot;
  readonly clear: Prot;
  /** Sets and clears nothing. */
  readonly isNothing: boolean;
  readonly requested: WordMap;

  constructor(set: Prot, clear: Prot, words: Words, globalFix: boolean) {
    this.set = set;
    this.clear = clear;
    this.isNothing = (set | clear) === 0;
    this.requested = new WordMap((word) => requestedWord(words, word, set, clear, globalFix));
  }
}

function requestedWord(words: Words, word: number, set: Prot, clear: Prot, globalFix: boolean): number {
  const level = words.level[word];
  if (level === 0) throw new RangeError(`word ${word} is no leaf`);
  const prot = words.prot[word];
  const small = level === 1 ? prot : largeToSmall(prot);
  const changed = (small & ~clear) | set;
  const sized = level === 1 ? changed : smallToLarge(changed as Prot);
  const settled = clearProtnoneBits(sized, globalFix);
  return words.of((level > 1 && settled & P ? settled | PSE : settled) as Prot, level);
}

const IN_PFN = PAT_LARGE | PFN_LOW;

/** Word that a large entry holds after a word was written: without PRESENT bits 12-20 are bits of the PFN, so PAT is lost. */
export function storedWord(words: Words, word: number): number {
  const prot = words.prot[word];
  return prot & P || !(prot & IN_PFN) ? word : words.of((prot & ~IN_PFN) as Prot, words.level[word] as 2 | 3);
}
