import { PAGES_1G, PAGES_2M, pagesOf } from '../../x86/page.ts';
import type { Area } from '../area.ts';
import { collapseTable } from '../collapse-table.ts';
import { POINTER } from '../words.ts';
import type { Policy } from './policy.ts';

/**
 * Proposed by Kirill Shutemov in the RFC's review, in no kernel: changed ranges are logged, and when `most` have
 * gathered or somebody asks, each 2M and each 1G that they touch is tried, with one flush for them all.
 */
export const batched = (most: number): Policy => ({
  name: 'batched',
  entryWritten(map, table, index, from, to) {
    if (to === POINTER || to === from) return;
    const size = pagesOf(map.tables.level(table));
    const page = map.tables.base(table) + index * size;
    if (page < map.countedPages) map.changeLog.add(page, size);
  },
  operationDone(map) {
    if (map.changeLog.length >= most) mergeLogged(map);
  },
  demanded: mergeLogged,
});

function mergeLogged(map: Area): void {
  const ranges = map.changeLog.take();
  let merged = false;
  for (const level of [1, 2] as const) {
    const size = level === 1 ? PAGES_2M : PAGES_1G;
    for (let i = 0; i < ranges.length; i += 2) {
      for (let at = ranges[i] - (ranges[i] % size); at < ranges[i + 1]; at += size) {
        map.origin = Math.max(at, ranges[i]);
        if (collapseTable(map, at, level)) merged = true;
      }
    }
  }
  if (merged) map.counters.flushAll++;
}
