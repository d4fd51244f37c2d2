import { PAGES_2M } from '../x86/page.ts';
import { PageState } from '../x86/page-state.ts';
import type { Machine } from './machine.ts';
import type { PageBits } from './table-pages.ts';

/** Pages of one 2M region that have the state "page table", and how many they are. */
export interface DrawnTables {
  readonly bits: PageBits;
  readonly count: number;
}

/**
 * Pages that hold tables and are plain data in the direct map, by GiB and then by number (0-511) of the 2M region in
 * it; those with a more telling state show that. Regions ascend in no order.
 */
export function drawnTables(machine: Machine): ReadonlyMap<number, ReadonlyMap<number, DrawnTables>> {
  const byGib = new Map<number, Map<number, DrawnTables>>();
  for (const region of machine.tablePages.byRegion().keys()) {
    const drawn = drawnTablesIn(machine, region);
    if (drawn === undefined) continue;
    const gib = Math.floor(region / 512);
    const regions = byGib.get(gib) ?? new Map<number, DrawnTables>();
    byGib.set(gib, regions);
    regions.set(region % 512, drawn);
  }
  return byGib;
}

/** The same for one 2M region (PFN / 512); undefined when it has no such page. */
export function drawnTablesIn(machine: Machine, region: number): DrawnTables | undefined {
  const held = machine.tablePages.byRegion().get(region);
  if (held === undefined) return undefined;
  const bits = plain(machine, region, held);
  const count = bits.reduce((sum, word) => sum + bitCount(word), 0);
  return count === 0 ? undefined : { bits, count };
}

/** The state of a mapped page (PageState): that of its leaf, or "page table" where it is data that holds one. */
export function pageStateAt(machine: Machine, pfn: number): number {
  const state = machine.words.state[machine.lookup(pfn).word];
  if (state !== PageState.rw) return state;
  const bits = machine.tablePages.byRegion().get(Math.floor(pfn / PAGES_2M));
  return bits !== undefined && hasPage(bits, pfn % PAGES_2M) ? PageState.pt : state;
}

/** True when bit `page` (0-511) is set. */
export const hasPage = (bits: PageBits, page: number): boolean => (bits[page >> 5] & (1 << (page & 31))) !== 0;

function plain(machine: Machine, region: number, bits: PageBits): PageBits {
  const first = region * PAGES_2M;
  const { tables, words } = machine;
  if (first >= machine.endPfn) return new Uint32Array(bits.length);
  const { table, level, word } = machine.lookup(first);
  if (level > 1) return words.state[word] === PageState.rw ? bits : new Uint32Array(bits.length);
  if (tables.summary(table) === PageState.rw) return bits;
  const cells = tables.cellsOf(table);
  return bits.map((set, i) => {
    let left = set;
    for (let rest = set; rest !== 0; rest &= rest - 1) {
      const bit = 31 - Math.clz32(rest & -rest);
      if (words.state[cells[i * 32 + bit]] !== PageState.rw) left &= ~(1 << bit);
    }
    return left;
  });
}

/** Bits that are set in a 32-bit word. */
function bitCount(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const quads = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((quads + (quads >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
