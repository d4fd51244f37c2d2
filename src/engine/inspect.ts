import { ENTRIES, type Level, PAGES_1G, PAGES_2M, pagesOf } from '../x86/page.ts';
import { PAGE_STATES, PageState } from '../x86/page-state.ts';
import type { AreaName } from './area.ts';
import { drawnTables, drawnTablesIn, hasPage, pageStateAt } from './drawn-tables.ts';
import type { Machine } from './machine.ts';
import type { Region } from './region.ts';
import type { TableId } from './table-id.ts';
import { EMPTY, POINTER } from './words.ts';

/** How a region is mapped at this moment. */
export interface Mapping {
  readonly mapped: 'hole' | 'leaf' | 'table';
  /** The leaf that maps the region (maybe larger than it), when one does. */
  readonly leaf:
    | { readonly table: TableId; readonly index: number; readonly level: Level; readonly word: number }
    | undefined;
  /** The table to talk about: the one that maps the region's pieces, or else the one that holds its leaf; 0: none. */
  readonly table: TableId;
}

/** Looks up how a region of the direct map is mapped. */
export function mappingOf(machine: Machine, region: Region): Mapping {
  const { tables } = machine;
  const gib = Math.floor(region.pfn / PAGES_1G);
  if (gib >= machine.gibCount) return { mapped: 'hole', leaf: undefined, table: 0 };
  const gibTable = machine.gibTable(gib);
  if (region.level === 3 && gibTable !== 0) return { mapped: 'table', leaf: undefined, table: gibTable };
  if (gibTable === 0) return leafOrHole(machine, region.pfn, 0);
  const index = Math.floor(region.pfn / PAGES_2M) & 511;
  const child = tables.child(gibTable, index);
  if (region.level === 2 && child !== 0) return { mapped: 'table', leaf: undefined, table: child };
  return leafOrHole(machine, region.pfn, child === 0 ? gibTable : child);
}

/** 4K pages of a region by PageState; pages where nothing is mapped are not counted. */
export function pagesInRegion(machine: Machine, region: Region): Float64Array {
  const pages = new Float64Array(PAGE_STATES);
  const mapping = mappingOf(machine, region);
  if (mapping.mapped === 'leaf' && mapping.leaf !== undefined)
    pages[machine.words.state[mapping.leaf.word]] = pagesOf(region.level);
  else if (mapping.mapped === 'table') addTable(machine, mapping.table, pages);
  const held = pagesOfTablesIn(machine, region);
  pages[PageState.rw] -= held;
  pages[PageState.pt] += held;
  return pages;
}

/** A page table, and what it maps: a GiB by a PMD table, 2M by a PTE table; upper tables map more. */
export interface HeldTable {
  readonly level: 'P4D' | 'PUD' | 'PMD' | 'PTE';
  readonly area: AreaName;
  /** First page that it maps, counted from the area's base (below 0: it maps other addresses before). */
  readonly page: number;
  readonly pages: number;
}

const P4D_MASK = (1n << 48n) - 1n;
const LEVEL_NAMES = { 1: 'PTE', 2: 'PMD', 3: 'PUD' } as const;

/** The table that a page of memory holds; undefined when it holds none, or it is not known. */
export function tableInPage(machine: Machine, pfn: number): HeldTable | undefined {
  for (const { name, tables, p4dFrame, base } of machine.areas) {
    // A P4D table maps 256 TiB, of which the area is a part.
    if (p4dFrame === pfn)
      return { level: 'P4D', area: name, page: -Number((base & P4D_MASK) >> 12n), pages: ENTRIES ** 4 };
    for (let id = 1; id < tables.end; id++) {
      if (tables.frame(id) !== pfn || !tables.isUsed(id)) continue;
      const level = tables.level(id);
      return { level: LEVEL_NAMES[level], area: name, page: tables.base(id), pages: ENTRIES * pagesOf(level) };
    }
  }
  return undefined;
}

/** PageState of each of the 512 entries of a table; a pointer has the most salient state below it. */
export function statesOf(machine: Machine, table: TableId): Uint8Array {
  const { tables, words } = machine;
  const first = tables.base(table);
  const states = Uint8Array.from(tables.cellsOf(table), (word, index) =>
    word === POINTER ? tables.summary(tables.child(table, index)) : words.state[word],
  );
  if (tables.level(table) === 1) {
    const held = drawnTablesIn(machine, first / PAGES_2M);
    if (held !== undefined) for (let i = 0; i < ENTRIES; i++) if (hasPage(held.bits, i)) states[i] = PageState.pt;
  } else if (tables.level(table) === 2) {
    const held = drawnTables(machine).get(first / PAGES_1G);
    for (const index of held?.keys() ?? []) states[index] = Math.max(states[index], PageState.pt);
  }
  return states;
}

function pagesOfTablesIn(machine: Machine, { level, pfn }: Region): number {
  if (level === 1) return pageStateAt(machine, pfn) === PageState.pt ? 1 : 0;
  if (level === 2) return drawnTablesIn(machine, pfn / PAGES_2M)?.count ?? 0;
  const held = drawnTables(machine).get(pfn / PAGES_1G);
  let sum = 0;
  for (const { count } of held?.values() ?? []) sum += count;
  return sum;
}

function leafOrHole(machine: Machine, pfn: number, table: TableId): Mapping {
  const { table: holder, index, level, word } = machine.lookup(pfn);
  if (word === EMPTY) return { mapped: 'hole', leaf: undefined, table };
  return { mapped: 'leaf', leaf: { table: holder, index, level, word }, table };
}

function addTable(machine: Machine, table: TableId, pages: Float64Array): void {
  const { tables, words } = machine;
  const size = pagesOf(tables.level(table));
  const cells = tables.cellsOf(table);
  for (let i = 0; i < cells.length; i++) {
    if (cells[i] === POINTER) addTable(machine, tables.child(table, i), pages);
    else if (cells[i] !== EMPTY) pages[words.state[cells[i]]] += size;
  }
}
