import type { Level } from '../x86/page.ts';
import { NX, P, type Prot, RW } from '../x86/prot.ts';
import type { Area } from './area.ts';
import { type KernelImage, overlaps, readOnlyOf } from './kernel-image.ts';
import type { MemoryRange } from './memory-range.ts';

/** 640K to 1M. */
const BIOS: MemoryRange = { firstPfn: 0xa0, endPfn: 0x100 };

/**
 * What the pages are: a large page that is kept as a whole, a page that is 4K already, or one of those that a large page
 * is just split into. Text need not stay read-only in the first two (protect_kernel_text_ro).
 */
export type ProtectedAs = 'whole' | 'piece' | 'new piece';

/** Bits that no call may set on the kernel's own pages (static_protections). */
export class StaticProtections {
  /** The kernel has made its text and read-only data read-only (kernel_set_to_readonly). */
  setToReadonly = false;
  readonly #image: KernelImage | undefined;
  readonly #pciBios: boolean;

  /** `pciBios`: configuration space is read by calls of the BIOS, which must stay executable (CONFIG_PCI_BIOS). */
  constructor(image: KernelImage | undefined, pciBios: boolean) {
    this.#image = image;
    this.#pciBios = pciBios;
  }

  /** The word of an entry without what is forbidden for the `pages` pages from `page` on, which map `pfn` and so on. */
  allowed(area: Area, word: number, page: number, pfn: number, pages: number, as: ProtectedAs): number {
    const { words } = area;
    const prot = words.prot[word];
    if (!(prot & P)) return word;
    const left = prot & ~this.#forbidden(area, page, pfn, pages, as);
    return left === prot ? word : words.of(left as Prot, words.level[word] as Level);
  }

  #forbidden(area: Area, page: number, pfn: number, pages: number, as: ProtectedAs): number {
    let bits = this.#pciBios && overlaps(BIOS, pfn, pages) ? NX : 0;
    const image = this.#image;
    if (image === undefined) return bits;
    if (this.setToReadonly && overlaps(image.rodata, pfn, pages)) bits |= RW;
    if (area.name !== 'high') return bits;
    // Text is protected where the kernel executes it: by its address, not by its PFN.
    const address = image.physBase + page;
    if (overlaps(image.text, address, pages)) bits |= NX;
    if (this.setToReadonly && as === 'new piece' && overlaps(readOnlyOf(image), address, pages)) bits |= RW;
    return bits;
  }
}
