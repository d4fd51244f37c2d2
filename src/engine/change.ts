import { G, largeToSmall, P, PAT_LARGE, type Prot, PSE, smallToLarge } from '../x86/prot.ts';
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

/** Word that a large entry holds after a word was written: without PRESENT bit 12 is a bit of the PFN, so PAT is lost. */
export function storedWord(words: Words, word: number): number {
  const prot = words.prot[word];
  return prot & P || !(prot & PAT_LARGE) ? word : words.of((prot & ~PAT_LARGE) as Prot, words.level[word] as 2 | 3);
}
