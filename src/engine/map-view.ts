import { ENTRIES, PAGES_1G, PAGES_2M, pagesOf } from '../x86/page.ts';
import { PAGE_STATES, PageState } from '../x86/page-state.ts';
import { type DrawnTables, drawnTables, hasPage } from './drawn-tables.ts';
import type { Machine } from './machine.ts';
import type { TableId } from './table-id.ts';
import { EMPTY, POINTER } from './words.ts';

/** 0: nothing mapped, 1: one leaf of this size, 2: split into a table. */
type CellKind = 0 | 1 | 2;

const kindOf = (word: number): CellKind => (word === EMPTY ? 0 : word === POINTER ? 2 : 1);

/** What the map draws of a machine; the arrays are new and the caller's. */
export interface MapView {
  /** By GiB: kind, most salient state, 2M cells that are tables, RAM pages. */
  readonly gibKind: Uint8Array;
  readonly gibState: Uint8Array;
  readonly gibIn4k: Uint16Array;
  readonly gibPages: Uint32Array;
  /**
   * Detail of the n GiB asked for that are split or have pages with tables: n * 512 cells, and 2^order states for each
   * cell that is a table or has such pages.
   */
  readonly detailGib: Uint32Array;
  readonly detailOrder: number;
  readonly cellKind: Uint8Array;
  readonly cellState: Uint8Array;
  readonly cellPages: Int32Array;
  readonly pageState: Uint8Array;
  readonly pagesByState: Float64Array;
  readonly leaves: Float64Array;
}

/**
 * The map of a machine: every GiB in summary, those of the given GiB (ascending) that are split in detail.
 * `order` 0..9: log2 of the states for each split 2M; each state is the most salient of its 512 / 2^order pages.
 */
export function mapView(machine: Machine, gibs: Uint32Array, order: number): MapView {
  const { gibCount } = machine;
  const gibKind = new Uint8Array(gibCount);
  const gibState = new Uint8Array(gibCount);
  const gibIn4k = new Uint16Array(gibCount);
  for (let gib = 0; gib < gibCount; gib++) {
    const word = machine.gibEntry(gib);
    gibKind[gib] = kindOf(word);
    if (word === POINTER) summarize(machine, gib, gibState, gibIn4k);
    else gibState[gib] = machine.words.state[word];
  }
  const tablePages = drawnTables(machine);
  for (const gib of tablePages.keys()) gibState[gib] = Math.max(gibState[gib], PageState.pt);
  const detailGib = gibs.filter((gib) => gibKind[gib] === 2 || tablePages.has(gib));
  return {
    gibKind,
    gibState,
    gibIn4k,
    gibPages: ramPagesByGib(machine),
    detailGib,
    detailOrder: order,
    ...detail(machine, detailGib, order, gibIn4k, tablePages),
    pagesByState: pagesByState(machine, tablePages),
    leaves: Float64Array.from(machine.leafCounts()),
  };
}

/** 4K pages by PageState over the whole machine, from the counts of words. */
export function pagesByState(machine: Machine, tablePages: TablePagesByGib = drawnTables(machine)): Float64Array {
  const pages = new Float64Array(PAGE_STATES);
  const { level, state, count } = machine.words;
  const { counts } = machine.tables;
  for (let word = POINTER + 1; word < count; word++) {
    const leafLevel = level[word];
    if (leafLevel === 1 || leafLevel === 2 || leafLevel === 3) pages[state[word]] += counts[word] * pagesOf(leafLevel);
  }
  for (const regions of tablePages.values()) {
    for (const { count: held } of regions.values()) {
      pages[PageState.rw] -= held;
      pages[PageState.pt] += held;
    }
  }
  return pages;
}

function summarize(machine: Machine, gib: number, gibState: Uint8Array, gibIn4k: Uint16Array): void {
  const { tables } = machine;
  const { state } = machine.words;
  const table = machine.gibTable(gib);
  const cells = tables.cellsOf(table);
  let most = 0;
  let in4k = 0;
  for (let i = 0; i < ENTRIES; i++) {
    const word = cells[i];
    let below = state[word];
    if (word === POINTER) {
      in4k++;
      below = tables.summary(tables.child(table, i)) as typeof below;
    }
    if (below > most) most = below;
  }
  gibState[gib] = most;
  gibIn4k[gib] = in4k;
}

