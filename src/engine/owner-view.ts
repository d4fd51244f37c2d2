import { ENTRIES, PAGES_1G, PAGES_2M, pagesOf } from '../x86/page.ts';
import { PAGE_OWNERS, PageOwner } from '../x86/page-owner.ts';
import { type Claims, claimsOf } from './claims.ts';
import type { Machine } from './machine.ts';
import type { Region } from './region.ts';
import type { Run } from './run.ts';

/** Who has the pages; the arrays are new. What stands for many pages is the largest PageOwner of theirs. */
export interface OwnerView {
  readonly gibOwner: Uint8Array;
  /** n * 512, by 2M cell of the GiB asked for. */
  readonly cellOwner: Uint8Array;
  /** By 2M cell: where in `pageOwner` its 2^order owners begin, -1: all its pages have the cell's. */
  readonly cellPages: Int32Array;
  readonly pageOwner: Uint8Array;
  /** RAM pages of the whole machine by PageOwner. */
  readonly pages: Float64Array;
}

/** Owner of each page of a 2M: its RAM counted as in use, or as unknown, but for what is free or claimed. */
export function ownersIn(machine: Machine, claims: Claims, cell: number): Uint8Array {
  return withClaims(unclaimed(machine, cell), claims.get(cell));
}

function unclaimed(machine: Machine, cell: number): Uint8Array {
  const owners = new Uint8Array(PAGES_2M);
  const first = cell * PAGES_2M;
  const within = (from: number, end: number, owner: number): void => {
    if (end > first && from < first + PAGES_2M)
      owners.fill(owner, Math.max(0, from - first), Math.min(PAGES_2M, end - first));
  };
  for (const { firstPfn, endPfn } of machine.ram) within(firstPfn, endPfn, baseOf(machine));
  machine.memory?.eachFree(first, first + PAGES_2M, (from, end) => within(from, end, PageOwner.free));
  return owners;
}

function withClaims(owners: Uint8Array, claimed: Uint8Array | undefined): Uint8Array {
  const all = owners.slice();
  for (let page = 0; claimed !== undefined && page < PAGES_2M; page++)
    if (claimed[page] !== 0 && all[page] !== 0) all[page] = claimed[page];
  return all;
}

const baseOf = (machine: Machine): PageOwner => (machine.memory === undefined ? PageOwner.unknown : PageOwner.used);

/** Who has the pages at the run's step. `detailGib`: GiB whose cells are wanted; `order` 0..9 as for mapView. */
export function ownerView(run: Run, detailGib: Uint32Array, order: number): OwnerView {
  const { machine } = run;
  const claims = claimsOf(run);
  const { gibCount, memory, ram } = machine;
  const base = baseOf(machine);
  const ramBy = new Float64Array(gibCount);
  const freeBy = new Float64Array(gibCount);
  const byGib = (into: Float64Array, from: number, end: number): void => {
    for (let at = from; at < end; ) {
      const gib = Math.floor(at / PAGES_1G);
      const stop = Math.min(end, (gib + 1) * PAGES_1G);
      into[gib] += stop - at;
      at = stop;
    }
  };
  for (const { firstPfn, endPfn } of ram) byGib(ramBy, firstPfn, endPfn);
  memory?.eachFree(0, machine.endPfn, (from, end) => byGib(freeBy, from, end));
  const gibOwner = Uint8Array.from(ramBy, (pages, gib) =>
    pages === 0 ? PageOwner.none : freeBy[gib] === pages ? PageOwner.free : base,
  );
  const pages = new Float64Array(PAGE_OWNERS);
  pages[PageOwner.free] = freeBy.reduce((sum, free) => sum + free, 0);
  pages[base] += ramBy.reduce((sum, all) => sum + all, 0) - pages[PageOwner.free];
  for (const [cell, claimed] of claims) {
    const before = unclaimed(machine, cell);
    const owners = withClaims(before, claimed);
    for (let page = 0; page < PAGES_2M; page++) {
      if (owners[page] === before[page]) continue;
      pages[before[page]]--;
      pages[owners[page]]++;
    }
    const gib = Math.floor((cell * PAGES_2M) / PAGES_1G);
    gibOwner[gib] = Math.max(gibOwner[gib], most(owners, 0, PAGES_2M));
  }
  pages[PageOwner.none] = 0;
  return { gibOwner, pages, ...detail(machine, claims, detailGib, order) };
}

