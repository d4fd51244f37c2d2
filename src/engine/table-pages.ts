import { PAGES_2M } from '../x86/page.ts';
import type { Tables } from './tables.ts';

/** Changes that are kept one by one; after more of them all tables are gone through. */
const MOST_CHANGES = 2 ** 16;

/** Pages of a 2M region that hold tables: bit n % 32 of word n >> 5 is page n. */
export type PageBits = Uint32Array;

/**
 * Which pages hold tables, by 2M region. A change costs one entry of a list; whoever asks pays for the changes since
 * the last time, and only after very many of them for all tables.
 */
export class TablePages {
  readonly #arenas: { readonly tables: Tables; readonly p4dFrame: number }[] = [];
  readonly #regions = new Map<number, PageBits>();
  #changed: number[] = [];
  #lost = true;
  #count = 0;
  /** The region that was changed last, -1: none. */
  #newest = -1;
  #newestBits: PageBits = new Uint32Array(0);

  /** Tables of a further area, and the page of its P4D table (-1: none). */
  add(tables: Tables, p4dFrame: number): void {
    this.#arenas.push({ tables, p4dFrame });
    this.#lost = true;
    this.#changed = [];
  }

  /** A table came into this page, or left it. */
  change(pfn: number): void {
    if (this.#lost) return;
    if (this.#changed.length < MOST_CHANGES) {
      this.#changed.push(pfn);
      return;
    }
    this.#lost = true;
    this.#changed = [];
  }

  /** By number of the 2M region; only regions with such pages. Not to be changed nor kept. */
  byRegion(): ReadonlyMap<number, PageBits> {
    if (this.#lost) {
      this.#lost = false;
      this.#regions.clear();
      this.#newest = -1;
      this.#count = 0;
      for (const { tables, p4dFrame } of this.#arenas) {
        if (p4dFrame >= 0) this.#flip(p4dFrame);
        for (let id = 1; id < tables.end; id++)
          if (tables.isUsed(id) && tables.frame(id) >= 0) this.#flip(tables.frame(id));
      }
    } else {
      for (const pfn of this.#changed) this.#flip(pfn);
      this.#changed = [];
    }
    return this.#regions;
  }

  /** Tables whose page is known. */
  get count(): number {
    this.byRegion();
    return this.#count;
  }

  #flip(pfn: number): void {
    const region = Math.floor(pfn / PAGES_2M);
    const page = pfn % PAGES_2M;
    const bits = this.#bitsOf(region);
    const bit = 1 << (page & 31);
    this.#count += (bits[page >> 5] & bit) === 0 ? 1 : -1;
    bits[page >> 5] ^= bit;
    if (bits[page >> 5] === 0 && bits.every((word) => word === 0)) {
      this.#regions.delete(region);
      this.#newest = -1;
    }
  }

  /** Most pages lie beside the one before. */
  #bitsOf(region: number): PageBits {
    if (region === this.#newest) return this.#newestBits;
    let bits = this.#regions.get(region);
    if (bits === undefined) {
      bits = new Uint32Array(PAGES_2M / 32);
      this.#regions.set(region, bits);
    }
    this.#newest = region;
    this.#newestBits = bits;
    return bits;
  }
}
