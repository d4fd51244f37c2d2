import type { AddressSpace } from './address-space.ts';
import type { Area } from './area.ts';
import type { Change } from './change.ts';
import type { Cpa } from './cpa.ts';
import { ISA_END } from './direct-map.ts';
import { pfnAt } from './entry-pfn.ts';
import { highmapOf, type KernelImage, overlaps } from './kernel-image.ts';
import type { MemoryRange } from './memory-range.ts';
import type { PassMode } from './pass-mode.ts';
import type { AliasPlace } from './running-call.ts';

const NONE: readonly AliasPlace[] = [];
const ALIAS: PassMode = { primary: false, pageByPage: false, forceSplit: false };
const SPLIT_ALIAS: PassMode = { ...ALIAS, forceSplit: true };

/** Makes the change of a page at its other addresses, too (cpa_process_alias). */
export class CpaAlias {
  /** Since this was last set to false an alias was looked after, so all TLBs must be flushed (force_flush_all). */
  attempted = false;
  readonly #directMap: Cpa;
  readonly #high: Cpa;
  /** What the direct map maps (pfn_mapped). */
  readonly #mapped: readonly MemoryRange[];
  readonly #image: KernelImage | undefined;
  readonly #highmap: MemoryRange | undefined;

  constructor(directMap: Cpa, high: Cpa, { image, directMap: { ram } }: AddressSpace) {
    this.#directMap = directMap;
    this.#high = high;
    this.#mapped = [{ firstPfn: 0, endPfn: ISA_END }, ...ram];
    this.#image = image;
    this.#highmap = image && highmapOf(image);
  }

  /** The other addresses of a page that are looked after, the direct map first. */
  places(area: Area, page: number): readonly AliasPlace[] {
    const isDirect = area.name === 'direct map';
    const pfn = pfnAt(area, page);
    if (pfn === undefined) return NONE;
    const image = this.#image;
    const inHighmap = this.#highmap !== undefined && overlaps(this.#highmap, pfn, 1);
    if ((isDirect && !inHighmap) || !this.#mapped.some((range) => overlaps(range, pfn, 1))) return NONE;
    const places = isDirect ? [] : [{ data: this.#directMap.data, page: pfn }];
    if (image !== undefined && inHighmap && !(area.name === 'high' && isOfImage(image, page)))
      places.push({ data: this.#high.data, page: pfn - image.physBase });
    return places;
  }

  /** CPA did `pages` pages of an area from `page` on, which one entry maps or mapped. 0 or -errno. */
  process(area: Area, page: number, pages: number, change: Change, forceSplit: boolean): number {
    const places = this.places(area, page);
    if (places.length > 0) this.attempted = true;
    if (change.isNothing && !forceSplit) return 0;
    for (const { data, page: at } of places) {
      const isDirect = data === this.#directMap.data;
      const error = (isDirect ? this.#directMap : this.#high).pass(change, at, pages, forceSplit ? SPLIT_ALIAS : ALIAS);
      // The highmap is imprecise, so what cannot be done there is no error.
      if (error !== 0 && isDirect) return error;
    }
    return 0;
  }
}

/** _text to _brk_end, by address. */
const isOfImage = ({ text, endPfn, physBase }: KernelImage, page: number): boolean =>
  page + physBase >= text.firstPfn && page + physBase < endPfn;
