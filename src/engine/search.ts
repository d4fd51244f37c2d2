import { ENTRIES, type Level, PAGES_1G, PAGES_2M } from '../x86/page.ts';
import { PageState } from '../x86/page-state.ts';
import { differingEntries } from './differing-entries.ts';
import { type DrawnTables, drawnTables, hasPage, pageStateAt } from './drawn-tables.ts';
import type { Machine } from './machine.ts';
import type { Region } from './region.ts';
import { POINTER } from './words.ts';

/** What can be looked for: pages of a PageState, pages of a size, tables with so many entries that differ. */
export type FindQuery =
  | { readonly kind: 'state'; readonly state: number }
  | { readonly kind: 'size'; readonly level: Level }
  | { readonly kind: 'differing'; readonly entries: number };

/** A hit: where it begins, as a region that can be selected, and how many pages it has. */
export interface Found {
  readonly region: Region;
  readonly pages: number;
}

/** A search under way: `match` says by word which leaves are looked for; `held`, for data and page tables, the latter. */
interface Scan {
  readonly machine: Machine;
  readonly query: FindQuery;
  readonly match: Uint8Array;
  readonly held: ReturnType<typeof drawnTables> | undefined;
}

/** Hits that begin in one GiB, in order: first page, level of the region there, first page after. */
interface Hits {
  readonly pfn: number[];
  readonly level: Level[];
  readonly end: number[];
}

/**
 * The next hit after (1) or before (-1) a region, in address order, larger regions first where two begin at one page;
 * past the end it goes on at the other. Neighbouring pages that match are one hit. Undefined when nothing matches.
 */
export function findNext(
  machine: Machine,
  query: FindQuery,
  from: Region | undefined,
  direction: 1 | -1,
): Found | undefined {
  const { gibCount } = machine;
  const byPage = query.kind === 'state' && (query.state === PageState.rw || query.state === PageState.pt);
  const held = byPage ? drawnTables(machine) : undefined;
  const scan: Scan = { machine, query, match: matching(machine, query), held };
  if (!exists(scan)) return undefined;
  const key = from === undefined ? (direction > 0 ? -1 : Number.POSITIVE_INFINITY) : orderOf(from.pfn, from.level);
  const start = from === undefined ? (direction > 0 ? 0 : gibCount - 1) : Math.floor(from.pfn / PAGES_1G);
  const first = Math.min(gibCount - 1, start);
  // The GiB of the region is looked at twice: beyond the region at first, at last on its other side.
  for (let i = 0; i <= gibCount; i++) {
    const gib = (first + direction * i + 2 * gibCount) % gibCount;
    const hits = hitsIn(scan, gib);
    const at = pick(scan, hits, gib, direction, i === 0 ? key : undefined);
    if (at >= 0) return { region: { level: hits.level[at], pfn: hits.pfn[at] }, pages: lengthOf(scan, hits, at) };
  }
  return undefined;
}

const orderOf = (pfn: number, level: Level): number => pfn * 4 + 3 - level;

function matching({ words }: Machine, query: FindQuery): Uint8Array {
  const match = new Uint8Array(words.count);
  for (let word = POINTER + 1; word < words.count; word++) {
    if (query.kind === 'state') match[word] = Number(words.state[word] === query.state);
    else if (query.kind === 'size') match[word] = Number(words.level[word] === query.level);
  }
  return match;
}

/** Says without reading a table when nothing matches: leaves are counted by word. */
const exists = ({ machine, query, match, held }: Scan): boolean =>
  query.kind === 'differing' ||
  (query.kind === 'state' && query.state === PageState.pt && held !== undefined && held.size > 0) ||
  match.some((matches, word) => matches === 1 && machine.tables.counts[word] > 0);

/** Index of the hit nearest to `key` (undefined: any) on the side that `direction` goes to; -1: none. */
function pick(scan: Scan, hits: Hits, gib: number, direction: 1 | -1, key: number | undefined): number {
  const count = hits.pfn.length;
  for (let i = 0; i < count; i++) {
    const at = direction > 0 ? i : count - 1 - i;
    const order = orderOf(hits.pfn[at], hits.level[at]);
    if (key !== undefined && (order - key) * direction <= 0) continue;
    if (at === 0 && goesOn(scan, hits.pfn[0], gib)) continue;
    return at;
  }
  return -1;
}

