import { ENTRIES, PAGES_1G, pagesOf } from '../x86/page.ts';
import { BOOT_LARGE, NX, type Prot } from '../x86/prot.ts';
import { Area, type AreaSpec } from './area.ts';
import type { DirectMap } from './direct-map.ts';
import { EBUSY, EINVAL, ENOMEM } from './errno.ts';
import { highmapOf, type KernelImage } from './kernel-image.ts';
import { makePteTables, mapLeaves } from './map-leaves.ts';
import { EMPTY } from './words.ts';

const VMALLOC_START = { 4: 0xffffc90000000000n, 5: 0xffa0000000000000n } as const;
/** Of the vmalloc area the first 512 GiB are there: what one PUD table maps. */
const VMALLOC_PAGES = ENTRIES * PAGES_1G;
const HIGH_START = 0xffffffff80000000n;
const HIGH_PAGES = 2 * PAGES_1G;
const PUD_SIZE = 1n << 39n;
const ADDRESS_LIMIT = 1n << 64n;

/** A page of an area. */
export interface Place {
  readonly area: Area;
  readonly page: number;
}

/** The kernel's half of a machine's address space: where its pages are mapped beside the direct map. */
export class AddressSpace {
  readonly directMap: DirectMap;
  readonly vmalloc: Area;
  /** Kernel image and modules: the last 2 GiB. */
  readonly high: Area;
  /** Undefined on a machine whose kernel image is not known: its high mapping holds modules only. */
  readonly image: KernelImage | undefined;
  readonly #directMapPages: number;

  /** `directMapPages`: room for the direct map, mapped or not. */
  constructor(directMap: DirectMap, directMapPages: number, image: KernelImage | undefined) {
    this.directMap = directMap;
    this.#directMapPages = directMapPages;
    this.image = image;
    const { pagingLevels, gbPages, words, largeWords, counters, cBit, memory, tablePages } = directMap;
    const area = (of: Pick<AreaSpec, 'name' | 'base' | 'endPage' | 'firstPfn' | 'countedPages'>): Area =>
      new Area({ pagingLevels, gbPages, words, largeWords, counters, cBit, memory, tablePages, ...of });
    const start = vmallocStart(directMap);
    this.vmalloc = area({ name: 'vmalloc', base: start, endPage: VMALLOC_PAGES, firstPfn: 0, countedPages: 0 });
    const firstPfn = image?.physBase ?? 0;
    const countedPages = image === undefined ? 0 : highmapOf(image).endPfn - firstPfn;
    this.high = area({ name: 'high', base: HIGH_START, endPage: HIGH_PAGES, firstPfn, countedPages });
    if (image !== undefined) this.#mapImage(image);
  }

  /** Forgets what the operation before did: only the direct map's effects are kept. */
  beginOperation(): void {
    if (this.vmalloc.effects.length > 0) this.vmalloc.effects.cut(0);
    if (this.high.effects.length > 0) this.high.effects.cut(0);
  }

  /** The page at an address, mapped or not; undefined for an address that no area has (or that is not canonical). */
  find(address: bigint): Place | undefined {
    if (typeof address !== 'bigint' || address < 0n || address >= ADDRESS_LIMIT) return undefined;
    // With KASLR the direct map's room may reach over the other areas, what it maps never does.
    for (const area of [this.vmalloc, this.high, this.directMap]) {
      const room = area === this.directMap ? this.#directMapPages : area.endPage;
      const page = Number((address - area.base) >> 12n);
      if (page >= 0 && page < room) return { area, page };
    }
    return undefined;
  }

  /** Maps pages one after the other with 4K entries, as vmap() and module_alloc() do. 0, -EBUSY, -EINVAL, or -ENOMEM. */
  map(address: bigint, pfns: readonly number[], prot: Prot): number {
    const place = this.#outside(address, pfns.length);
    if (place === undefined || pfns.some((pfn) => pfn >= this.directMap.endPfn)) return EINVAL;
    const { area, page } = place;
    for (let i = 0; i < pfns.length; i++) if (area.lookup(page + i).word !== EMPTY) return EBUSY;
    if (!makePteTables(area, page, pfns.length)) return ENOMEM;
    for (let i = 0; i < pfns.length; ) {
      const first = (page + i) % ENTRIES;
      const count = Math.min(ENTRIES - first, pfns.length - i);
      mapLeaves(area, page + i, 1, prot, count);
      area.tables.setOddPfns(area.tables.pteTable(page + i), first, pfns.slice(i, i + count));
      i += count;
    }
    return 0;
  }

  /** The first address of the vmalloc area from which this many pages are free; undefined when there is none. */
  hole(pages: number): bigint | undefined {
    const { vmalloc } = this;
    let first = 0;
    for (let at = 0; at < first + pages; ) {
      if (at >= vmalloc.endPage) return undefined;
      const { level, word } = vmalloc.lookup(at);
      const size = pagesOf(level);
      at += size - (at % size);
      if (word !== EMPTY) first = at;
    }
    return first + pages <= vmalloc.endPage ? vmalloc.base + (BigInt(first) << 12n) : undefined;
  }

  /** Takes mappings away (vunmap), a large page as a whole; tables stay. 0, or -EINVAL. */
  unmap(address: bigint, pages: number): number {
    const place = this.#outside(address, pages);
    if (place === undefined) return EINVAL;
    const { area, page } = place;
    for (let at = page; at < page + pages; ) {
      const { table, index, level, word } = area.lookup(at);
      at += pagesOf(level) - (at % pagesOf(level));
      if (word === EMPTY) continue;
      area.tables.set(table, index, EMPTY);
      area.tables.setOddPfn(table, index, undefined);
    }
    return 0;
  }

  /** A range of the vmalloc or module area; undefined: it is none. */
  #outside(address: bigint, pages: number): Place | undefined {
    const place = this.find(address);
    if (place === undefined || place.area === this.directMap) return undefined;
    const { area, page } = place;
    const first = area === this.high && this.image !== undefined ? area.countedPages : 0;
    return page >= first && page + pages <= area.endPage ? place : undefined;
  }

  /** The image with 2M pages, as the boot code maps it and cleanup_highmap() leaves it: writable and executable. */
  #mapImage(image: KernelImage): void {
    const { firstPfn, endPfn } = highmapOf(image);
    const flags = (this.directMap.mapped(BOOT_LARGE) & ~NX) as Prot;
    mapLeaves(this.high, firstPfn - image.physBase, 2, flags, (endPfn - firstPfn) / ENTRIES);
  }
}

/** The kernel's own place, or behind the direct map where that is in the way (KASLR). */
function vmallocStart({ directMapBase, endPfn, pagingLevels }: DirectMap): bigint {
  const start = VMALLOC_START[pagingLevels];
  const end = directMapBase + (BigInt(endPfn) << 12n);
  const inTheWay = directMapBase < start + PUD_SIZE && start < end;
  return inTheWay ? ((end + PUD_SIZE - 1n) / PUD_SIZE) * PUD_SIZE : start;
}
