import { type Level, PAGES_1G, PAGES_2M, pagesOf } from '../x86/page.ts';

/** A region of the map: `level` 3 = GiB, 2 = 2M, 1 = one page; `pfn` is its first page. */
export interface Region {
  readonly level: Level;
  readonly pfn: number;
}

/** The GiB that holds a page. */
export const gibOf = (pfn: number): number => Math.floor(pfn / PAGES_1G);

/** Index (0-511) of the 2M cell inside its GiB that holds a page. */
export const cellOf = (pfn: number): number => Math.floor((pfn % PAGES_1G) / PAGES_2M);

/** First page of a 2M cell (0-511) of a GiB. */
export const pfnOf = (gib: number, cell: number): number => gib * PAGES_1G + cell * PAGES_2M;

/** The region of this level that holds a page. */
export const regionOf = (level: Level, pfn: number): Region => ({ level, pfn: pfn - (pfn % pagesOf(level)) });

/** The next larger region around this one; undefined around a GiB. */
export function parentOf({ level, pfn }: Region): Region | undefined {
  return level === 3 ? undefined : regionOf((level + 1) as Level, pfn);
}

/** Whether two regions are the same. */
export const sameRegion = (a: Region | undefined, b: Region | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && a.level === b.level && a.pfn === b.pfn);

/** Whether a 2M region steps back because another one, or a page of another one, fills the view. */
export const stepsBack = (focus: Region | undefined, cellPfn: number): boolean =>
  focus !== undefined && focus.level < 3 && regionOf(2, focus.pfn).pfn !== cellPfn;
