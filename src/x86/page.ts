import type { Brand } from './brand.ts';

/** Page frame number: physical address / 4096. */
export type Pfn = Brand<number, 'Pfn'>;

/** Page level by the size it maps: 1 = 4K (PG_LEVEL_4K), 2 = 2M, 3 = 1G. */
export type Level = 1 | 2 | 3;

/** Entries of one page table, at every level. */
export const ENTRIES = 512;
/** 4K pages in a 2M page. */
export const PAGES_2M = 512;
/** 4K pages in a 1G page. */
export const PAGES_1G = 262144;
/** Largest PFN + 1 with 52 physical address bits (SDM, "4-Level Paging"). */
export const PFN_LIMIT = 2 ** 40;

const PAGES: Record<Level, number> = { 1: 1, 2: PAGES_2M, 3: PAGES_1G };
const NAME = { 1: '4K', 2: '2M', 3: '1G' } as const;

/** The size's name as the kernel prints it. */
export type LevelName = (typeof NAME)[Level];

/** 4K pages mapped by one leaf of this level. */
export const pagesOf = (level: Level): number => PAGES[level];

/** "4K", "2M" or "1G". */
export const levelName = (level: Level): LevelName => NAME[level];

/** Checks and brands a page frame number; throws on a number that is none. */
export function pfn(value: number): Pfn {
  if (!Number.isInteger(value) || value < 0 || value >= PFN_LIMIT)
    throw new RangeError(`not a page frame number: ${value}`);
  return value as Pfn;
}
