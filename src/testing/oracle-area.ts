import type { Counters } from '../engine/index.ts';
import type { PolicyChoice } from '../x86/set-memory.ts';
import { BIT7, G, KERNEL_4K, type OracleEntries, P, SIZE, toLarge, toSmall } from './oracle-entries.ts';

const POINTER = 0x63n;
export type Level = 1 | 2 | 3;

/** Bits that a call sets and clears. */
export interface Masks {
  readonly set: bigint;
  readonly clear: bigint;
}

/** What all areas of a machine share. */
export interface OracleRules {
  readonly choice: PolicyChoice;
  readonly gbPages: boolean;
  readonly counters: Counters;
  readonly entries: OracleEntries;
  /** Bits that must not be set on pages of an area. `piece`: 4K already; `new`: of a large page that is just split. */
  forbidden(area: OracleArea, page: number, pfn: number, pages: number, as: 'whole' | 'piece' | 'new'): bigint;
}

/** One part of the address space, one record a 4K page. */
export class OracleArea {
  readonly base: bigint;
  /** By 4K page: the level of the entry that maps it (0: nothing does), and that entry. */
  readonly level: Uint8Array;
  readonly entry: BigUint64Array;
  /** same_prot and nr_same_prot of tables made by a split, by `level of the entries:first page`. */
  readonly tracked = new Map<string, { same: bigint; nr: number }>();
  /** The pass in progress wrote something. */
  changed = false;
  #forceStaticProt = false;
  /** batched: ranges that changed. */
  #logged: { first: number; end: number }[] = [];
  readonly #counted: number;
  readonly #rules: OracleRules;

  /** `counted`: splits and merges of the pages below are. */
  constructor(base: bigint, pages: number, counted: number, rules: OracleRules) {
    this.base = base;
    this.level = new Uint8Array(pages);
    this.entry = new BigUint64Array(pages);
    this.#counted = counted;
    this.#rules = rules;
  }

  get pages(): number {
    return this.level.length;
  }

