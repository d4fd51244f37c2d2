import { type Level, pagesOf } from '../x86/page.ts';
import type { Prot } from '../x86/prot.ts';
import type { Area } from './area.ts';
import { EMPTY } from './words.ts';

/** `count` leaf entries of one level with equal flags, mapping consecutive pages from `pfn` on. */
export interface LeafRun {
  readonly pfn: number;
  readonly level: Level;
  readonly prot: Prot;
  readonly count: number;
}

/** The leaves that map pages from `firstPfn` to `endPfn` (exclusive), equal neighbours joined; whole leaves only. */
export function leafRuns(map: Area, firstPfn: number, endPfn: number): LeafRun[] {
  const runs: LeafRun[] = [];
  const { tables, words } = map;
  const end = Math.min(endPfn, map.endPage);
  let start = 0;
  let open = EMPTY;
  let count = 0;
  const close = (): void => {
    if (open === EMPTY) return;
    runs.push({ pfn: start, level: words.level[open] as Level, prot: words.prot[open], count });
    open = EMPTY;
  };
  for (let at = firstPfn; at < end; ) {
    const { table, index, level, word } = map.lookup(at);
    const size = pagesOf(level);
    if (word === EMPTY) {
      close();
      at = at - (at % size) + size;
      continue;
    }
    const cells = tables.cellsOf(table);
    for (let i = index; i < cells.length && at < end && (cells[i] === word || i === index); i++) {
      if (word !== open || at !== start + count * size) {
        close();
        open = word;
        start = at - (at % size);
        count = 0;
      }
      count++;
      at = start + count * size;
    }
  }
  close();
  return runs;
}

/** First page after a run. */
export const endOfRun = ({ pfn, level, count }: LeafRun): number => pfn + count * pagesOf(level);
