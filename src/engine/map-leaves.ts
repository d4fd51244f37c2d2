import type { LeafRuns } from '../x86/leaf-runs.ts';
import { ENTRIES, type Level, PAGES_1G, PAGES_2M, pagesOf } from '../x86/page.ts';
import type { Prot } from '../x86/prot.ts';
import type { Area } from './area.ts';
import type { TableId } from './table-id.ts';
import { EMPTY } from './words.ts';

/** Words below this fit into a table's entries whatever their width. */
const BYTE = 256;

/**
 * Maps `count` leaves of one level with equal flags from `pfn` (aligned to the level) on, making the tables that are
 * needed; they are not tables of a split. Gives back the PFN of the first page that is mapped already, or undefined.
 */
export function mapLeaves(map: Area, pfn: number, level: Level, prot: Prot, count: number): number | undefined {
  const word = map.words.of(prot, level);
  const size = pagesOf(level);
  const end = pfn + count * size;
  for (let at = pfn; at < end; ) {
    const index = Math.floor(at / size) + (level === 3 ? map.firstPudIndex : 0);
    const first = index % ENTRIES;
    const entries = Math.min(ENTRIES - first, (end - at) / size);
    const table = tableFor(map, at, level);
    if (table === undefined) return at;
    const taken = map.tables.fillEmpty(table, first, first + entries, word);
    if (taken >= 0) return at + (taken - first) * size;
    at += entries * size;
  }
  return undefined;
}

/** mapLeaves() of all runs of a machine that maps nothing yet and that nobody has seen. There may be a million. */
export function mapRuns(map: Area, { pfn, count, level, prot }: LeafRuns): void {
  const { tables, words } = map;
  /** Where in `cells` the table of 4K entries begins that the last run is in, and the first page after that table. */
  let start = 0;
  let tableEnd = 0;
  for (let row = 0; row < pfn.length; row++) {
    const first = pfn[row];
    const end = first + count[row];
    const word = words.of(prot[row] as Prot, level[row] as Level);
    if (level[row] === 1 && end <= tableEnd && word < BYTE) {
      const { cells, counts } = tables;
      const at = start + (first & (ENTRIES - 1));
      for (let i = at; i < at + count[row]; i++) cells[i] = word;
      counts[EMPTY] -= count[row];
      counts[word] += count[row];
      continue;
    }
    mapLeaves(map, first, level[row] as Level, prot[row] as Prot, count[row]);
    if (level[row] !== 1) continue;
    start = tables.pteTable(end - 1) * ENTRIES;
    tableEnd = Math.ceil(end / ENTRIES) * ENTRIES;
  }
}

/** Makes the PTE tables of a range in which no large page is; false when there is no page for one: those made stay. */
export function makePteTables(map: Area, page: number, pages: number): boolean {
  try {
    for (let at = page - (page % PAGES_2M); at < page + pages; at += PAGES_2M) tableFor(map, at, 1);
    return true;
  } catch (error) {
    if (error instanceof NoTablePage) return false;
    throw error;
  }
}

class NoTablePage extends RangeError {}

/** The table whose entries of this level map a page; undefined when a larger leaf is in the way. */
function tableFor(map: Area, pfn: number, level: Level): TableId | undefined {
  const slot = Math.floor(pfn / PAGES_1G) + map.firstPudIndex;
  const pud = pudFor(map, slot >> 9);
  if (level === 3) return pud;
  const pmd = childFor(map, pud, slot & 511, 2, pfn - (pfn % PAGES_1G));
  if (level === 2 || pmd === undefined) return pmd;
  return childFor(map, pmd, (pfn >>> 9) & 511, 1, pfn - (pfn % PAGES_2M));
}

function pudFor(map: Area, number: number): TableId {
  const known = map.puds[number] ?? 0;
  if (known !== 0) return known;
  const base = (number * ENTRIES - map.firstPudIndex) * PAGES_1G;
  const pud = allocate(map, 3, base, 0, 0);
  map.puds = Array.from({ length: Math.max(map.puds.length, number + 1) }, (_, i) =>
    i === number ? pud : (map.puds[i] ?? 0),
  );
  return pud;
}

function childFor(map: Area, parent: TableId, index: number, level: 1 | 2, base: number): TableId | undefined {
  const known = map.tables.child(parent, index);
  if (known !== 0) return known;
  if (map.tables.get(parent, index) !== EMPTY) return undefined;
  const child = allocate(map, level, base, parent, index);
  map.tables.link(parent, index, child);
  return child;
}

function allocate(map: Area, level: Level, base: number, parent: TableId, index: number): TableId {
  const frame = map.takeFrame();
  if (frame === undefined) throw new NoTablePage('RAM is too small for the page tables of its direct map');
  return map.newTable(level, base, parent, index, EMPTY, frame, false);
}
