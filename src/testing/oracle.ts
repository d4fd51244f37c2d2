import type { Counters, MachineSpec, Operation } from '../engine/index.ts';
import { protHex } from '../x86/prot.ts';
import type { PolicyChoice, SetMemoryCall } from '../x86/set-memory.ts';

const P = 1n << 0n;
const RW = 1n << 1n;
const PWT = 1n << 3n;
const PCD = 1n << 4n;
const D = 1n << 6n;
const BIT7 = 1n << 7n; // PSE of a large entry, PAT of a 4K one
const G = 1n << 8n;
const KERNEL_4K = 1n << 11n;
const BIT12 = 1n << 12n; // PAT of a large entry
const NX = 1n << 63n;
const CACHE = PWT | PCD | BIT7;
const PFN_FIELD = 0x000ffffffffff000n;
const POINTER = 0x63n;
const BOOT = { 1: NX | 0x163n, 2: NX | 0x1e3n, 3: NX | 0x1e3n } as const;
const SIZE = { 1: 1, 2: 512, 3: 262144 } as const;
type Level = 1 | 2 | 3;

interface Masks {
  readonly set: bigint;
  readonly clear: bigint;
}

const sets = (set: bigint): Masks => ({ set, clear: 0n });
const clears = (clear: bigint): Masks => ({ set: 0n, clear });

const MASKS_6_1: Readonly<Record<SetMemoryCall, readonly Masks[]>> = {
  ro: [clears(RW)],
  rw: [sets(RW)],
  x: [clears(NX)],
  nx: [sets(NX)],
  rox: [clears(RW), clears(NX)],
  np: [clears(P)],
  p: [sets(P)],
  np_noalias: [clears(P)],
  uc: [sets(PCD)],
  wc: [sets(PCD), { set: PWT, clear: CACHE }],
  wt: [sets(CACHE)],
  wb: [clears(CACHE)],
  _wb: [clears(CACHE)],
  '4k': [clears(0n)],
  global: [sets(G)],
  nonglobal: [clears(G)],
  dm_inval: [clears(P | RW)],
  dm_default: [sets(P | RW)],
};

const MASKS_7_2: typeof MASKS_6_1 = {
  ...MASKS_6_1,
  ro: [clears(RW | D)],
  rox: [clears(RW | D | NX)],
  '4k': [sets(KERNEL_4K)],
  dm_inval: [clears(P | RW | D)],
};

/** How a pass goes over its range. */
interface Way {
  readonly alias?: boolean;
  readonly pageByPage?: boolean;
  readonly split?: boolean;
}

/**
 * The kernel's rules once more, as plainly as they can be said and slowly: one record a 4K page, entries as the
 * hardware's 64 bits, nothing shared with the engine. The machine's PFNs begin at 0.
 */
export class Oracle {
  /** By 4K page: the level of the entry that maps it (0: nothing does), and that entry. */
  readonly level: Uint8Array;
  readonly entry: BigUint64Array;
  /** same_prot and nr_same_prot of tables made by a split, by `level of the entries:first page`. */
  readonly tracked = new Map<string, { same: bigint; nr: number }>();
  readonly counters: Counters = {
    level2Splits: 0,
    level3Splits: 0,
    made2m: 0,
    made1g: 0,
    flushAll: 0,
    flushRanged: 0,
    flushedPages: 0,
    cpaFlushAll: 0,
    cpa1gChecked: 0,
    cpa1gSameprot: 0,
    cpa1gPreserved: 0,
    cpa2mChecked: 0,
    cpa2mSameprot: 0,
    cpa2mPreserved: 0,
    cpa4kInstall: 0,
  };
  /** batched: ranges that changed. */
  #logged: { first: number; end: number }[] = [];
  readonly #reserved: Uint8Array;
  readonly #choice: PolicyChoice;
  readonly #gbPages: boolean;
  #changed = false;

