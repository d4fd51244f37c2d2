import { ENTRIES, type Level } from '../x86/page.ts';
import { P, type Prot, PSE, protFromEntry } from '../x86/prot.ts';
import { type Entry, entryReader, isPointer, leafPfn, pfnOfEntry } from './image-entry.ts';
import { InfoTlbRunColumns, type InfoTlbRuns } from './info-tlb-runs.ts';
import type { VirtualRange } from './kernel-mapping.ts';
import type { PageTableRoot } from './page-table-root.ts';
import { PAGE_BYTES, type PhysicalMemory } from './physical-memory.ts';

const LAST_PAGE = 2 ** 52;

interface TableAt {
  /** Virtual page of its first entry. */
  readonly page: number;
  readonly pfn: number;
}

interface Leaf extends TableAt {
  readonly level: Level;
  readonly prot: Prot;
}

/** The present entries for these pages, as the CPU finds them from `root` on; only the tables on the way are read. */
export async function walkVirtual(
  memory: PhysicalMemory,
  root: PageTableRoot,
  ranges: readonly VirtualRange[],
): Promise<InfoTlbRuns> {
  const wanted = disjoint(ranges);
  const read = entryReader(root);
  const leaves: Leaf[] = [];
  // The upper half of the top table is sign-extended to 52 bits.
  let tables: TableAt[] = [
    { page: LAST_PAGE - ENTRIES ** root.levels, pfn: Number(root.address / BigInt(PAGE_BYTES)) },
  ];
  const used = new Set<number>();
  for (let level: number = root.levels; level > 0 && tables.length > 0; level--) {
    const size = ENTRIES ** (level - 1);
    const below: TableAt[] = [];
    const loaded = await memory.read(tables.map(({ pfn }) => pfn));
    for (const [i, { page }] of tables.entries()) {
      const bytes = loaded[i];
      if (bytes === undefined) continue;
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      for (const index of indicesOf(wanted, page, size)) {
        const entry = read(view, index);
        const at = page + index * size;
        if (level > 1 && isPointer(entry)) below.push({ page: at, pfn: pfnOfEntry(entry) });
        else if (level <= 3 && entry.lo & P) leaves.push(leafOf(entry, at, level as Level));
      }
    }
    // A table that is used again would be one that runs in a circle: page tables are a tree.
    tables = below.filter(({ pfn }) => !used.has(pfn) && used.add(pfn));
  }
  const runs = new InfoTlbRunColumns();
  for (const { page, pfn, level, prot } of leaves.sort((a, b) => a.page - b.page)) runs.append(page, pfn, prot, level);
  return runs;
}

const leafOf = (entry: Entry, page: number, level: Level): Leaf => ({
  page,
  pfn: leafPfn(entry, level),
  level,
  prot: protFromEntry(entry.lo, entry.hi, level > 1 && (entry.lo & PSE) !== 0),
});

/** Indices of a table's entries, of `size` pages each, that map some of the ranges; ascending. */
function* indicesOf(ranges: readonly VirtualRange[], page: number, size: number): Generator<number> {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle] as VirtualRange).endPage <= page) low = middle + 1;
    else high = middle;
  }
  let next = 0;
  for (; low < ranges.length && next < ENTRIES; low++) {
    const { page: first, endPage } = ranges[low] as VirtualRange;
    const end = Math.min(ENTRIES, Math.ceil((endPage - page) / size));
    for (next = Math.max(next, Math.floor((first - page) / size)); next < end; next++) yield next;
  }
}

function disjoint(ranges: readonly VirtualRange[]): VirtualRange[] {
  const joined: VirtualRange[] = [];
  for (const { page, endPage } of [...ranges].sort((a, b) => a.page - b.page)) {
    const last = joined.at(-1);
    if (last === undefined || page > last.endPage) joined.push({ page, endPage });
    else if (endPage > last.endPage) joined[joined.length - 1] = { page: last.page, endPage };
  }
  return joined;
}