  /** PFN that a page maps; undefined: none. */
  pfnAt(page: number): number | undefined {
    const level = (this.level[page] ?? 0) as Level | 0;
    if (level === 0) return undefined;
    return Number(this.#rules.entries.pfnOf(this.entry[page], level)) + (page % SIZE[level]);
  }

  /** Writes the entry of a page and of all that lie under it. */
  store(first: number, level: Level, entry: bigint): void {
    this.level.fill(level, first, first + SIZE[level]);
    this.entry.fill(entry, first, first + SIZE[level]);
  }

  /** A pass begins. */
  begin(): void {
    this.changed = false;
    this.#forceStaticProt = false;
  }

  /** Goes on from one page that is mapped; gives back how many pages are done. */
  step(page: number, pages: number, { set, clear }: Masks, split: boolean): number {
    const { counters, entries } = this.#rules;
    for (;;) {
      const level = this.level[page] as Level;
      const old = this.entry[page];
      const flags = entries.flagsOf(old, level);
      const pfn = entries.pfnOf(old, level);
      if (level === 1) {
        counters.cpa4kInstall++;
        const allowed = this.#allowed((flags & ~clear) | set, page, pfn, 1, 'piece');
        this.#write(page, 1, entries.entryOf(pfn, this.#settle(allowed)));
        return 1;
      }
      const first = page - (page % SIZE[level]);
      if (!split) {
        const covered = Math.min(pages, first + SIZE[level] - page);
        counters[level === 2 ? 'cpa2mChecked' : 'cpa1gChecked']++;
        const settled = this.#settle(toLarge((toSmall(flags) & ~clear) | set));
        const wanted = settled & P ? settled | BIT7 : settled;
        if (this.#allowed(flags, first, pfn, SIZE[level], 'whole') !== flags) this.#forceStaticProt = true;
        else if (wanted === flags) {
          counters[level === 2 ? 'cpa2mSameprot' : 'cpa1gSameprot']++;
          return covered;
        } else if (covered === SIZE[level] && this.#allowed(wanted, first, pfn, SIZE[level], 'whole') === wanted) {
          counters[level === 2 ? 'cpa2mPreserved' : 'cpa1gPreserved']++;
          this.#write(first, level, entries.entryOf(pfn, wanted));
          this.changed = true;
          return covered;
        }
      }
      this.#split(first, level);
    }
  }

  /** Page tables that this area needs: one PUD, a PMD a GiB and a PTE a 2M with smaller entries below. */
  tableCount(): number {
    const pmds = new Set<number>();
    const ptes = new Set<number>();
    for (let page = 0; page < this.pages; page++) {
      if (this.level[page] === 1) ptes.add(Math.floor(page / SIZE[2]));
      if (this.level[page] === 1 || this.level[page] === 2) pmds.add(Math.floor(page / SIZE[3]));
    }
    return 1 + pmds.size + ptes.size;
  }

  /** Leaf entries by size, counted again. */
  leafCounts(): number[] {
    const counts = [0, 0, 0];
    for (let page = 0; page < this.pages; page++) {
      const level = this.level[page];
      if (level > 0 && page % SIZE[level as Level] === 0) counts[level - 1]++;
    }
    return counts;
  }

  /** collapse: what set_memory_rox() does after its flush; true: something became larger. */
  collapseRange(page: number, pages: number): boolean {
    let collapsed = false;
    for (let block = page - (page % 512); block < page + pages; block += 512) {
      if (!this.#collapse(block, 1)) continue;
      collapsed = true;
      if (this.#rules.gbPages) this.#collapse(block - (block % SIZE[3]), 2);
    }
    return collapsed;
  }

  /** batched: ranges that wait. */
  get logged(): number {
    return this.#logged.length;
  }

  /** batched: tries all that was logged. */
  mergeLogged(): void {
    let merged = 0;
    for (const level of [1, 2] as const) {
      const pages = SIZE[level] * 512;
      for (const { first, end } of this.#logged)
        for (let at = first - (first % pages); at < end; at += pages)
          if (level === 1 || this.#rules.gbPages) merged += Number(this.#collapse(at, level));
    }
    this.#logged = [];
    if (merged > 0) this.#rules.counters.flushAll++;
  }

  #allowed(flags: bigint, page: number, pfn: bigint, pages: number, as: 'whole' | 'piece' | 'new'): bigint {
    return flags & P ? flags & ~this.#rules.forbidden(this, page, Number(pfn), pages, as) : flags;
  }

  #settle(flags: bigint): bigint {
    if (!(flags & P)) return flags & ~G;
    return this.#rules.choice.globalFix ? flags | G : flags;
  }

  #write(first: number, level: Level, entry: bigint): void {
    const old = this.entry[first];
    if (old === entry) return;
    this.store(first, level, entry);
    this.changed = true;
    this.#log(first, first + SIZE[level]);
    const { entries } = this.#rules;
    this.#written(first, level, entries.flagsOf(old, level), entries.flagsOf(entry, level));
  }

  #log(first: number, end: number): void {
    if (this.#rules.choice.policy !== 'batched' || first >= this.#counted) return;
    const last = this.#logged.at(-1);
    if (last !== undefined && last.first <= first && first <= last.end) last.end = Math.max(last.end, end);
    else this.#logged.push({ first, end });
  }

  #split(first: number, level: 2 | 3): void {
    const { entries, counters } = this.#rules;
    const old = this.entry[first];
    const below = level === 3 ? 2 : 1;
    const flags = entries.flagsOf(old, level);
    const pieces = this.#settle(level === 2 ? toSmall(flags) : flags & P ? flags : flags & ~BIT7);
    const table = { same: pieces, nr: 0 };
    for (let i = 0; i < 512; i++) {
      const page = first + i * SIZE[below];
      const pfn = entries.pfnOf(old, level) + BigInt(i * SIZE[below]);
      const guarded = this.#forceStaticProt && below === 1;
      const piece = guarded ? this.#allowed(pieces, page, pfn, 1, 'new') : pieces;
      if (piece === pieces) table.nr++;
      this.store(page, below, entries.entryOf(pfn, piece));
    }
    this.tracked.set(`${below}:${first}`, table);
    if (first < this.#counted) counters[level === 2 ? 'level2Splits' : 'level3Splits']++;
    counters.flushAll++;
    this.#written(first, level, flags, POINTER);
  }

  /** rfc-merge: CPA has written an entry; its table counts, and may become one large page. */
  #written(first: number, level: Level, from: bigint, to: bigint): void {
    if (this.#rules.choice.policy !== 'rfc-merge' || level === 3) return;
    const base = first - (first % (512 * SIZE[level]));
    const table = this.tracked.get(`${level}:${base}`);
    if (table === undefined) return;
    if (from !== to && to === table.same) table.nr++;
    else if (from !== to && from === table.same) table.nr--;
    const flags = (i: number): bigint => this.#flagsInTable(base + i * SIZE[level], level);
    if (table.nr === 0) {
      table.same = flags(0);
      for (let i = 0; i < 512; i++) if (flags(i) === table.same) table.nr++;
    }
    if (table.nr !== 512 || !(table.same & P) || (level === 2 && !(table.same & BIT7))) return;
    this.#rules.counters.flushAll++;
    this.#merge(base, level);
  }

  #flagsInTable(first: number, level: Level): bigint {
    const found = this.level[first] as Level | 0;
    if (found === 0) return 0n;
    return found === level ? this.#rules.entries.flagsOf(this.entry[first], level) : POINTER;
  }

  #merge(base: number, level: 1 | 2): void {
    const { entries, counters } = this.#rules;
    const above = level === 1 ? 2 : 3;
    const flags = entries.flagsOf(this.entry[base], level);
    const large = (level === 1 ? toLarge(flags) : flags) | BIT7;
    this.store(base, above, entries.alignedEntry(entries.pfnOf(this.entry[base], level), large, above));
    this.tracked.delete(`${level}:${base}`);
    if (base < this.#counted) counters[level === 1 ? 'made2m' : 'made1g']++;
    this.#written(base, above, POINTER, large);
  }

  #collapse(base: number, level: 1 | 2): boolean {
    const { entries } = this.#rules;
    const first = this.entry[base];
    const flags = entries.flagsOf(first, level);
    if (level === 1 && flags & KERNEL_4K) return false;
    if (entries.pfnOf(first, level) % BigInt(512 * SIZE[level]) !== 0n) return false;
    for (let i = 0; i < 512; i++) {
      const page = base + i * SIZE[level];
      const entry = this.entry[page];
      if (this.level[page] !== level || !(entry & P) || entries.flagsOf(entry, level) !== flags) return false;
      if (entries.pfnOf(entry, level) - entries.pfnOf(first, level) !== BigInt(i * SIZE[level])) return false;
    }
    this.#merge(base, level);
    return true;
  }
}