  constructor({ ram, gbPages }: MachineSpec, choice: PolicyChoice) {
    const end = ram.at(-1)?.endPfn ?? 0;
    this.#choice = choice;
    this.#gbPages = gbPages;
    this.level = new Uint8Array(end);
    this.entry = new BigUint64Array(end);
    this.#reserved = new Uint8Array(end);
    const isRam = new Uint8Array(end);
    for (const { firstPfn, endPfn } of ram) isRam.fill(1, firstPfn, endPfn);
    const fits = (pfn: number, level: Level): boolean =>
      pfn % SIZE[level] === 0 &&
      pfn > 0 &&
      pfn + SIZE[level] <= end &&
      !isRam.subarray(pfn, pfn + SIZE[level]).includes(0);
    for (let pfn = 0; pfn < end; ) {
      const level = gbPages && fits(pfn, 3) ? 3 : fits(pfn, 2) ? 2 : 1;
      if (isRam[pfn] || pfn < 256) this.#store(pfn, level, entryOf(BigInt(pfn), BOOT[level]));
      pfn += SIZE[level];
    }
  }

  /** Does what Machine.apply() must do; 0 or -errno. */
  apply(operation: Operation): number {
    const rc = this.#carryOut(operation);
    if (this.#logged.length >= 32) this.#mergeLogged();
    return rc;
  }

  #carryOut(operation: Operation): number {
    const { kind, pfn, pages } = operation;
    if (kind === 'merge') return this.#choice.policy === 'batched' ? this.#mergeLogged() : -38;
    if (kind === 'pass') return this.#pass(pfn, pages, wide(operation), { alias: true });
    if (kind === 'kfence') return this.#kfence(operation.present, pfn, pages);
    if (kind === 'allocate' || kind === 'free') throw new RangeError('the oracle knows no page allocator');
    if (kind === 'vmap') return this.#vmap(operation.call, pfn, pages);
    return this.#call(operation.call, pfn, pages, kind === 'array');
  }

  /** Page tables that this direct map needs: one PUD, a PMD a GiB and a PTE a 2M with smaller entries below. */
  tableCount(): number {
    const pmds = new Set<number>();
    const ptes = new Set<number>();
    for (let pfn = 0; pfn < this.level.length; pfn++) {
      if (this.level[pfn] === 1) ptes.add(Math.floor(pfn / SIZE[2]));
      if (this.level[pfn] === 1 || this.level[pfn] === 2) pmds.add(Math.floor(pfn / SIZE[3]));
    }
    return 1 + pmds.size + ptes.size;
  }

  /** Leaf entries by size, counted again. */
  leafCounts(): number[] {
    const counts = [0, 0, 0];
    for (let pfn = 0; pfn < this.level.length; pfn++) {
      const level = this.level[pfn];
      if (level > 0 && pfn % SIZE[level as Level] === 0) counts[level - 1]++;
    }
    return counts;
  }

  #call(call: SetMemoryCall, pfn: number, pages: number, array: boolean): number {
    if (pages === 0) return 0;
    const reserves = call === 'uc' || call === 'wc';
    const end = Math.min(pfn + pages, this.level.length);
    if (reserves && this.#reserved.subarray(pfn, end).includes(1)) return array ? -22 : -16;
    if (reserves) this.#reserved.fill(1, pfn, end);
    const direct = call === 'dm_inval' || call === 'dm_default';
    const way = { pageByPage: array || direct, split: call === '4k' };
    let rc = 0;
    for (const masks of this.#masks(call)) {
      this.#changed = false;
      rc = this.#pass(pfn, pages, masks, way);
      if (this.#changed && !direct) this.#done(call, pfn, pages, rc);
      if (rc !== 0) break;
    }
    if (call === 'wb' || (reserves && rc !== 0)) this.#reserved.fill(0, pfn, end);
    return rc;
  }

  #done(call: SetMemoryCall, pfn: number, pages: number, rc: number): void {
    if (rc !== 0) this.counters.cpaFlushAll++;
    else this.#flush(pages, false);
    if (rc !== 0 || call !== 'rox' || this.#choice.policy !== 'collapse') return;
    let collapsed = false;
    for (let block = pfn - (pfn % 512); block < pfn + pages; block += 512) {
      if (!this.#collapse(block, 1)) continue;
      collapsed = true;
      if (this.#gbPages) this.#collapse(block - (block % SIZE[3]), 2);
    }
    if (collapsed) this.counters.flushAll++;
  }

  #flush(pages: number, all: boolean): void {
    const { counters } = this;
    if (all || pages > 33) counters.flushAll++;
    else {
      counters.flushRanged++;
      counters.flushedPages += pages;
    }
  }

  #vmap(call: SetMemoryCall, pfn: number, pages: number): number {
    let flags: bigint = BOOT[1];
    for (const masks of this.#masks(call)) {
      const old = flags;
      flags = this.#settle((flags & ~masks.clear) | masks.set);
      let alias: Masks | undefined = masks;
      if (this.#choice.policy === 'collapse') alias = { set: masks.set & ~NX, clear: masks.clear & ~NX };
      else if ((masks.set | masks.clear) === NX) alias = undefined;
      for (let page = pfn; page < pfn + pages; page++) {
        this.counters.cpa4kInstall++;
        if (alias !== undefined && (alias.set | alias.clear) !== 0n) this.#pass(page, 1, alias, { alias: true });
      }
      if (flags !== old && pages > 0) this.#flush(pages, alias !== undefined);
    }
    return 0;
  }

  #kfence(present: boolean, pfn: number, pages: number): number {
    let rc = 0;
    for (let page = pfn; page < pfn + pages; page++) {
      if (this.level[page] !== 1) rc = -22;
      else this.entry[page] = present ? this.entry[page] | P : this.entry[page] & ~P;
    }
    return rc;
  }

  #pass(pfn: number, pages: number, masks: Masks, way: Way): number {
    for (let at = pfn; at < pfn + pages; ) {
      if (at >= this.level.length) return way.alias ? 0 : -14;
      at += this.#step(at, way.pageByPage ? 1 : pfn + pages - at, masks, way.split ?? false);
    }
    return 0;
  }

