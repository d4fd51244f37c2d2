import type { Level } from '../x86/page.ts';
import { pagesOf } from '../x86/page.ts';
import type { Prot } from '../x86/prot.ts';

/** Entries that continue each other, with equal flags and size, as columns; `count` of each array are in use. */
export interface InfoTlbRuns {
  readonly count: number;
  /** Virtual page and PFN of the first entry. */
  readonly page: Float64Array;
  readonly pfn: Float64Array;
  readonly prot: Int32Array;
  readonly level: Uint8Array;
  /** Number of entries. */
  readonly entries: Uint32Array;
}

/** The memory that these virtual pages map, piece by piece, each of pages that follow each other; others are left out. */
export function mappedPieces(runs: InfoTlbRuns, page: number, pages: number): { pfn: number; pages: number }[] {
  let low = 0;
  let high = runs.count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((runs.page[middle] as number) <= page) low = middle + 1;
    else high = middle;
  }
  const pieces: { pfn: number; pages: number }[] = [];
  for (let run = Math.max(0, low - 1); run < runs.count && (runs.page[run] as number) < page + pages; run++) {
    const first = runs.page[run] as number;
    const from = Math.max(page, first);
    const end = Math.min(page + pages, first + (runs.entries[run] as number) * pagesOf(runs.level[run] as Level));
    if (from >= end) continue;
    const pfn = (runs.pfn[run] as number) + from - first;
    const last = pieces.at(-1);
    if (last !== undefined && last.pfn + last.pages === pfn) last.pages += end - from;
    else pieces.push({ pfn, pages: end - from });
  }
  return pieces;
}

/** Columns that grow as entries are read. */
export class InfoTlbRunColumns implements InfoTlbRuns {
  count = 0;
  page = new Float64Array(1024);
  pfn = new Float64Array(1024);
  prot = new Int32Array(1024);
  level = new Uint8Array(1024);
  entries = new Uint32Array(1024);
  #nextPage = -1;
  #nextPfn = -1;

  /** Appends entries that continue each other, to the last run where they continue it. */
  append(page: number, pfn: number, prot: Prot, level: Level, entries = 1): void {
    const last = this.count - 1;
    const size = pagesOf(level) * entries;
    const continues =
      page === this.#nextPage && pfn === this.#nextPfn && prot === this.prot[last] && level === this.level[last];
    this.#nextPage = page + size;
    this.#nextPfn = pfn + size;
    if (continues) {
      this.entries[last] = (this.entries[last] as number) + entries;
      return;
    }
    const run = this.count;
    if (run === this.level.length) this.#grow();
    this.page[run] = page;
    this.pfn[run] = pfn;
    this.prot[run] = prot;
    this.level[run] = level;
    this.entries[run] = entries;
    this.count = run + 1;
  }

  #grow(): void {
    // What is not written yet costs no memory, and copying does.
    const runs = this.count * 4;
    const { page, pfn, prot, level, entries } = this;
    this.page = new Float64Array(runs);
    this.pfn = new Float64Array(runs);
    this.prot = new Int32Array(runs);
    this.level = new Uint8Array(runs);
    this.entries = new Uint32Array(runs);
    this.page.set(page);
    this.pfn.set(pfn);
    this.prot.set(prot);
    this.level.set(level);
    this.entries.set(entries);
  }
}
