import { ENTRIES } from '../x86/page.ts';
import { differingEntries } from './differing-entries.ts';
import type { Machine } from './machine.ts';

/** In place of a number of entries: there is no table. */
const NO_TABLE = 0xffff;

/** How near each table is to one large page, in entries that differ (see differingEntries). The arrays are new. */
export interface DifferingView {
  /** By GiB: of its PMD table, and the least of that and all PTE tables in it; 65535: no table. */
  readonly gibTable: Uint16Array;
  readonly gibLeast: Uint16Array;
  /** n * 512, by 2M cell of the GiB asked for: of its PTE table; 65535: no table. */
  readonly cellTable: Uint16Array;
  /** PMD and PTE tables of the whole machine by that number, 0 to 512. */
  readonly tables: Float64Array;
}

/** Reads all tables of a machine; `detailGib`: the GiB whose cells are wanted. */
export function differingView(machine: Machine, detailGib: Uint32Array): DifferingView {
  const { gibCount, tables } = machine;
  const view: DifferingView = {
    gibTable: new Uint16Array(gibCount).fill(NO_TABLE),
    gibLeast: new Uint16Array(gibCount).fill(NO_TABLE),
    cellTable: new Uint16Array(detailGib.length * ENTRIES).fill(NO_TABLE),
    tables: new Float64Array(ENTRIES + 1),
  };
  const detailOf = new Map(Array.from(detailGib, (gib, i) => [gib, i * ENTRIES]));
  for (let gib = 0; gib < gibCount; gib++) {
    const table = machine.gibTable(gib);
    if (table === 0) continue;
    const own = differingEntries(machine, table);
    view.gibTable[gib] = own;
    view.tables[own]++;
    const detail = detailOf.get(gib);
    let least = own;
    for (let i = 0; i < ENTRIES; i++) {
      const child = tables.child(table, i);
      if (child === 0) continue;
      const entries = differingEntries(machine, child);
      view.tables[entries]++;
      if (entries < least) least = entries;
      if (detail !== undefined) view.cellTable[detail + i] = entries;
    }
    view.gibLeast[gib] = least;
  }
  return view;
}
