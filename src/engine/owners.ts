import { PAGES_1G, PAGES_2M } from '../x86/page.ts';
import { PAGE_OWNERS, PageOwner } from '../x86/page-owner.ts';
import { Claims } from './claims.ts';
import { gapsOf, tablePatches, within } from './gib-patches.ts';
import { keptOf } from './kernel-image.ts';
import type { MemoryCheckpoint } from './memory.ts';
import type { MemoryRange } from './memory-range.ts';
import { eachRun, type PageRuns, type Patch, patched } from './page-runs.ts';
import type { Run } from './run.ts';
import type { PageBits } from './table-pages.ts';

/** Who has the pages of a GiB. Not to be changed. */
export interface GibOwners {
  /** PageOwner by page. */
  readonly runs: PageRuns;
  /** Pages by PageOwner. */
  readonly pages: Float64Array;
  /** The most telling owner. */
  readonly most: number;
}

const known = new WeakMap<Run, Owners>();

/** Who has which page at the run's step; good until the run goes on. Asked again, it costs what has changed since. */
export function ownersOf(run: Run): Owners {
  const owners = known.get(run) ?? new Owners(run);
  known.set(run, owners);
  owners.update();
  return owners;
}

/** Whoever has a whole GiB. */
const PLAIN = Array.from({ length: PAGE_OWNERS }, (_, owner) => counted({ first: [0], value: [owner] }));

/**
 * Who has each page of a run's machine, GiB by GiB: RAM is in use, or unknown, but for what the page allocator has free,
 * over that what operations said, over that the kernel's image where it is known, over all the pages of tables. What has
 * changed is found by comparing, so that it may have changed in any way.
 */
export class Owners {
  /** The most telling owner by GiB. */
  readonly most: Uint8Array;
  /** RAM pages of the whole machine by PageOwner. */
  readonly pages = new Float64Array(PAGE_OWNERS);
  readonly #run: Run;
  readonly #claims: Claims;
  readonly #image: readonly MemoryRange[];
  /** What is no RAM. */
  readonly #gaps: readonly MemoryRange[];
  readonly #gibs: GibOwners[];
  /** GiB to be read again. */
  readonly #changed = new Set<number>();
  /** As they were the last time: pages of tables by GiB and 2M region, and what is free. */
  readonly #tables = new Map<number, Map<number, PageBits>>();
  #memory: MemoryCheckpoint | undefined;