function ramPagesByGib(machine: Machine): Uint32Array {
  const pages = new Uint32Array(machine.gibCount);
  for (const { firstPfn, endPfn } of machine.ram) {
    for (let gib = Math.floor(firstPfn / PAGES_1G); gib * PAGES_1G < endPfn; gib++)
      pages[gib] += Math.min(endPfn, (gib + 1) * PAGES_1G) - Math.max(firstPfn, gib * PAGES_1G);
  }
  return pages;
}

type TablePagesByGib = ReturnType<typeof drawnTables>;

type Detail = Pick<MapView, 'cellKind' | 'cellState' | 'cellPages' | 'pageState'>;

function detail(
  machine: Machine,
  gibs: Uint32Array,
  order: number,
  gibIn4k: Uint16Array,
  tablePages: TablePagesByGib,
): Detail {
  const cellKind = new Uint8Array(gibs.length * ENTRIES);
  const cellState = new Uint8Array(gibs.length * ENTRIES);
  const cellPages = new Int32Array(gibs.length * ENTRIES).fill(-1);
  const { tables } = machine;
  const { state } = machine.words;
  let most = 0;
  for (const gib of gibs) most += gibIn4k[gib] + (tablePages.get(gib)?.size ?? 0);
  const pageState = new Uint8Array(most << order);
  let used = 0;
  const add = (at: number): number => {
    cellPages[at] = used;
    used += 1 << order;
    return cellPages[at];
  };
  for (let n = 0; n < gibs.length; n++) {
    const start = n * ENTRIES;
    const word = machine.gibEntry(gibs[n]);
    if (word !== POINTER) {
      cellKind.fill(kindOf(word), start, start + ENTRIES);
      cellState.fill(state[word], start, start + ENTRIES);
    } else {
      const table = machine.gibTable(gibs[n]);
      const cells = tables.cellsOf(table);
      for (let i = 0; i < ENTRIES; i++) {
        const cell = cells[i];
        cellKind[start + i] = kindOf(cell);
        if (cell !== POINTER) {
          cellState[start + i] = state[cell];
          continue;
        }
        const child = tables.child(table, i);
        cellState[start + i] = tables.summary(child);
        const at = add(start + i);
        if (order === 0) pageState[at] = cellState[start + i];
        else reduce(machine, child, order, pageState, at);
      }
    }
    for (const [i, drawn] of tablePages.get(gibs[n]) ?? []) {
      const known = cellPages[start + i];
      const at = known < 0 ? add(start + i) : known;
      if (known < 0) pageState.fill(cellState[start + i], at, at + (1 << order));
      cellState[start + i] = Math.max(cellState[start + i], PageState.pt);
      drawTables(drawn, order, pageState, at);
    }
  }
  return { cellKind, cellState, cellPages, pageState: pageState.subarray(0, used) };
}

function drawTables({ bits }: DrawnTables, order: number, into: Uint8Array, first: number): void {
  for (let page = 0; page < PAGES_2M; page++) {
    const at = first + (page >> (9 - order));
    if (into[at] < PageState.pt && hasPage(bits, page)) into[at] = PageState.pt;
  }
}

function reduce(machine: Machine, table: TableId, order: number, into: Uint8Array, at: number): void {
  const { state } = machine.words;
  if (machine.tables.isUniform(table)) {
    into.fill(state[machine.tables.get(table, 0)], at, at + (1 << order));
    return;
  }
  const cells = machine.tables.cellsOf(table);
  const run = PAGES_2M >> order;
  for (let i = 0; i < ENTRIES; i += run) {
    let most = 0;
    for (let j = i; j < i + run; j++) if (state[cells[j]] > most) most = state[cells[j]];
    into[at++] = most;
  }
}
