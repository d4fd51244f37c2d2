import { PFN_LIMIT } from '../x86/page.ts';
import { ENC, G, type Prot } from '../x86/prot.ts';
import { Area } from './area.ts';
import { newCounters } from './counters.ts';
import type { KernelImage } from './kernel-image.ts';
import { largeWords } from './large-words.ts';
import type { Memory } from './memory.ts';
import type { MemoryRange } from './memory-range.ts';
import { Words } from './words.ts';

/** Pages that a direct map can hold: 64 TiB with 4 levels, with 5 all that 52 bits can address. */
export const DIRECT_MAP_LIMIT: Readonly<Record<4 | 5, number>> = { 4: 2 ** 34, 5: PFN_LIMIT };

/** Pages of the first megabyte: always mapped (ISA_END_ADDRESS). */
export const ISA_END = 256;

/** Where a machine's direct map lies. */
export interface DirectMapLayout {
  /** Virtual address of PFN 0; a multiple of 1 GiB. */
  readonly directMapBase: bigint;
  readonly pagingLevels: 4 | 5;
  /** Bit of an entry that means encrypted memory (SME, SEV). Absent: there is none. */
  readonly cBit?: number | undefined;
}

/** What a direct map is made over; it holds nothing yet. */
export interface DirectMapSpec extends DirectMapLayout {
  /** RAM, ascending. */
  readonly ram: readonly MemoryRange[];
  /** First page after the last one mapped (max_pfn_mapped). */
  readonly endPfn: number;
  /** The CPU has 1G pages. */
  readonly gbPages: boolean;
  /** The direct map normally has GLOBAL set (no page-table isolation). */
  readonly globalInUse: boolean;
  /** The kernel's own pages; absent where they are not known. */
  readonly image?: KernelImage | undefined;
  /** The BIOS between 640K and 1M must stay executable (CONFIG_PCI_BIOS, which only 32-bit kernels have). */
  readonly pciBios?: boolean | undefined;
  /** Who has which page; undefined for a recorded machine, where that is not known. */
  readonly memory: Memory | undefined;
}

/** The area that maps all memory: its pages are PFNs. */
export class DirectMap extends Area {
  readonly ram: readonly MemoryRange[];
  readonly endPfn: number;
  readonly directMapBase: bigint;

  constructor(spec: DirectMapSpec) {
    const words = new Words(spec.globalInUse);
    super({
      name: 'direct map',
      base: spec.directMapBase,
      pagingLevels: spec.pagingLevels,
      endPage: spec.endPfn,
      firstPfn: 0,
      countedPages: Number.POSITIVE_INFINITY,
      cBit: spec.cBit,
      gbPages: spec.gbPages,
      memory: spec.memory,
      words,
      largeWords: largeWords(words),
      counters: newCounters(),
    });
    this.ram = spec.ram;
    this.endPfn = spec.endPfn;
    this.directMapBase = spec.directMapBase;
  }

  /** Flags with which the kernel maps memory: encrypted where the machine can, GLOBAL where it is in use. */
  mapped(prot: Prot): Prot {
    const allowed = this.words.globalInUse ? prot : prot & ~G;
    return (this.cBit === undefined ? allowed : allowed | ENC) as Prot;
  }
}
