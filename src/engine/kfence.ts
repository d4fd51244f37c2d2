import { P, type Prot } from '../x86/prot.ts';
import type { Area } from './area.ts';
import { entryPfn, invertedPfn } from './entry-pfn.ts';
import { EINVAL } from './errno.ts';
import { EMPTY } from './words.ts';

/**
 * Sets or clears PRESENT of 4K entries with a plain write, as KFENCE does: no policy hears of it, and the PFN
 * bits stay as they are, so that the kernel reads another PFN from them. -EINVAL when a page has no 4K entry;
 * the others of the range are still done.
 */
export function flipPresent(map: Area, present: boolean, pfn: number, pages: number): number {
  const { tables, words, effects } = map;
  const end = Math.min(pfn + pages, map.endPage);
  let result = pages > 0 && pfn + pages > map.endPage ? EINVAL : 0;
  for (let page = pfn; page < end; page++) {
    const { table, index, level, word } = map.lookup(page);
    if (level !== 1 || word === EMPTY) {
      result = EINVAL;
      continue;
    }
    const prot = words.prot[word];
    if (((prot & P) !== 0) === present) continue;
    const to = words.of((prot ^ P) as Prot, 1);
    const raw = invertedPfn(entryPfn(map, table, index));
    tables.setOddPfn(table, index, raw === map.firstPfn + page ? undefined : raw);
    tables.set(table, index, to);
    tables.markUncounted(table);
    effects.write(page, 1, word, to);
  }
  return result;
}
