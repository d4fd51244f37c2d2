import { pagesOf } from '../x86/page.ts';
import { PAGE_STATES } from '../x86/page-state.ts';
import { mappingOf, pagesInRegion } from './inspect.ts';
import type { Machine } from './machine.ts';
import type { Region } from './region.ts';
import type { TableId } from './table-id.ts';
import { EMPTY, POINTER } from './words.ts';

/** What several regions hold together, in pages of 4K. */
export interface RegionsSum {
  /** By PageState; pages where nothing is mapped are not counted. */
  readonly pagesByState: Float64Array;
  /** By the size of the leaf that maps them: 4K, 2M, 1G. */
  readonly pagesBySize: Float64Array;
  /** PMD and PTE tables that map these regions and nothing else. */
  readonly tables: number;
}

/** Adds regions up; regions that overlap count twice. */
export function sumOfRegions(machine: Machine, regions: readonly Region[]): RegionsSum {
  const pagesByState = new Float64Array(PAGE_STATES);
  const pagesBySize = new Float64Array(3);
  let tables = 0;
  const addTable = (table: TableId): void => {
    tables++;
    const level = machine.tables.level(table);
    machine.tables.cellsOf(table).forEach((word, index) => {
      if (word === POINTER) addTable(machine.tables.child(table, index));
      else if (word !== EMPTY) pagesBySize[level - 1] += pagesOf(level);
    });
  };
  for (const region of regions) {
    pagesInRegion(machine, region).forEach((pages, state) => {
      pagesByState[state] += pages;
    });
    const { mapped, leaf, table } = mappingOf(machine, region);
    if (mapped === 'table') addTable(table);
    else if (leaf !== undefined) pagesBySize[leaf.level - 1] += pagesOf(region.level);
  }
  return { pagesByState, pagesBySize, tables };
}