  /** Goes on from one page; gives back how many pages are done. */
  #step(pfn: number, pages: number, { set, clear }: Masks, split: boolean): number {
    const { counters } = this;
    for (;;) {
      const level = this.level[pfn] as Level | 0;
      if (level === 0) return 1;
      const old = this.entry[pfn];
      const flags = flagsOf(old, level);
      if (level === 1) {
        counters.cpa4kInstall++;
        this.#write(pfn, 1, entryOf(pfnOf(old, 1), this.#settle((flags & ~clear) | set)));
        return 1;
      }
      const first = pfn - (pfn % SIZE[level]);
      if (!split) {
        const covered = Math.min(pages, first + SIZE[level] - pfn);
        counters[level === 2 ? 'cpa2mChecked' : 'cpa1gChecked']++;
        const settled = this.#settle(toLarge((toSmall(flags) & ~clear) | set));
        const wanted = settled & P ? settled | BIT7 : settled;
        if (wanted === flags) {
          counters[level === 2 ? 'cpa2mSameprot' : 'cpa1gSameprot']++;
          return covered;
        }
        if (covered === SIZE[level]) {
          counters[level === 2 ? 'cpa2mPreserved' : 'cpa1gPreserved']++;
          this.#write(first, level, entryOf(pfnOf(old, level), wanted));
          this.#changed = true;
          return covered;
        }
      }
      this.#split(first, level);
    }
  }

  #settle(flags: bigint): bigint {
    if (!(flags & P)) return flags & ~G;
    return this.#choice.globalFix ? flags | G : flags;
  }

  #write(first: number, level: Level, entry: bigint): void {
    const old = this.entry[first];
    if (old === entry) return;
    this.#store(first, level, entry);
    this.#changed = true;
    this.#log(first, first + SIZE[level]);
    this.#written(first, level, flagsOf(old, level), flagsOf(entry, level));
  }

  #log(first: number, end: number): void {
    if (this.#choice.policy !== 'batched') return;
    const last = this.#logged.at(-1);
    if (last !== undefined && last.first <= first && first <= last.end) last.end = Math.max(last.end, end);
    else this.#logged.push({ first, end });
  }

  #mergeLogged(): number {
    let merged = 0;
    for (const level of [1, 2] as const) {
      const pages = SIZE[level] * 512;
      for (const { first, end } of this.#logged)
        for (let at = first - (first % pages); at < end; at += pages)
          if (level === 1 || this.#gbPages) merged += Number(this.#collapse(at, level));
    }
    this.#logged = [];
    if (merged > 0) this.counters.flushAll++;
    return 0;
  }

  #split(first: number, level: 2 | 3): void {
    const old = this.entry[first];
    const below = level === 3 ? 2 : 1;
    const flags = flagsOf(old, level);
    const pieces = this.#settle(level === 2 ? toSmall(flags) : flags & P ? flags : flags & ~BIT7);
    for (let i = 0; i < 512; i++)
      this.#store(first + i * SIZE[below], below, entryOf(pfnOf(old, level) + BigInt(i * SIZE[below]), pieces));
    this.tracked.set(`${below}:${first}`, { same: pieces, nr: 512 });
    this.counters[level === 2 ? 'level2Splits' : 'level3Splits']++;
    this.counters.flushAll++;
    this.#written(first, level, flags, POINTER);
  }

  /** rfc-merge: CPA has written an entry; its table counts, and may become one large page. */
  #written(first: number, level: Level, from: bigint, to: bigint): void {
    if (this.#choice.policy !== 'rfc-merge' || level === 3) return;
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
    this.counters.flushAll++;
    this.#merge(base, level);
  }

  #flagsInTable(first: number, level: Level): bigint {
    const found = this.level[first] as Level | 0;
    if (found === 0) return 0n;
    return found === level ? flagsOf(this.entry[first], level) : POINTER;
  }

  #merge(base: number, level: 1 | 2): void {
    const above = level === 1 ? 2 : 3;
    const flags = flagsOf(this.entry[base], level);
    const large = (level === 1 ? toLarge(flags) : flags) | BIT7;
    const pfn = pfnOf(this.entry[base], level);
    const inverted = large & P ? 0n : PFN_FIELD;
    this.#store(base, above, (((pfn << 12n) ^ inverted) & pfnField(large, above)) | large);
    this.tracked.delete(`${level}:${base}`);
    this.counters[level === 1 ? 'made2m' : 'made1g']++;
    this.#written(base, above, POINTER, large);
  }

  #collapse(base: number, level: 1 | 2): boolean {
    const first = this.entry[base];
    const flags = flagsOf(first, level);
    if (level === 1 && flags & KERNEL_4K) return false;
    if (pfnOf(first, level) % BigInt(512 * SIZE[level]) !== 0n) return false;
    for (let i = 0; i < 512; i++) {
      const pfn = base + i * SIZE[level];
      const entry = this.entry[pfn];
      if (this.level[pfn] !== level || !(entry & P) || flagsOf(entry, level) !== flags) return false;
      if (pfnOf(entry, level) - pfnOf(first, level) !== BigInt(i * SIZE[level])) return false;
    }
    this.#merge(base, level);
    return true;
  }

  #store(first: number, level: Level, entry: bigint): void {
    this.level.fill(level, first, first + SIZE[level]);
    this.entry.fill(entry, first, first + SIZE[level]);
  }

  #masks(call: SetMemoryCall): readonly Masks[] {
    return (this.#choice.policy === 'collapse' ? MASKS_7_2 : MASKS_6_1)[call];
  }
}