/** RAM pages of a region by PageOwner at the run's step. */
export function ownersOfRegion(run: Run, { level, pfn }: Region): Float64Array {
  const { machine } = run;
  const claims = claimsOf(run);
  const pages = new Float64Array(PAGE_OWNERS);
  const first = Math.floor(pfn / PAGES_2M);
  const end = first + Math.max(1, pagesOf(level) / PAGES_2M);
  for (let cell = first; cell < end; cell++) {
    const owners = ownersIn(machine, claims, cell);
    const part = level === 1 ? owners.subarray(pfn % PAGES_2M, (pfn % PAGES_2M) + 1) : owners;
    for (const owner of part) pages[owner]++;
  }
  pages[PageOwner.none] = 0;
  return pages;
}

function detail(machine: Machine, claims: Claims, detailGib: Uint32Array, order: number) {
  const cellOwner = new Uint8Array(detailGib.length * ENTRIES);
  const cellPages = new Int32Array(cellOwner.length).fill(-1);
  const parts: Uint8Array[] = [];
  const size = PAGES_2M >> order;
  detailGib.forEach((gib, i) => {
    const table = machine.gibTable(gib);
    const { ram, free } = pagesByCell(machine, gib);
    for (let n = 0; n < ENTRIES; n++) {
      const cell = gib * ENTRIES + n;
      const split = table !== 0 && machine.tables.child(table, n) !== 0;
      const claimed = claims.has(cell);
      const mixed = claimed || ram[n] < PAGES_2M || (free[n] > 0 && free[n] < PAGES_2M);
      const owners = claimed || (mixed && split) ? ownersIn(machine, claims, cell) : undefined;
      const plain = free[n] < ram[n] ? baseOf(machine) : free[n] > 0 ? PageOwner.free : PageOwner.none;
      cellOwner[i * ENTRIES + n] = owners === undefined ? plain : most(owners, 0, PAGES_2M);
      if (owners === undefined || !split) continue;
      cellPages[i * ENTRIES + n] = parts.length << order;
      parts.push(Uint8Array.from({ length: 1 << order }, (_, part) => most(owners, part * size, (part + 1) * size)));
    }
  });
  const pageOwner = new Uint8Array(parts.length << order);
  parts.forEach((part, i) => {
    pageOwner.set(part, i << order);
  });
  return { cellOwner, cellPages, pageOwner };
}

/** RAM pages and free pages of each 2M of a GiB. */
function pagesByCell({ ram, memory }: Machine, gib: number) {
  const first = gib * PAGES_1G;
  const pages = { ram: new Uint16Array(ENTRIES), free: new Uint16Array(ENTRIES) };
  const add = (into: Uint16Array, from: number, end: number): void => {
    for (let at = Math.max(from, first) - first; at < Math.min(end - first, PAGES_1G); ) {
      const cell = Math.floor(at / PAGES_2M);
      const stop = Math.min(end - first, (cell + 1) * PAGES_2M);
      into[cell] += stop - at;
      at = stop;
    }
  };
  for (const { firstPfn, endPfn } of ram) add(pages.ram, firstPfn, endPfn);
  memory?.eachFree(first, first + PAGES_1G, (from, end) => add(pages.free, from, end));
  return pages;
}

function most(owners: Uint8Array, first: number, end: number): number {
  let found = 0;
  for (let i = first; i < end; i++) if (owners[i] > found) found = owners[i];
  return found;
}
