import type { MemoryRange } from './memory-range.ts';

/**
 * Which pages of RAM hold page tables: table n lies in the nth page from the end of RAM, so a table's
 * page is free exactly when the table is.
 */
export class TableFrames {
  readonly #fromTop: readonly MemoryRange[];

  constructor(ram: readonly MemoryRange[]) {
    this.#fromTop = [...ram].sort((a, b) => b.endPfn - a.endPfn);
  }

  /** PFN of the page for table n; undefined when RAM has fewer pages. */
  pfnOf(n: number): number | undefined {
    let left = n;
    for (let i = 0; i < this.#fromTop.length; i++) {
      const { firstPfn, endPfn } = this.#fromTop[i];
      const pages = endPfn - firstPfn;
      if (left < pages) return endPfn - 1 - left;
      left -= pages;
    }
    return undefined;
  }
}
