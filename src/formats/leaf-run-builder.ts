import { type Level, type Pfn, pagesOf } from '../x86/page.ts';
import type { Prot } from '../x86/prot.ts';
import type { LeafRun } from './leaf-run.ts';

/** Joins leaf entries that come in order of PFN to runs. */
export class LeafRunBuilder {
  /** First page after the last entry. */
  endPfn = 0;
  readonly #runs: LeafRun[] = [];
  readonly #words = new Set<number>();
  #pfn = 0;
  #level: Level = 1;
  #prot = 0 as Prot;
  #count = 0;

  /** Different flags by size so far. */
  get flagWords(): number {
    return this.#words.size;
  }

  /** Appends one entry; `pfn` is not below endPfn. */
  append(pfn: number, level: Level, prot: Prot): void {
    if (pfn === this.endPfn && prot === this.#prot && level === this.#level) this.#count++;
    else {
      this.#close();
      this.#words.add(prot * 4 + level);
      this.#pfn = pfn;
      this.#level = level;
      this.#prot = prot;
      this.#count = 1;
    }
    this.endPfn = pfn + pagesOf(level);
  }

  /** All runs. */
  end(): LeafRun[] {
    this.#close();
    this.#count = 0;
    return this.#runs;
  }

  #close(): void {
    if (this.#count > 0)
      this.#runs.push({ pfn: this.#pfn as Pfn, level: this.#level, prot: this.#prot, count: this.#count });
  }
}
