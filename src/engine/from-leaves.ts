import { ENTRIES, type Level, PAGES_1G, pagesOf } from '../x86/page.ts';
import { G } from '../x86/prot.ts';
import { DIRECT_MAP_LIMIT, type DirectMapLayout } from './direct-map.ts';
import { endOfRun, type LeafRun } from './leaf-runs.ts';
import { Machine } from './machine.ts';
import { mapLeaves } from './map-leaves.ts';
import type { Memory } from './memory.ts';
import type { MemoryRange } from './memory-range.ts';
import type { Profile } from './profile.ts';
import type { TableId } from './table-id.ts';

/** Leaves that no page tables can hold; `run` is the index of the one at fault, -1 for all. */
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

/**
 * A machine with exactly these leaves, as a recording found them. Its tables are not tables of a split; `places` tells
 * which pages hold them, as far as that is known, and `memory` what there is to take further ones from. Throws
 * LeafRunError for leaves that overlap, are not aligned or lie outside.
 */
export function machineFromLeaves(
  leaves: readonly LeafRun[],
  layout: DirectMapLayout,
  profile: Profile,
  places: readonly TablePlace[] = [],
  memory?: Memory,
): Machine {
  if (leaves.length === 0) throw new LeafRunError(-1, 'there are no leaves');
  if (layout.directMapBase % (1n << 30n) !== 0n) throw new LeafRunError(-1, 'the direct map does not start at a GiB');
  const limit = DIRECT_MAP_LIMIT[layout.pagingLevels];
  let endPfn = 0;
  for (const [index, run] of leaves.entries()) {
    const { pfn, level, count } = run;
    if (level !== 1 && level !== 2 && level !== 3) throw new LeafRunError(index, `leaves of level ${level}`);
    if (!Number.isSafeInteger(pfn) || !Number.isSafeInteger(count) || pfn < 0 || count < 1)
      throw new LeafRunError(index, `a run of ${count} leaves from page ${pfn}`);
    if (pfn % pagesOf(level) !== 0) throw new LeafRunError(index, `page ${pfn} is not aligned to its size`);
    if (endOfRun(run) > limit) throw new LeafRunError(index, `the run from page ${pfn} ends outside the direct map`);
    endPfn = Math.max(endPfn, endOfRun(run));
  }
  const machine = new Machine(
    {
      ...layout,
      ram: mappedRanges(leaves),
      endPfn,
      gbPages: leaves.some(({ level }) => level === 3),
      globalInUse: mostlyGlobal(leaves),
      memory,
    },
    profile,
  );
  for (const [index, { pfn, level, prot, count }] of leaves.entries()) {
    const taken = mapLeaves(machine, pfn, level, prot, count);
    if (taken !== undefined) throw new LeafRunError(index, `page ${taken} is mapped twice`);
  }
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

function mappedRanges(leaves: readonly LeafRun[]): MemoryRange[] {
  const ranges: MemoryRange[] = [];
  for (const run of [...leaves].sort((a, b) => a.pfn - b.pfn)) {
    const last = ranges.at(-1);
    const endPfn = endOfRun(run);
    if (last?.endPfn === run.pfn) ranges[ranges.length - 1] = { firstPfn: last.firstPfn, endPfn };
    else ranges.push({ firstPfn: run.pfn, endPfn });
  }
  return ranges;
}

/** Most of what these leaves map is GLOBAL, so the machine uses it. */
export function mostlyGlobal(leaves: readonly LeafRun[]): boolean {
  let balance = 0;
  for (const { level, prot, count } of leaves) balance += (prot & G ? 1 : -1) * count * (pagesOf(level) / PAGES_1G);
  return balance > 0;
}
