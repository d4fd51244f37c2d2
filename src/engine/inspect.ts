import { type Level, PAGES_1G, PAGES_2M, pagesOf } from '../x86/page.ts';
import { PAGE_STATES } from '../x86/page-state.ts';
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
  return pages;
}

/** PageState of each of the 512 entries of a table; a pointer has the most salient state below it. */
export function statesOf(machine: Machine, table: TableId): Uint8Array {
  const { tables, words } = machine;
  return Uint8Array.from(tables.cellsOf(table), (word, index) =>
    word === POINTER ? tables.summary(tables.child(table, index)) : words.state[word],
  );
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
