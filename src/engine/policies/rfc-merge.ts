import { ENTRIES } from '../../x86/page.ts';
import { P, PSE } from '../../x86/prot.ts';
import type { Area } from '../area.ts';
import { makeLargePage } from '../make-large-page.ts';
import type { TableId } from '../table-id.ts';
import { POINTER } from '../words.ts';
import type { Policy } from './policy.ts';

/**
 * The RFC of August 2022: each table made by a split counts its entries equal to same_prot, and merges
 * when all are. Writing the large page above is such a write, too: the cascade.
 */
export const rfcMerge: Policy = {
  name: 'rfc-merge',
  mergesOnWrite: true,
  entryWritten(map, table, _index, from, to) {
    const nrSame = map.tables.countWrite(table, from, to);
    if (nrSame === 0 || nrSame === ENTRIES) mergeUp(map, table, nrSame);
  },
};

/** Merges the table when all its entries are equal, then the one above, and so on. */
function mergeUp(map: Area, table: TableId, counted: number): void {
  const { tables } = map;
  let at = table;
  let nrSame = counted;
  for (;;) {
    if (nrSame === 0) nrSame = recount(map, at);
    if (nrSame !== ENTRIES || !largeFlags(map, at)) return;
    const parent = tables.parent(at);
    map.counters.flushAll++;
    const large = makeLargePage(map, at, !tables.isUncounted(at));
    nrSame = tables.countWrite(parent, POINTER, large);
    at = parent;
  }
}

/** The first entry's bits become same_prot; counts the entries that have them. */
function recount(map: Area, table: TableId): number {
  const cells = map.tables.cellsOf(table);
  const same = cells[0];
  let nrSame = 0;
  for (let i = 0; i < ENTRIES; i++) if (cells[i] === same) nrSame++;
  map.tables.track(table, same, nrSame);
  return nrSame;
}

/** same_prot is PRESENT, and above 4K also PSE. */
function largeFlags(map: Area, table: TableId): boolean {
  const { tables } = map;
  const prot = map.words.prot[tables.sameProt(table)];
  return (prot & P) !== 0 && (tables.level(table) === 1 || (prot & PSE) !== 0);
}
