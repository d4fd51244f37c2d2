import { PAGES_2M } from '../x86/page.ts';
import type { MemoryRange } from './memory-range.ts';

/** The kernel's own pages. Text, read-only data and data lie one after the other, each from a 2M boundary on. */
export interface KernelImage {
  /** _text to _etext, in whole pages. */
  readonly text: MemoryRange;
  /** __start_rodata to __end_rodata. */
  readonly rodata: MemoryRange;
  /** __init_begin to __init_end: freed when the kernel has booted. */
  readonly init: MemoryRange;
  /** Data that the kernel makes read-only while it boots: the IDT. */
  readonly readOnly: readonly MemoryRange[];
  /** First page after the data (_brk_end). */
  readonly endPfn: number;
  /** PFN that 0xffffffff80000000 maps (phys_base); a multiple of 2M. */
  readonly physBase: number;
}

const up = (pfn: number): number => Math.ceil(pfn / PAGES_2M) * PAGES_2M;

/** All that the high kernel mapping maps: from _text to the end of the 2M page with _brk_end. */
export const highmapOf = ({ text, endPfn }: KernelImage): MemoryRange => ({
  firstPfn: text.firstPfn,
  endPfn: up(endPfn),
});

/** From _text to __end_rodata_hpage_align: what mark_rodata_ro() makes read-only. */
export const readOnlyOf = ({ text, rodata }: KernelImage): MemoryRange => ({
  firstPfn: text.firstPfn,
  endPfn: up(rodata.endPfn),
});

/** What of it stays when the kernel has booted: all but its init part (free_initmem()). */
export const keptOf = ({ text, init, endPfn }: KernelImage): readonly MemoryRange[] =>
  [
    { firstPfn: text.firstPfn, endPfn: init.firstPfn },
    { firstPfn: init.endPfn, endPfn },
  ].filter((part) => part.firstPfn < part.endPfn);

/** Some page of both is the same. */
export const overlaps = ({ firstPfn, endPfn }: MemoryRange, pfn: number, pages: number): boolean =>
  pfn < endPfn && pfn + pages > firstPfn;
