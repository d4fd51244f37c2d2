import type { Level } from '../x86/page.ts';

/** Where a page table of the direct map lies in memory, as read from its page tables. */
export interface TablePlace {
  /** Level of its entries: 3 a PUD table, 2 a PMD table, 1 a PTE table. */
  readonly level: Level;
  /** First page that it maps; below 0 when a PUD table maps other memory before. */
  readonly pfn: number;
  /** PFN of the page that holds it. */
  readonly frame: number;
  /** Low 12 bits of the entry that points to it. */
  readonly flags: number;
}
