import { ENTRIES, PAGES_1G, PAGES_2M, pagesOf } from '../x86/page.ts';
import { PAGE_OWNERS } from '../x86/page-owner.ts';
import { type Owners, ownersOf } from './owners.ts';
import { eachRun } from './page-runs.ts';
import type { Region } from './region.ts';
import type { Run } from './run.ts';

/** Who has the pages; the arrays are new. What stands for many pages is the largest PageOwner of theirs. */
export interface OwnerView {
  readonly gibOwner: Uint8Array;
  /** n * 512, by 2M cell of the GiB asked for. */
  readonly cellOwner: Uint8Array;
  /** By 2M cell: where in `pageOwner` its 2^order owners begin, -1: all its pages have the cell's, or it is one page. */
  readonly cellPages: Int32Array;
  readonly pageOwner: Uint8Array;
  /** RAM pages of the whole machine by PageOwner. */
  readonly pages: Float64Array;
}

/** Who has the pages at the run's step. `detailGib`: GiB whose cells are wanted; `order` 0..9 as for mapView. */
export function ownerView(run: Run, detailGib: Uint32Array, order: number): OwnerView {
  const owners = ownersOf(run);
  return { gibOwner: owners.most.slice(), pages: owners.pages.slice(), ...detail(run, owners, detailGib, order) };
}

/** RAM pages of a region by PageOwner at the run's step. */
export function ownersOfRegion(run: Run, { level, pfn }: Region): Float64Array {
  const gib = Math.floor(pfn / PAGES_1G);
  const pages = new Float64Array(PAGE_OWNERS);
  const first = pfn - gib * PAGES_1G;
  eachRun(
    ownersOf(run).of(gib).runs,
    first,
    first + pagesOf(level),
    (from, end, owner) => (pages[owner] += end - from),
  );
  pages[0] = 0;
  return pages;
}

function detail({ machine }: Run, owners: Owners, detailGib: Uint32Array, order: number) {
  const cellOwner = new Uint8Array(detailGib.length * ENTRIES);
  const cellPages = new Int32Array(cellOwner.length).fill(-1);
  let used = 0;
  for (const [i, gib] of detailGib.entries()) {
    const table = machine.gibTable(gib);
    eachRun(owners.of(gib).runs, 0, PAGES_1G, (first, end, owner) => {
      for (let at = first; at < end; ) {
        const n = Math.floor(at / PAGES_2M);
        const stop = Math.min(end, (n + 1) * PAGES_2M);
        const cell = i * ENTRIES + n;
        if (owner > cellOwner[cell]) cellOwner[cell] = owner;
        const mixed = stop - at < PAGES_2M && cellPages[cell] < 0;
        if (mixed && table !== 0 && machine.tables.child(table, n) !== 0) {
          cellPages[cell] = used;
          used += 1 << order;
        }
        at = stop;
      }
    });
  }
  const pageOwner = new Uint8Array(used);
  const shift = 9 - order;
  for (const [cell, into] of cellPages.entries()) {
    if (into < 0) continue;
    const start = (cell % ENTRIES) * PAGES_2M;
    const { runs } = owners.of(detailGib[Math.floor(cell / ENTRIES)]);
    eachRun(runs, start, start + PAGES_2M, (first, end, owner) => {
      for (let part = (first - start) >> shift; part <= (end - 1 - start) >> shift; part++)
        if (owner > pageOwner[into + part]) pageOwner[into + part] = owner;
    });
  }
  return { cellOwner, cellPages, pageOwner };
}
