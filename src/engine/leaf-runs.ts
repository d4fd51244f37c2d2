import { LeafRunBuilder } from '../x86/leaf-run-builder.ts';
import type { LeafRuns } from '../x86/leaf-runs.ts';
import { ENTRIES, pagesOf } from '../x86/page.ts';
import type { Area } from './area.ts';
import { EMPTY, POINTER } from './words.ts';

/** The leaves that map pages from `firstPfn` to `endPfn` (exclusive), equal neighbours joined; whole leaves only. */
export function leafRuns(map: Area, firstPfn: number, endPfn: number): LeafRuns {
  const runs = new LeafRunBuilder();
  const { tables, words } = map;
  const end = Math.min(endPfn, map.endPage);
  for (let at = firstPfn; at < end; ) {
    const { table, index, level } = map.lookup(at);
    const size = pagesOf(level);
    const cells = tables.cellsOf(table);
    at -= at % size;
    for (let i = index; i < ENTRIES && at < end && cells[i] !== POINTER; ) {
      const word = cells[i];
      const [first, start] = [i, at];
      for (; i < ENTRIES && at < end && cells[i] === word; i++) at += size;
      if (word !== EMPTY) runs.append(start, level, words.prot[word], i - first);
    }
  }
  return runs.runs();
}
