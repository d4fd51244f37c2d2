import { ENTRIES } from '../../x86/page.ts';
import { P, PSE } from '../../x86/prot.ts';
import type { DirectMap } from '../direct-map.ts';
import { makeLargePage } from '../make-large-page.ts';
import type { TableId } from '../tables.ts';
import { POINTER } from '../words.ts';
import type { Policy } from './policy.ts';

/**
 * The RFC of August 2022: each table made by a split counts its entries equal to same_prot, and merges
 * when all are. Writing the large page above is such a write, too: the cascade.
 */
export const rfcMerge: Policy = {
  name: 'rfc-merge',
  entryWritten(map, table, _index, from, to) {
    const { tables } = map;
    let at = table;
    let before = from;
    let after = to;
    while (tables.isSplit(at)) {
      track(map, at, before, after);
      if (!mergeable(map, at)) return;
      const parent = tables.parent(at);
      map.counters.flushAll++;
      after = makeLargePage(map, at);
      before = POINTER;
      at = parent;
    }
  },
  cpaDone: () => undefined,
};

function track(map: DirectMap, table: TableId, from: number, to: number): void {
  if (from === to) return;
  const { tables } = map;
  const same = tables.sameProt(table);
  const nrSame = tables.nrSame(table);
  if (to === same) tables.track(table, same, nrSame + 1);
  else if (from === same) {
    if (nrSame > 1) tables.track(table, same, nrSame - 1);
    else recount(map, table);
  }
}

function recount(map: DirectMap, table: TableId): void {
  const cells = map.tables.cells(table);
  const same = cells[0];
  let nrSame = 0;
  for (let i = 0; i < ENTRIES; i++) if (cells[i] === same) nrSame++;
  map.tables.track(table, same, nrSame);
}

function mergeable(map: DirectMap, table: TableId): boolean {
  const { tables } = map;
  if (tables.nrSame(table) !== ENTRIES) return false;
  const prot = map.words.prot[tables.sameProt(table)];
  return (prot & P) !== 0 && (tables.level(table) === 1 || (prot & PSE) !== 0);
}
