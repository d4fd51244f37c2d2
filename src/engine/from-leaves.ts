import { endOfRuns, type LeafRuns } from '../x86/leaf-runs.ts';
import { ENTRIES, type Level, PAGES_1G, pagesOf } from '../x86/page.ts';
import { G, P } from '../x86/prot.ts';
import { DIRECT_MAP_LIMIT, type DirectMapLayout } from './direct-map.ts';
import { Machine } from './machine.ts';
import { mapRuns } from './map-leaves.ts';
import type { Memory } from './memory.ts';
import type { MemoryRange } from './memory-range.ts';
import type { Profile } from './profile.ts';
import type { TableId } from './table-id.ts';

/** Leaves that no page tables can hold; `run` is the row of the one at fault, -1 for all. */
export class LeafRunError extends RangeError {
  readonly run: number;

  constructor(run: number, message: string) {
    super(message);
    this.name = 'LeafRunError';
    this.run = run;
  }
}

/** Where a table lies in memory: a table of this level (of its entries) that maps pages from `pfn` on. */
export interface TablePlace {
  readonly level: Level;
  readonly pfn: number;
  /** PFN of the page that holds it, and low 12 bits of the entry that points to it. */
  readonly frame: number;
  readonly flags: number;
}

/** Where a recorded direct map lies, and what else is known of its machine. */
export interface RecordedLayout extends DirectMapLayout {
  /** The CPU has 1G pages; absent: one that has any is taken to have them. */
  readonly gbPages?: boolean;
  /** Kernel pages may have GLOBAL; absent: when most of those that are present have it. */
  readonly globalInUse?: boolean;
}

/**
 * A machine with exactly these leaves, as a recording found them. Its tables are not tables of a split; `places` tells
 * which pages hold them, as far as that is known, and `memory` what there is to take further ones from. Throws
 * LeafRunError for leaves that overlap, are not aligned or lie outside.
 */
export function machineFromLeaves(
  leaves: LeafRuns,
  layout: RecordedLayout,
  profile: Profile,
  places: readonly TablePlace[] = [],
  memory?: Memory,
): Machine {
  if (leaves.pfn.length === 0) throw new LeafRunError(-1, 'there are no leaves');
  if (layout.directMapBase % (1n << 30n) !== 0n) throw new LeafRunError(-1, 'the direct map does not start at a GiB');
  const machine = new Machine(
    {
      ...layout,
      ram: mappedRanges(leaves, DIRECT_MAP_LIMIT[layout.pagingLevels]),
      endPfn: endOfRuns(leaves),
      gbPages: layout.gbPages ?? leaves.level.includes(3),
      globalInUse: layout.globalInUse ?? mostlyGlobal(leaves),
      memory,
    },
    profile,
  );
  mapRuns(machine, leaves);
  for (const { level, pfn, frame, flags } of places) {
    const table = tableAt(machine, level, pfn);
    if (table !== 0) machine.tables.place(table, frame, flags);
  }
  memory?.endBoot();
  return machine;
}

/** The table of this level that maps pages from `pfn` on; 0: there is none. */
function tableAt(machine: Machine, level: Level, pfn: number): TableId {
  const slot = Math.floor(pfn / PAGES_1G) + machine.firstPudIndex;
  const pud = machine.puds[slot >> 9] ?? 0;
  if (level === 3) return pud;
  const pmd = machine.tables.child(pud, slot & (ENTRIES - 1));
  return level === 2 ? pmd : machine.tables.child(pmd, (pfn >>> 9) & (ENTRIES - 1));
}

/** What ascending leaves map. Throws LeafRunError for those that no page tables can hold. */
function mappedRanges(leaves: LeafRuns, limit: number): MemoryRange[] {
  const { pfn, count, level } = leaves;
  const ranges: MemoryRange[] = [];
  let firstPfn = pfn[0];
  let at = firstPfn;
  for (let row = 0; row < pfn.length; row++) {
    const page = pfn[row];
    const size = pagesOf(level[row] as Level);
    const end = page + count[row] * size;
    if (size === undefined) throw new LeafRunError(row, `leaves of level ${level[row]}`);
    if (!(page >= 0 && count[row] >= 1 && Math.floor(count[row]) === count[row]))
      throw new LeafRunError(row, `a run of ${count[row]} leaves from page ${page}`);
    if (Math.floor(page / size) !== page / size) throw new LeafRunError(row, `page ${page} is not aligned to its size`);
    if (!(end <= limit)) throw new LeafRunError(row, `the run from page ${page} ends outside the direct map`);
    if (page < at) throw new LeafRunError(row, `page ${page} is out of order or mapped twice`);
    if (page > at) {
      ranges.push({ firstPfn, endPfn: at });
      firstPfn = page;
    }
    at = end;
  }
  ranges.push({ firstPfn, endPfn: at });
  return ranges;
}

/** Most of what these leaves map is GLOBAL, so the machine uses it; pages that are not present never are. */
export function mostlyGlobal({ level, prot, count }: LeafRuns): boolean {
  let balance = 0;
  for (let row = 0; row < prot.length; row++) {
    if (!(prot[row] & P)) continue;
    const pages = count[row] * pagesOf(level[row] as Level);
    balance += prot[row] & G ? pages : -pages;
  }
  return balance > 0;
}
