import { type Prot, PSE, smallToLarge } from '../x86/prot.ts';
import { WordMap } from './word-map.ts';
import type { Words } from './words.ts';

/** Words of the large page that is made of 512 entries with a word. */
export function largeWords(words: Words): WordMap {
  return new WordMap((word) => {
    const prot = words.prot[word];
    const flags = words.level[word] === 1 ? smallToLarge(prot) : prot;
    return words.of((flags | PSE) as Prot, words.level[word] === 1 ? 2 : 3);
  });
}
