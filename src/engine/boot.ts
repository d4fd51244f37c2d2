import { type Level, PAGES_1G, PAGES_2M, pagesOf } from '../x86/page.ts';
import { BOOT_4K, BOOT_LARGE } from '../x86/prot.ts';
import { DIRECT_MAP_LIMIT, type DirectMap, ISA_END } from './direct-map.ts';
import { type KernelImage, keptOf } from './kernel-image.ts';
import { Machine } from './machine.ts';
import { mapLeaves } from './map-leaves.ts';
import { markReadonly } from './mark-readonly.ts';
import { Memory } from './memory.ts';
import type { MemoryRange } from './memory-range.ts';
import type { Profile } from './profile.ts';

/** A machine to boot. */
export interface MachineSpec {
  /** RAM as e820 lists it, ascending, without overlaps. */
  readonly ram: readonly MemoryRange[];
  /** The CPU has 1G pages. */
  readonly gbPages: boolean;
  readonly pagingLevels: 4 | 5;
  /** Virtual address of PFN 0; the kernel's without KASLR when absent. */
  readonly directMapBase?: bigint;
  /** The kernel's own pages; absent: the machine is looked at without them. */
  readonly image?: KernelImage;
  /** The BIOS between 640K and 1M must stay executable (CONFIG_PCI_BIOS, which only 32-bit kernels have). */
  readonly pciBios?: boolean;
  /** Bit of an entry that means encrypted memory (SME, SEV), 32 to 51; absent: memory is not encrypted. */
  readonly cBit?: number;
}

const BASES = { 4: 0xffff888000000000n, 5: 0xff11000000000000n } as const;

/**
 * Boots a machine: its direct map as init_mem_mapping() builds it, 1G where a whole GiB is RAM, 2M where whole 2M
 * are, 4K at the edges and in the first 2M. Throws RangeError for RAM that cannot be.
 */
export function bootMachine(spec: MachineSpec, profile: Profile): Machine {
  checkRam(spec.ram, DIRECT_MAP_LIMIT[spec.pagingLevels]);
  checkCBit(spec);
  const { ram, gbPages, pagingLevels, image, pciBios, cBit } = spec;
  const directMapBase = spec.directMapBase ?? BASES[pagingLevels];
  const endPfn = ram.at(-1)?.endPfn ?? 0;
  const memory = new Memory(ram);
  const machine = new Machine(
    { ram, endPfn, gbPages, globalInUse: true, memory, directMapBase, pagingLevels, image, pciBios, cBit },
    profile,
  );
  mapRange(machine, 0, Math.min(ISA_END, endPfn), 1);
  const largest = gbPages ? 3 : 2;
  for (const { firstPfn, endPfn: end } of joined(ram)) mapRam(machine, Math.max(firstPfn, ISA_END), end, largest);
  markReadonly(machine);
  memory.endBoot(image && keptOf(image));
  return machine;
}

function mapRam(map: DirectMap, first: number, end: number, largest: 2 | 3): void {
  let at = first;
  while (at < end) {
    // The first 2M and the first GiB have tables of smaller pages already when the rest of them is mapped.
    const fits = (size: number, from: number): boolean => at % size === 0 && at + size <= end && at >= from;
    const level: Level = largest === 3 && fits(PAGES_1G, PAGES_1G) ? 3 : fits(PAGES_2M, PAGES_2M) ? 2 : 1;
    const stop = level === 3 ? end : Math.min(end, nextEdge(at, level, largest));
    const size = pagesOf(level);
    const count = Math.floor((stop - at) / size);
    mapRange(map, at, at + count * size, level);
    at += count * size;
  }
}

/** Where pages of this level must end because larger ones may begin. */
function nextEdge(at: number, level: 1 | 2, largest: 2 | 3): number {
  if (level === 2 && largest === 2) return Number.POSITIVE_INFINITY;
  const size = level === 1 ? PAGES_2M : PAGES_1G;
  return at - (at % size) + size;
}

function mapRange(map: DirectMap, first: number, end: number, level: Level): void {
  const count = (end - first) / pagesOf(level);
  if (count > 0) mapLeaves(map, first, level, map.mapped(level === 1 ? BOOT_4K : BOOT_LARGE), count);
}

function joined(ram: readonly MemoryRange[]): MemoryRange[] {
  const ranges: MemoryRange[] = [];
  for (const range of ram) {
    const last = ranges.at(-1);
    if (last?.endPfn === range.firstPfn) ranges[ranges.length - 1] = { firstPfn: last.firstPfn, endPfn: range.endPfn };
    else ranges.push(range);
  }
  return ranges;
}

function checkCBit({ ram, cBit }: MachineSpec): void {
  if (cBit === undefined) return;
  const end = ram.at(-1)?.endPfn ?? 0;
  if (!Number.isInteger(cBit) || cBit < 32 || cBit > 51 || end > 2 ** (cBit - 12))
    throw new RangeError(`bit ${cBit} cannot be the C bit: it must be from 32 to 51 and above the memory`);
}

function checkRam(ram: readonly MemoryRange[], limit: number): void {
  let end = 0;
  for (const { firstPfn, endPfn } of ram) {
    if (!Number.isInteger(firstPfn) || !Number.isInteger(endPfn) || firstPfn < end || endPfn <= firstPfn)
      throw new RangeError(`RAM from page ${firstPfn} to ${endPfn} is empty, out of order or overlaps`);
    end = endPfn;
  }
  if (end === 0 || end > limit) throw new RangeError(`a machine with ${end} pages`);
}