  constructor(run: Run) {
    const { gibCount, endPfn, ram, memory, space } = run.machine;
    this.#run = run;
    this.#claims = new Claims(endPfn);
    this.#image = space.image === undefined ? [] : keptOf(space.image);
    this.#gaps = gapsOf(ram, gibCount * PAGES_1G);
    this.most = new Uint8Array(gibCount);
    this.#gibs = new Array<GibOwners>(gibCount).fill(PLAIN[PageOwner.none]);
    const ramBy = new Float64Array(gibCount);
    const freeBy = new Float64Array(gibCount);
    for (const { firstPfn, endPfn: end } of ram) eachGib(firstPfn, end, (gib, pages) => (ramBy[gib] += pages));
    memory?.eachFree(0, endPfn, (first, end) => eachGib(first, end, (gib, pages) => (freeBy[gib] += pages)));
    for (let gib = 0; gib < gibCount; gib++) {
      if (ramBy[gib] === 0) continue;
      if (ramBy[gib] < PAGES_1G || freeBy[gib] % PAGES_1G !== 0) this.#changed.add(gib);
      else this.#put(gib, PLAIN[freeBy[gib] > 0 ? PageOwner.free : this.#base]);
    }
    for (const { firstPfn, endPfn: end } of this.#image) eachGib(firstPfn, end, (gib) => this.#changed.add(gib));
    this.#memory = memory?.checkpoint();
  }

  /** Who has the pages of a GiB. */
  of(gib: number): GibOwners {
    return this.#gibs[gib];
  }

  /** Catches up with the run. */
  update(): void {
    const { memory } = this.#run.machine;
    const changed = (gib: number): void => void this.#changed.add(gib);
    this.#claims.moveTo(this.#run, changed);
    this.#compareTables(changed);
    if (memory !== undefined && this.#memory !== undefined)
      memory.eachChange(this.#memory, (first, end) => eachGib(first, end, changed));
    this.#memory = memory?.checkpoint();
    for (const gib of this.#changed) if (gib < this.#gibs.length) this.#put(gib, this.#read(gib));
    this.#changed.clear();
  }

  /** Whose RAM is that nobody has claimed. */
  get #base(): PageOwner {
    return this.#run.machine.memory === undefined ? PageOwner.unknown : PageOwner.used;
  }

  #compareTables(changed: (gib: number) => void): void {
    const now = this.#run.machine.tablePages.byRegion();
    for (const [gib, regions] of this.#tables) {
      for (const region of regions.keys()) {
        if (now.has(region)) continue;
        regions.delete(region);
        changed(gib);
      }
    }
    for (const [region, bits] of now) {
      const gib = gibOf(region * PAGES_2M);
      const regions = this.#tables.get(gib) ?? new Map<number, PageBits>();
      const before = regions.get(region);
      if (before !== undefined && bits.every((word, i) => word === before[i])) continue;
      this.#tables.set(gib, regions.set(region, bits.slice()));
      changed(gib);
    }
  }

  #put(gib: number, owners: GibOwners): void {
    const before = this.#gibs[gib];
    for (let owner = PageOwner.none + 1; owner < PAGE_OWNERS; owner++)
      this.pages[owner] += owners.pages[owner] - before.pages[owner];
    this.most[gib] = owners.most;
    this.#gibs[gib] = owners;
  }

  #read(gib: number): GibOwners {
    const start = gib * PAGES_1G;
    const said: Patch[] = [];
    const claims = this.#claims.of(gib);
    if (claims !== undefined)
      eachRun(claims, 0, PAGES_1G, (first, end, value) => {
        if (value !== PageOwner.none) said.push({ first, end, value });
      });
    // What somebody claims as a whole, nobody else has: a call may be on all of a machine.
    const below = said.length === 1 && isWhole(said[0]) ? [] : this.#unclaimed(start);
    const layers = [
      ...below,
      said,
      within(this.#image, start, PageOwner.kernel),
      tablePatches(this.#tables.get(gib), start),
      within(this.#gaps, start, PageOwner.none),
    ];
    return summed(layers.reduce(patched, PLAIN[PageOwner.none].runs));
  }

  #unclaimed(start: number): readonly (readonly Patch[])[] {
    const { ram, memory } = this.#run.machine;
    const free: Patch[] = [];
    memory?.eachFree(start, start + PAGES_1G, (from, to) =>
      free.push({ first: from - start, end: to - start, value: PageOwner.free }),
    );
    return [within(ram, start, this.#base), free];
  }
}

const isWhole = ({ first, end }: Patch): boolean => first === 0 && end === PAGES_1G;

const gibOf = (pfn: number): number => Math.floor(pfn / PAGES_1G);

function eachGib(firstPfn: number, endPfn: number, tell: (gib: number, pages: number) => void): void {
  for (let at = firstPfn; at < endPfn; ) {
    const gib = gibOf(at);
    const stop = Math.min(endPfn, (gib + 1) * PAGES_1G);
    tell(gib, stop - at);
    at = stop;
  }
}

const summed = (runs: PageRuns): GibOwners => (runs.value.length === 1 ? PLAIN[runs.value[0]] : counted(runs));

function counted(runs: PageRuns): GibOwners {
  const pages = new Float64Array(PAGE_OWNERS);
  let most = 0;
  eachRun(runs, 0, PAGES_1G, (first, end, owner) => {
    pages[owner] += end - first;
    if (owner > most) most = owner;
  });
  return { runs, pages, most };
}
