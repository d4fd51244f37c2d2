import { ENTRIES, type Level, PAGES_1G, PAGES_2M, pagesOf } from '../x86/page.ts';
import { differingEntries } from './differing-entries.ts';
import type { Machine } from './machine.ts';
import type { Region } from './region.ts';
import { EMPTY, POINTER } from './words.ts';

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
  if (!exists(machine, query)) return undefined;
  const key = from === undefined ? (direction > 0 ? -1 : Number.POSITIVE_INFINITY) : orderOf(from.pfn, from.level);
  const start = from === undefined ? (direction > 0 ? 0 : gibCount - 1) : Math.floor(from.pfn / PAGES_1G);
  const first = Math.min(gibCount - 1, start);
  // The GiB of the region is looked at twice: beyond the region at first, at last on its other side.
  for (let i = 0; i <= gibCount; i++) {
    const gib = (first + direction * i + 2 * gibCount) % gibCount;
    const hits = hitsIn(machine, query, gib);
    const at = pick(machine, query, hits, gib, direction, i === 0 ? key : undefined);
    if (at >= 0)
      return { region: { level: hits.level[at], pfn: hits.pfn[at] }, pages: lengthOf(machine, query, hits, at) };
  }
  return undefined;
}

const orderOf = (pfn: number, level: Level): number => pfn * 4 + 3 - level;

/** Says without reading a table when nothing matches: leaves are counted by word. */
function exists({ words, tables }: Machine, query: FindQuery): boolean {
  if (query.kind === 'differing') return true;
  for (let word = POINTER + 1; word < words.count; word++) {
    const hit = query.kind === 'state' ? words.state[word] === query.state : words.level[word] === query.level;
    if (hit && tables.counts[word] > 0) return true;
  }
  return false;
}

/** Index of the hit nearest to `key` (undefined: any) on the side that `direction` goes to; -1: none. */
function pick(
  machine: Machine,
  query: FindQuery,
  hits: Hits,
  gib: number,
  direction: 1 | -1,
  key: number | undefined,
): number {
  const count = hits.pfn.length;
  for (let i = 0; i < count; i++) {
    const at = direction > 0 ? i : count - 1 - i;
    const order = orderOf(hits.pfn[at], hits.level[at]);
    if (key !== undefined && (order - key) * direction <= 0) continue;
    if (at === 0 && query.kind !== 'differing' && goesOn(machine, query, hits.pfn[0], gib)) continue;
    return at;
  }
  return -1;
}

/** Whether a hit at the beginning of a GiB began in the one before. */
function goesOn(machine: Machine, query: FindQuery, pfn: number, gib: number): boolean {
  if (gib === 0 || pfn !== gib * PAGES_1G) return false;
  const { level, word } = machine.lookup(pfn - 1);
  return query.kind === 'state'
    ? word !== EMPTY && machine.words.state[word] === query.state
    : sizeIs(query, level, word);
}

const sizeIs = (query: FindQuery, level: Level, word: number): boolean =>
  query.kind === 'size' && level === query.level && (word !== EMPTY || level === 1);

function lengthOf(machine: Machine, query: FindQuery, hits: Hits, at: number): number {
  const start = hits.pfn[at];
  let end = hits.end[at];
  while (query.kind !== 'differing' && end % PAGES_1G === 0 && end < machine.endPfn) {
    const next = hitsIn(machine, query, end / PAGES_1G);
    if (next.pfn[0] !== end) break;
    end = next.end[0];
  }
  return end - start;
}

function hitsIn(machine: Machine, query: FindQuery, gib: number): Hits {
  const hits: Hits = { pfn: [], level: [], end: [] };
  const { tables, words } = machine;
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
  const leaf = (word: number, pfn: number, level: Level): void => {
    const hit = query.kind === 'state' ? words.state[word] === query.state : sizeIs(query, level, word);
    if (hit && word !== EMPTY) add(pfn, level, pagesOf(level));
  };
  const gibTable = machine.gibTable(gib);
  if (gibTable === 0) {
    leaf(machine.gibEntry(gib), base, 3);
    return hits;
  }
  if (query.kind === 'differing' && differingEntries(machine, gibTable) === query.entries) add(base, 3, PAGES_1G);
  for (let i = 0; i < ENTRIES; i++) {
    const word = tables.get(gibTable, i);
    const pfn = base + i * PAGES_2M;
    if (word !== POINTER) {
      leaf(word, pfn, 2);
      continue;
    }
    const child = tables.child(gibTable, i);
    if (query.kind === 'differing') {
      if (differingEntries(machine, child) === query.entries) add(pfn, 2, PAGES_2M);
    } else if (query.kind === 'size') {
      if (query.level === 1) add(pfn, 2, PAGES_2M);
    } else if (tables.summary(child) >= query.state) {
      const cells = tables.cellsOf(child);
      for (let page = 0; page < ENTRIES; page++) leaf(cells[page], pfn + page, 1);
    }
  }
  return hits;
}
