import { PAGES_1G, PAGES_2M } from '../x86/page.ts';
import { P, type Prot } from '../x86/prot.ts';
import { describeChange } from './history.ts';
import type { MachineDiff } from './machine-diff.ts';

/** Regions that changed size, as a kernel counts splits and merges; net numbers, not how often. */
export interface SizeChanges {
  readonly '1G': number;
  readonly '2M': number;
}

/** Pages that changed alike. */
export interface ProtectionChange {
  /** "read-only", "GLOBAL lost". */
  readonly what: string;
  readonly pages: number;
  readonly ranges: number;
  readonly firstPfn: number;
}

/** Pages that are mapped in one machine only. */
export interface PresenceChange {
  readonly pages: number;
  readonly ranges: number;
  readonly firstPfn: number | undefined;
}

/** A diff in numbers. */
export interface DiffSummary {
  /** 1G pages that are smaller ones now; 2M of a larger page that are 4K pages now. */
  readonly split: SizeChanges;
  /** GiB that are one page now; 2M that were 4K pages and are part of a larger page now. */
  readonly merged: SizeChanges;
  /** Most pages first. */
  readonly protection: readonly ProtectionChange[];
  readonly appeared: PresenceChange;
  readonly disappeared: PresenceChange;
}

/** Sums a diff up. */
export function summariseDiff(diff: MachineDiff): DiffSummary {
  const split = { '1G': new Regions(PAGES_1G), '2M': new Regions(PAGES_2M) };
  const merged = { '1G': new Regions(PAGES_1G), '2M': new Regions(PAGES_2M) };
  const protection = new Map<string, ChangeCount>();
  const appeared = new ChangeCount();
  const disappeared = new ChangeCount();
  for (let row = 0; row < diff.count; row++) {
    const [pfn, pages] = [diff.pfn[row], diff.pages[row]];
    const [from, to] = [diff.fromLevel[row], diff.toLevel[row]];
    if (from === 0) appeared.add(pfn, pages);
    else if (to === 0) disappeared.add(pfn, pages);
    else {
      if (from === 3 && to < 3) split['1G'].add(pfn, pages);
      if (from > 1 && to === 1) split['2M'].add(pfn, pages);
      if (to === 3 && from < 3) merged['1G'].add(pfn, pages);
      if (to > 1 && from === 1) merged['2M'].add(pfn, pages);
      if (diff.fromProt[row] === diff.toProt[row]) continue;
      const what =
        describeChange((diff.fromProt[row] | P) as Prot, (diff.toProt[row] | P) as Prot, 1) || 'USER changed';
      const count = protection.get(what) ?? new ChangeCount();
      count.add(pfn, pages);
      protection.set(what, count);
    }
  }
  return {
    split: { '1G': split['1G'].count, '2M': split['2M'].count },
    merged: { '1G': merged['1G'].count, '2M': merged['2M'].count },
    protection: [...protection]
      .map(([what, { pages, ranges, firstPfn }]) => ({ what, pages, ranges, firstPfn: firstPfn ?? 0 }))
      .sort((a, b) => b.pages - a.pages || a.firstPfn - b.firstPfn),
    appeared: appeared.value,
    disappeared: disappeared.value,
  };
}

/** Counts aligned regions that ascending stretches touch. */
class Regions {
  count = 0;
  readonly #size: number;
  #last = -1;

  constructor(size: number) {
    this.#size = size;
  }

  add(pfn: number, pages: number): void {
    const first = Math.max(Math.floor(pfn / this.#size), this.#last + 1);
    const last = Math.floor((pfn + pages - 1) / this.#size);
    if (last < first) return;
    this.count += last - first + 1;
    this.#last = last;
  }
}

class ChangeCount {
  pages = 0;
  ranges = 0;
  firstPfn: number | undefined;
  #end = -1;

  add(pfn: number, pages: number): void {
    this.firstPfn ??= pfn;
    this.pages += pages;
    if (pfn !== this.#end) this.ranges++;
    this.#end = pfn + pages;
  }

  get value(): PresenceChange {
    return { pages: this.pages, ranges: this.ranges, firstPfn: this.firstPfn };
  }
}