/** Whether a hit at the beginning of a GiB began in the one before. */
function goesOn({ machine, query, match, held }: Scan, pfn: number, gib: number): boolean {
  if (gib === 0 || pfn !== gib * PAGES_1G || query.kind === 'differing') return false;
  const { level, word } = machine.lookup(pfn - 1);
  if (held !== undefined && query.kind === 'state') return pageStateAt(machine, pfn - 1) === query.state;
  return query.kind === 'size' && query.level === 1 ? level === 1 : match[word] === 1;
}

function lengthOf(scan: Scan, hits: Hits, at: number): number {
  const { machine, query } = scan;
  const start = hits.pfn[at];
  let end = hits.end[at];
  while (query.kind !== 'differing' && end % PAGES_1G === 0 && end < machine.endPfn) {
    const next = hitsIn(scan, end / PAGES_1G);
    if (next.pfn[0] !== end) break;
    end = next.end[0];
  }
  return end - start;
}

function hitsIn({ machine, query, match, held }: Scan, gib: number): Hits {
  const hits: Hits = { pfn: [], level: [], end: [] };
  const { tables } = machine;
  const base = gib * PAGES_1G;
  const add = (pfn: number, level: Level, pages: number): void => {
    const last = hits.end.length - 1;
    if (query.kind !== 'differing' && hits.end[last] === pfn) {
      hits.end[last] = pfn + pages;
      return;
    }
    hits.pfn.push(pfn);
    hits.level.push(level);
    hits.end.push(pfn + pages);
  };
  const gibTable = machine.gibTable(gib);
  const heldHere = held?.get(gib);
  if (heldHere !== undefined && query.kind === 'state') {
    for (let i = 0; i < ENTRIES; i++) addRegion(machine, base + i * PAGES_2M, query.state, heldHere.get(i), add);
    return hits;
  }
  if (gibTable === 0) {
    if (match[machine.gibEntry(gib)] === 1) add(base, 3, PAGES_1G);
    return hits;
  }
  if (query.kind === 'differing' && differingEntries(machine, gibTable) === query.entries) add(base, 3, PAGES_1G);
  for (let i = 0; i < ENTRIES; i++) {
    const word = tables.get(gibTable, i);
    const pfn = base + i * PAGES_2M;
    if (word !== POINTER) {
      if (match[word] === 1) add(pfn, 2, PAGES_2M);
      continue;
    }
    const child = tables.child(gibTable, i);
    if (query.kind === 'differing') {
      if (differingEntries(machine, child) === query.entries) add(pfn, 2, PAGES_2M);
    } else if (query.kind === 'size') {
      if (query.level === 1) add(pfn, 2, PAGES_2M);
    } else if (tables.summary(child) >= query.state) {
      const cells = tables.cellsOf(child);
      for (let page = 0; page < ENTRIES; ) {
        const same = cells[page];
        let end = page + 1;
        while (end < ENTRIES && cells[end] === same) end++;
        if (match[same] === 1) add(pfn + page, 1, end - page);
        page = end;
      }
    }
  }
  return hits;
}

/** The pages of a state in a 2M region of a GiB in which some pages hold tables. */
function addRegion(
  machine: Machine,
  pfn: number,
  state: number,
  held: DrawnTables | undefined,
  add: (pfn: number, level: Level, pages: number) => void,
): void {
  const { words, tables } = machine;
  const { table, level, word } = machine.lookup(pfn);
  if (level > 1 && held === undefined) {
    if (words.state[word] === state) add(pfn, 2, PAGES_2M);
    return;
  }
  for (let page = 0; page < PAGES_2M; page++) {
    const own = words.state[level > 1 ? word : tables.get(table, page)];
    const shown = held !== undefined && hasPage(held.bits, page) ? PageState.pt : own;
    if (shown === state) add(pfn + page, 1, 1);
  }
}
