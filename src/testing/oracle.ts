import type { Counters, KernelImage, MachineSpec, Operation } from '../engine/index.ts';
import { protHex } from '../x86/prot.ts';
import type { PolicyChoice, SetMemoryCall } from '../x86/set-memory.ts';
import { type Level, type Masks, OracleArea, type OracleRules } from './oracle-area.ts';
import { NX, OracleEntries, P, RW, SIZE } from './oracle-entries.ts';
import { clears, MASKS_6_1, MASKS_7_2, sets } from './oracle-masks.ts';

const BOOT = { 1: NX | 0x163n, 2: NX | 0x1e3n, 3: NX | 0x1e3n } as const;
const VMALLOC = 0xffffc90000000000n;
const HIGH = 0xffffffff80000000n;

/** Pages of the vmalloc area and of the module area that the oracle looks at. */
export const ORACLE_VMALLOC_PAGES = 4096;
export const ORACLE_MODULES = 0xffffffffa0000000n;
const HIGH_PAGES = Number((ORACLE_MODULES - HIGH) >> 12n) + 2048;

/**
 * The kernel's rules once more, as plainly as they can be said and slowly: one record a 4K page, entries as the
 * hardware's 64 bits, nothing shared with the engine. The machine's PFNs begin at 0, its page tables have 4 levels.
 */
export class Oracle {
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
  readonly direct: OracleArea;
  readonly vmalloc: OracleArea;
  /** Kernel image and modules. */
  readonly high: OracleArea;
  readonly #entries: OracleEntries;
  readonly #reserved = new Set<string>();
  readonly #choice: PolicyChoice;
  readonly #image: KernelImage | undefined;
  readonly #isRam: Uint8Array;
  #readOnly = false;
  #forceFlush = false;

  constructor({ ram, gbPages, image, cBit, pciBios, directMapBase }: MachineSpec, choice: PolicyChoice) {
    const end = ram.at(-1)?.endPfn ?? 0;
    this.#choice = choice;
    this.#image = image;
    this.#entries = new OracleEntries(cBit);
    const rules: OracleRules = {
      choice,
      gbPages,
      counters: this.counters,
      entries: this.#entries,
      forbidden: (area, page, pfn, pages, as) => this.#forbidden(area, page, pfn, pages, as, pciBios ?? false),
    };
    this.direct = new OracleArea(directMapBase ?? 0xffff888000000000n, end, end, rules);
    this.vmalloc = new OracleArea(VMALLOC, ORACLE_VMALLOC_PAGES, 0, rules);
    this.high = new OracleArea(HIGH, HIGH_PAGES, image === undefined ? 0 : up(image.endPfn) - image.physBase, rules);
    this.#isRam = new Uint8Array(end).fill(1, 0, 256);
    const isRam = new Uint8Array(end);
    for (const { firstPfn, endPfn } of ram) {
      isRam.fill(1, firstPfn, endPfn);
      this.#isRam.fill(1, firstPfn, endPfn);
    }
    const fits = (pfn: number, level: Level): boolean =>
      pfn % SIZE[level] === 0 &&
      pfn > 0 &&
      pfn + SIZE[level] <= end &&
      !isRam.subarray(pfn, pfn + SIZE[level]).includes(0);
    for (let pfn = 0; pfn < end; ) {
      const level = gbPages && fits(pfn, 3) ? 3 : fits(pfn, 2) ? 2 : 1;
      if (this.#isRam[pfn]) this.direct.store(pfn, level, this.#boot(pfn, level));
      pfn += SIZE[level];
    }
    if (image !== undefined) this.#bootImage(image);
  }

  /** Does what Machine.apply() must do; 0 or -errno. */
  apply(operation: Operation): number {
    const rc = this.#carryOut(operation);
    for (const area of [this.direct, this.high]) if (area.logged >= 32) area.mergeLogged();
    return rc;
  }

  #carryOut(operation: Operation): number {
    switch (operation.kind) {
      case 'array':
        return this.#array(operation.call, operation.pfns);
      case 'map':
        return this.#map(operation.address, operation.pfns, operation.prot && wide(operation.prot));
      case 'unmap':
        return this.#unmap(operation.address, operation.pages);
      case 'at':
        return this.#at(operation.call, operation.address, operation.pages);
      case 'pass':
        return this.#pass(this.direct, operation.pfn, operation.pages, wideMasks(operation), {});
      case 'kfence':
        return this.#kfence(operation.present, operation.pfn, operation.pages);
      case 'vmap':
        return this.#vmap(operation.call, operation.pfn, operation.pages);
      case 'call':
        return this.#call(operation.call, this.direct, operation.pfn, operation.pages);
      case 'merge':
        if (this.#choice.policy !== 'batched') return -38;
        for (const area of [this.direct, this.high]) area.mergeLogged();
        return 0;
      default:
        throw new RangeError('the oracle knows no page allocator');
    }
  }

  #at(call: SetMemoryCall, address: bigint, pages: number): number {
    if (address >> 47n !== (1n << 17n) - 1n) return -22;
    for (const [area, room] of [
      [this.direct, 2 ** 34],
      [this.vmalloc, 2 ** 27],
      [this.high, 2 ** 19],
    ] as const) {
      const page = Number((address - area.base) >> 12n);
      if (page >= 0 && page < room) return this.#call(call, area, page, pages);
    }
    const faults = this.#steps(call).some((masks) => this.#isPrimary(call, masks));
    return pages > 0 && faults ? -14 : 0;
  }

