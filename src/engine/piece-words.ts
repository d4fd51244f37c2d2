import { largeToSmall, P, type Prot, PSE } from '../x86/prot.ts';
import { clearProtnoneBits } from './change.ts';
import { WordMap } from './word-map.ts';
import type { Words } from './words.ts';

/** Words of a large page's pieces: 4K format below 2M, GLOBAL and PSE dropped when not PRESENT. */
export function pieceWords(words: Words, globalFix: boolean): WordMap {
  return new WordMap((word) => {
    const prot = words.prot[word];
    const level = words.level[word];
    const flags = level === 2 ? largeToSmall(prot) : prot & P ? prot : prot & ~PSE;
    return words.of(clearProtnoneBits(flags, globalFix) as Prot, level === 2 ? 1 : 2);
  });
}
