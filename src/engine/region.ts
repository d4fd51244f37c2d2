import type { Level } from '../x86/page.ts';

/** An aligned piece of physical memory: a GiB (level 3), a 2M cell (2) or a page (1), by its first PFN. */
export interface Region {
  readonly level: Level;
  readonly pfn: number;
}