  #call(call: SetMemoryCall, area: OracleArea, page: number, pages: number): number {
    if (pages === 0) return call === 'uc' || call === 'wc' ? -22 : 0;
    const encryption = call === 'encrypted' || call === 'decrypted';
    if (encryption && this.#entries.enc === 0n) return 0;
    const reserves = call === 'uc' || call === 'wc';
    const keys = this.#memtypeKeys(area, page, pages, reserves || call === 'wb');
    if (reserves && keys.some((key) => this.#reserved.has(key))) return -16;
    if (reserves) for (const key of keys) this.#reserved.add(key);
    const direct = call === 'dm_inval' || call === 'dm_default';
    let rc = 0;
    for (const masks of this.#steps(call)) {
      area.begin();
      this.#forceFlush = false;
      if (encryption) this.#flush(pages, false);
      const primary = this.#isPrimary(call, masks);
      const alias = this.#aliasOf(call, masks);
      rc = this.#pass(area, page, pages, masks, { primary, pageByPage: direct, split: call === '4k', alias });
      if (encryption) this.#flush(pages, this.#forceFlush);
      else if (area.changed && !direct) this.#done(call, area, page, pages, rc);
      if (rc !== 0) break;
    }
    if (rc === 0 ? call === 'wb' : reserves) for (const key of keys) this.#reserved.delete(key);
    return rc;
  }

  #done(call: SetMemoryCall, area: OracleArea, page: number, pages: number, rc: number): void {
    if (rc !== 0) this.counters.cpaFlushAll++;
    else this.#flush(pages, this.#forceFlush);
    if (rc !== 0 || call !== 'rox' || this.#choice.policy !== 'collapse') return;
    if (area.collapseRange(page, pages)) this.counters.flushAll++;
  }

  #array(call: 'uc' | 'wc' | 'wb', pfns: readonly number[]): number {
    if (call !== 'wb') {
      const taken = new Set(this.#reserved);
      for (const pfn of pfns) {
        for (const key of this.#memtypeKeys(this.direct, pfn, 1, true)) {
          if (taken.has(key)) return -22;
          taken.add(key);
        }
      }
    }
    const keys = pfns.flatMap((pfn) => this.#memtypeKeys(this.direct, pfn, 1, true));
    if (call !== 'wb') for (const key of keys) this.#reserved.add(key);
    let rc = 0;
    for (const masks of this.#steps(call)) {
      this.direct.begin();
      this.#forceFlush = false;
      const alias = this.#aliasOf(call, masks);
      const way = { primary: this.#isPrimary(call, masks), pageByPage: true, alias };
      for (let i = 0; i < pfns.length && rc === 0; i++) rc = this.#pass(this.direct, pfns[i], 1, masks, way);
      if (this.direct.changed && rc === 0) this.#flush(pfns.length, this.#forceFlush);
      else if (this.direct.changed) this.counters.cpaFlushAll++;
      if (rc !== 0) break;
    }
    if (rc === 0 ? call === 'wb' : call !== 'wb') for (const key of keys) this.#reserved.delete(key);
    return rc === 0 || call === 'wb' ? rc : -22;
  }

  #flush(pages: number, all: boolean): void {
    const { counters } = this;
    if (all || pages > 33) counters.flushAll++;
    else {
      counters.flushRanged++;
      counters.flushedPages += pages;
    }
  }

  #map(address: bigint, pfns: readonly number[], flags = NX | 0x163n | this.#entries.enc): number {
    const place = this.#outside(address, pfns.length);
    if (place === undefined || pfns.some((pfn) => pfn >= this.direct.pages)) return -22;
    const { area, page } = place;
    if (pfns.some((_, i) => area.level[page + i] !== 0)) return -16;
    for (const [i, pfn] of pfns.entries()) area.store(page + i, 1, this.#entries.entryOf(BigInt(pfn), flags));
    return 0;
  }

  #unmap(address: bigint, pages: number): number {
    const place = this.#outside(address, pages);
    if (place === undefined) return -22;
    for (let at = place.page; at < place.page + pages; at++) {
      const level = place.area.level[at] as Level | 0;
      if (level === 0) continue;
      const first = at - (at % SIZE[level]);
      place.area.level.fill(0, first, first + SIZE[level]);
      place.area.entry.fill(0n, first, first + SIZE[level]);
    }
    return 0;
  }

  #outside(address: bigint, pages: number): { readonly area: OracleArea; readonly page: number } | undefined {
    for (const area of [this.vmalloc, this.high]) {
      const page = Number((address - area.base) >> 12n);
      const first = area === this.high && this.#image !== undefined ? up(this.#image.endPfn) - this.#image.physBase : 0;
      if (page >= first && page + pages <= area.pages) return { area, page };
    }
    return undefined;
  }

  #vmap(call: SetMemoryCall, pfn: number, pages: number): number {
    const page = 2048 + ((pfn + 1) % 512);
    const address = VMALLOC + (BigInt(page) << 12n);
    const rc = this.#map(
      address,
      Array.from({ length: pages }, (_, i) => pfn + i),
    );
    if (rc !== 0) return rc;
    const result = this.#call(call, this.vmalloc, page, pages);
    this.#unmap(address, pages);
    return result;
  }

  #kfence(present: boolean, pfn: number, pages: number): number {
    const { level, entry } = this.direct;
    let rc = 0;
    for (let page = pfn; page < pfn + pages; page++) {
      if (level[page] !== 1) rc = -22;
      else entry[page] = present ? entry[page] | P : entry[page] & ~P;
    }
    return rc;
  }

  #pass(
    area: OracleArea,
    page: number,
    pages: number,
    masks: Masks,
    way: { primary?: boolean; pageByPage?: boolean; split?: boolean; alias?: Masks | undefined },
  ): number {
    for (let at = page; at < page + pages; ) {
      if ((area.level[at] ?? 0) === 0) {
        if (way.primary && (area !== this.direct || at >= area.pages)) return -14;
        at++;
        continue;
      }
      const done = area.step(at, way.pageByPage ? 1 : page + pages - at, masks, way.split ?? false);
      const rc = way.alias === undefined ? 0 : this.#alias(area, at, done, way.alias, way.split ?? false);
      if (rc !== 0) return rc;
      at += done;
    }
    return 0;
  }

  /** The other addresses of pages that are done. */
  #alias(area: OracleArea, page: number, pages: number, masks: Masks, split: boolean): number {
    const pfn = area.pfnAt(page);
    if (pfn === undefined || !this.#isRam[pfn]) return 0;
    const idle = !split && (masks.set | masks.clear) === 0n;
    if (area !== this.direct) {
      this.#forceFlush = true;
      const rc = idle ? 0 : this.#pass(this.direct, pfn, pages, masks, { split });
      if (rc !== 0) return rc;
    }
    const image = this.#image;
    if (image === undefined || pfn < image.text.firstPfn || pfn >= up(image.endPfn)) return 0;
    const ownPage = page + image.physBase;
    if (area === this.high && ownPage >= image.text.firstPfn && ownPage < image.endPfn) return 0;
    this.#forceFlush = true;
    const { changed } = this.high;
    if (!idle) this.#pass(this.high, pfn - image.physBase, pages, masks, { split });
    if (area !== this.high) this.high.changed = changed;
    return 0;
  }

  #forbidden(
    area: OracleArea,
    page: number,
    pfn: number,
    pages: number,
    as: 'whole' | 'piece' | 'new',
    pciBios: boolean,
  ): bigint {
    const meets = (first: number, end: number, at: number): boolean => at < end && at + pages > first;
    let bits = pciBios && meets(0xa0, 0x100, pfn) ? NX : 0n;
    const image = this.#image;
    if (image === undefined) return bits;
    if (this.#readOnly && meets(image.rodata.firstPfn, image.rodata.endPfn, pfn)) bits |= RW;
    if (area !== this.high) return bits;
    const address = page + image.physBase;
    if (meets(image.text.firstPfn, image.text.endPfn, address)) bits |= NX;
    if (this.#readOnly && as === 'new' && meets(image.text.firstPfn, up(image.rodata.endPfn), address)) bits |= RW;
    return bits;
  }

  #bootImage(image: KernelImage): void {
    const { text, rodata, init, readOnly, endPfn, physBase } = image;
    for (let pfn = text.firstPfn; pfn < up(endPfn); pfn += 512)
      this.high.store(pfn - physBase, 2, this.#boot(pfn, 2) & ~NX);
    const at = (call: SetMemoryCall, firstPfn: number, end: number): void =>
      void this.#call(call, this.high, firstPfn - physBase, end - firstPfn);
    for (const range of readOnly) at('ro', range.firstPfn, range.endPfn);
    at('nx', init.firstPfn, init.endPfn);
    at('rw', init.firstPfn, init.endPfn);
    at('ro', text.firstPfn, up(rodata.endPfn));
    this.#readOnly = true;
    at('nx', text.endPfn, up(endPfn));
    for (const [first, end] of [
      [text.endPfn, rodata.firstPfn],
      [rodata.endPfn, up(rodata.endPfn)],
    ]) {
      at('nx', first, end);
      at('rw', first, end);
    }
    for (const name of Object.keys(this.counters) as (keyof Counters)[]) this.counters[name] = 0;
  }

  #boot(pfn: number, level: Level): bigint {
    return this.#entries.entryOf(BigInt(pfn), BOOT[level] | this.#entries.enc);
  }

  #memtypeKeys(area: OracleArea, page: number, pages: number, wanted: boolean): string[] {
    if (!wanted) return [];
    const [space, first] =
      area === this.vmalloc
        ? ['vmalloc', page]
        : ['memory', area === this.high ? page + (this.#image?.physBase ?? 0) : page];
    if (space === 'memory' && Number(first) >= 0xa0 && Number(first) + pages <= 0x100) return [];
    return Array.from({ length: pages }, (_, i) => `${space}:${Number(first) + i}`);
  }

  #steps(call: SetMemoryCall): readonly Masks[] {
    if (call === 'encrypted') return [sets(this.#entries.enc)];
    if (call === 'decrypted') return [clears(this.#entries.enc)];
    return (this.#choice.policy === 'collapse' ? MASKS_7_2 : MASKS_6_1)[call];
  }

  /** What the other addresses get; undefined: nothing is done there. */
  #aliasOf(call: SetMemoryCall, { set, clear }: Masks): Masks | undefined {
    if (call === 'np_noalias' || call === 'dm_inval' || call === 'dm_default') return undefined;
    if (this.#choice.policy === 'collapse') return { set: set & ~NX, clear: clear & ~NX };
    return (set | clear) === NX ? undefined : { set, clear };
  }

  /** A page that nothing maps is a fault. */
  #isPrimary(call: SetMemoryCall, masks: Masks): boolean {
    return this.#choice.policy === 'collapse' || this.#aliasOf(call, masks) !== undefined;
  }
}

const up = (pfn: number): number => Math.ceil(pfn / 512) * 512;
const wide = (prot: Parameters<typeof protHex>[0]): bigint => BigInt(`0x${protHex(prot)}`);
const wideMasks = ({ set, clear }: { set: Parameters<typeof protHex>[0]; clear: typeof set }): Masks => ({
  set: wide(set),
  clear: wide(clear),
});