const wide = ({ set, clear }: { set: number; clear: number }): Masks => ({
  set: BigInt(`0x${protHex(set as Parameters<typeof protHex>[0])}`),
  clear: BigInt(`0x${protHex(clear as Parameters<typeof protHex>[0])}`),
});

const pfnField = (entry: bigint, level: Level): bigint =>
  level > 1 && entry & BIT7 ? PFN_FIELD & ~(BigInt(SIZE[level]) * 4096n - 1n) : PFN_FIELD;

/** pte_flags(), pmd_flags(), pud_flags(). */
const flagsOf = (entry: bigint, level: Level): bigint => entry & ~pfnField(entry, level);

/** pte_pfn(), pmd_pfn(), pud_pfn(): the bits of a not-present entry are inverted. */
const pfnOf = (entry: bigint, level: Level): bigint => ((entry & P ? entry : ~entry) & pfnField(entry, level)) >> 12n;

/** pfn_pte() and the like. */
const entryOf = (pfn: bigint, flags: bigint): bigint =>
  (((pfn << 12n) ^ (flags & P ? 0n : PFN_FIELD)) & PFN_FIELD) | flags;

const toSmall = (flags: bigint): bigint => (flags & ~(BIT7 | BIT12)) | (flags & BIT12 ? BIT7 : 0n);
const toLarge = (flags: bigint): bigint => (flags & ~(BIT7 | BIT12)) | (flags & BIT7 ? BIT12 : 0n);
