import { ENTRIES, type Level, pagesOf } from '../x86/page.ts';
import type { Area } from './area.ts';
import type { Machine } from './machine.ts';
import { EMPTY } from './words.ts';

/** Where an area lies: the high mapping has two parts. */
export type AreaTitle = 'direct map' | 'high kernel mapping' | 'module area' | 'vmalloc area';

/** An address at which a page of memory is mapped. */
export interface MappedAddress {
  readonly title: AreaTitle;
  readonly area: Area;
  readonly address: bigint;
  /** The entry that maps it. */
  readonly table: number;
  readonly index: number;
  readonly level: Level;
  readonly word: number;
}

/** The part of the address space in which a page of an area lies. */
export function areaTitle(area: Area, page: number): AreaTitle {
  if (area.name === 'direct map') return 'direct map';
  if (area.name === 'vmalloc') return 'vmalloc area';
  return page < area.countedPages ? 'high kernel mapping' : 'module area';
}

/** All addresses at which a page of memory is mapped: the direct map's first, then the image's, modules', vmalloc's. */
export function addressesOf(machine: Machine, pfn: number): MappedAddress[] {
  const { space } = machine;
  const found: MappedAddress[] = [];
  const add = (area: Area, page: number): void => {
    const { table, index, level, word } = area.lookup(page);
    if (word === EMPTY) return;
    const address = area.base + (BigInt(page) << 12n);
    found.push({ title: areaTitle(area, page), area, address, table, index, level, word });
  };
  if (pfn < machine.endPfn) add(machine, pfn);
  const { high } = space;
  const image = pfn - high.firstPfn;
  if (image >= 0 && image < high.countedPages) add(high, image);
  for (const area of [high, space.vmalloc]) for (const page of pagesMapping(area, pfn)) add(area, page);
  return found;
}

/** Pages of an area, but those of the image, whose entry maps this one, ascending. */
function pagesMapping(area: Area, pfn: number): number[] {
  const { tables, firstPfn, countedPages, endPage } = area;
  const pages: number[] = [];
  // Mostly an entry has a PFN of its own here, but a large page that lies where its memory does has none.
  const linear = pfn - firstPfn;
  if (linear >= countedPages && linear < endPage) {
    const { table, index, word } = area.lookup(linear);
    if (word !== EMPTY && tables.oddPfn(table, index) === undefined) pages.push(linear);
  }
  for (const [table, column] of tables.pfns) {
    const size = pagesOf(tables.level(table));
    for (let i = 0; i < ENTRIES; i++)
      if (pfn >= column[i] && pfn < column[i] + size) pages.push(tables.base(table) + i * size + pfn - column[i]);
  }
  return pages.sort((a, b) => a - b);
}
