import { ENTRIES, PAGES_2M } from '../x86/page.ts';
import { BOOT_4K, NX, type Prot } from '../x86/prot.ts';
import { SET_MEMORY_CALLS, type SetMemoryCall } from '../x86/set-memory.ts';
import type { AddressSpace, Place } from './address-space.ts';
import type { Area } from './area.ts';
import { Change } from './change.ts';
import { Cpa } from './cpa.ts';
import { CpaAlias } from './cpa-alias.ts';
import { EBUSY, EFAULT, EINVAL, ENOMEM } from './errno.ts';
import { flushCpa } from './flush.ts';
import { Memtypes } from './memtypes.ts';
import type { CallOperation } from './operation.ts';
import type { PassMode } from './pass-mode.ts';
import type { Policy } from './policies/policy.ts';
import type { CallRule, Masks, Profile } from './profile.ts';
import type { AliasPlace, CallPlan } from './running-call.ts';
import type { StaticProtections } from './static-protections.ts';
import type { WordMap } from './word-map.ts';
import { EMPTY } from './words.ts';

const ALIAS: PassMode = { primary: false, pageByPage: false, forceSplit: false };

interface Step {
  readonly change: Change;
  /** What other addresses of the pages get; undefined: they are left alone. */
  readonly alias: Change | undefined;
  /** As `alias`, of a call on direct-map addresses. */
  readonly directAlias: Change | undefined;
  readonly range: PassMode;
  readonly array: PassMode;
}

interface Prepared {
  readonly call: SetMemoryCall;
  readonly rule: CallRule;
  readonly steps: readonly Step[];
  /** The step of a call that is one pass and leaves memory types alone, as most are. */
  readonly only: Step | undefined;
  /** What such a call makes of words, when it splits nothing on purpose, flushes one page alone, and protects and aliases nothing. */
  readonly plain: WordMap | undefined;
}

/** The set_memory_* calls of one kernel on one machine: masks, aliases, memory types, flushes. */
export class SetMemory {
  readonly memtypes = new Memtypes();
  readonly #space: AddressSpace;
  readonly #profile: Profile;
  /** At hand for callOnPte(). */
  readonly #directMap: Area;
  readonly #policy: Policy;
  readonly #direct: Cpa;
  readonly #vmalloc: Cpa;
  readonly #high: Cpa;
  readonly #alias: CpaAlias;
  readonly #calls: readonly Prepared[];
  readonly #changes = new Map<number, Change>();

  /** `protections`: undefined where there is nothing to protect. */
  constructor(space: AddressSpace, profile: Profile, protections: StaticProtections | undefined) {
    this.#space = space;
    this.#profile = profile;
    this.#directMap = space.directMap;
    this.#policy = profile.policy;
    const { policy, globalFix } = profile;
    this.#direct = new Cpa(space.directMap, policy, globalFix, protections);
    this.#vmalloc = new Cpa(space.vmalloc, policy, globalFix, protections);
    this.#high = new Cpa(space.high, policy, globalFix, protections);
    this.#alias = new CpaAlias(this.#direct, this.#high, space);
    for (const cpa of [this.#direct, this.#vmalloc, this.#high])
      cpa.processAlias = (...done) => this.#alias.process(...done);
    this.#calls = SET_MEMORY_CALLS.map((call) => this.#prepare(call, profile.calls[call]));
  }

  /** A call on direct-map addresses; 0 or -errno. */
  call(call: SetMemoryCall, pfn: number, pages: number): number {
    const prepared = this.#prepared(call);
    if (pages === 0) return onNoPages(prepared);
    const { only, rule } = prepared;
    return only === undefined
      ? this.#inSteps(this.#direct, prepared, pfn, pages)
      : this.#changePageAttr(this.#direct, only, rule, pfn, pages);
  }

  /** A call on a page that a 4K entry maps, the short way; false, and nothing done, when it is another or not so simple. */
  callOnPte({ call, pfn, pages }: CallOperation): boolean {
    if (pages !== 1 || typeof pfn !== 'number' || pfn >>> 0 !== pfn) return false;
    const { plain, rule } = this.#prepared(call);
    if (plain === undefined) return false;
    const area = this.#directMap;
    const { tables, counters } = area;
    const table = tables.pteTable(pfn);
    const index = pfn & (ENTRIES - 1);
    const word = tables.get(table, index);
    if (word === EMPTY) return false;
    area.origin = pfn;
    counters.cpa4kInstall++;
    const wanted = plain.get(word);
    if (wanted === word) return true;
    counters.flushRanged++;
    counters.flushedPages++;
    tables.rewrite(table, index, word, wanted);
    area.effects.add(pfn, 1, word, wanted);
    const policy = this.#policy;
    policy.entryWritten(area, table, index, word, wanted);
    policy.cpaDone?.(area, pfn, 1, rule.collapse);
    return true;
  }

  /** A call at an address of any area; 0 or -errno. -EFAULT where nothing is mapped, -EINVAL: there is no such address. */
  callAt(call: SetMemoryCall, address: bigint, pages: number): number {
    const place = this.#space.find(address);
    const prepared = this.#prepared(call);
    if (place === undefined) {
      if (!isKernelAddress(address, this.#space.directMap.pagingLevels)) return EINVAL;
      return pages > 0 && prepared.steps.some(({ range }) => range.primary) ? EFAULT : 0;
    }
    if (pages === 0) return onNoPages(prepared);
    return this.#inSteps(this.#cpaOf(place), prepared, place.page, pages);
  }

  /** callAt() step by step; undefined where it is one step: on no pages, and where memory types or the C bit change. */
  plan(call: SetMemoryCall, place: Place, pages: number): CallPlan | undefined {
    const { rule, steps } = this.#prepared(call);
    if (pages === 0 || rule.memtype !== undefined || rule.encryption) return undefined;
    const { data } = this.#cpaOf(place);
    const passes = steps
      .filter(({ change }) => rule.forceSplit || !change.isNothing)
      .map(({ change, alias, range }) => ({ change, alias, mode: range }));
    if (passes.length === 0) return undefined;
    const aliases = (page: number): readonly AliasPlace[] => this.#alias.places(data.area, page);
    const { flushCeiling } = this.#profile;
    return { data, page: place.page, pages, rule, passes, flushCeiling, aliases };
  }

  /** set_pages_array_*: a call on an array of pages; 0 or -errno. What sets a memory type says -EINVAL, whatever it was. */
  array(call: 'uc' | 'wc' | 'wb', pfns: readonly number[]): number {
    const { rule, steps } = this.#prepared(call);
    if (rule.memtype === 'reserve' && !this.memtypes.reserveEach(pfns)) return EINVAL;
    let error = 0;
    for (let i = 0; i < steps.length && error === 0; i++) error = this.#changeArray(steps[i], pfns);
    if ((rule.memtype === 'reserve') === (error !== 0)) this.memtypes.freeEach(pfns);
    return error !== 0 && rule.memtype === 'reserve' ? EINVAL : error;
  }

  /** The call at a vmalloc address that maps these pages with PAGE_KERNEL, and that is gone afterwards. */
  vmap(call: SetMemoryCall, pfn: number, pages: number): number {
    const { vmalloc, directMap } = this.#space;
    // vmap() knows nothing of 2M: its addresses and the pages are not aligned alike.
    const page = vmalloc.endPage - Math.ceil((pages + 1) / PAGES_2M) * PAGES_2M + ((pfn + 1) % PAGES_2M);
    if (page < PAGES_2M) return ENOMEM;
    const address = vmalloc.base + (BigInt(page - PAGES_2M) << 12n);
    const pfns = Array.from({ length: pages }, (_, i) => pfn + i);
    const error = this.#space.map(address, pfns, directMap.mapped(BOOT_4K));
    if (error !== 0) return error;
    const rc = this.callAt(call, address, pages);
    this.#space.unmap(address, pages);
    return rc;
  }

  /** One pass over the direct map as the alias of another address. */
  pass(set: Prot, clear: Prot, pfn: number, pages: number): number {
    return this.#direct.pass(this.#changeOf(set, clear), pfn, pages, ALIAS);
  }

  /** A few comparisons of pointers are faster than a property by a changing name. */
  #prepared(call: SetMemoryCall): Prepared {
    const calls = this.#calls;
    for (let i = 0; i < calls.length; i++) if (calls[i].call === call) return calls[i];
    return unknown(call);
  }

  /** All passes of a call, with its memory types. */
  #inSteps(cpa: Cpa, { rule, steps }: Prepared, page: number, pages: number): number {
    const reserves = rule.memtype === 'reserve';
    const memory = this.#physicalOf(cpa, page);
    if (reserves && !this.memtypes.reserve(memory, pages)) return EBUSY;
    let error = 0;
    for (let i = 0; i < steps.length && error === 0; i++)
      error = this.#changePageAttr(cpa, steps[i], rule, page, pages);
    if (rule.memtype !== undefined && reserves === (error !== 0)) this.memtypes.free(memory, pages);
    return error;
  }

  #changePageAttr(cpa: Cpa, step: Step, rule: CallRule, page: number, pages: number): number {
    const { change } = step;
    if (change.isNothing && !rule.forceSplit) return 0;
    if (rule.encryption) return this.#changeEncryption(cpa, step, page, pages);
    const alias = this.#alias;
    cpa.changed = false;
    alias.attempted = false;
    const error = cpa.pass(change, page, pages, step.range, cpa === this.#direct ? step.directAlias : step.alias);
    if (!cpa.changed || rule.noflush) return error;
    const { counters } = cpa.data.area;
    if (error !== 0) counters.cpaFlushAll++;
    else {
      flushCpa(counters, pages, this.#profile.flushCeiling, alias.attempted);
      this.#profile.policy.cpaDone?.(cpa.data.area, page, pages, rule.collapse);
    }
    return error;
  }

  /** __set_memory_enc_pgtable(): the caches must not hold the memory with the other key. */
  #changeEncryption(cpa: Cpa, step: Step, page: number, pages: number): number {
    const { counters, cBit } = cpa.data.area;
    const { flushCeiling } = this.#profile;
    if (cBit === undefined) return 0;
    flushCpa(counters, pages, flushCeiling, false);
    this.#alias.attempted = false;
    const aliased = cpa === this.#direct ? step.directAlias : step.alias;
    const error = cpa.pass(step.change, page, pages, step.range, aliased);
    flushCpa(counters, pages, flushCeiling, this.#alias.attempted);
    return error;
  }

  #changeArray({ change, array, directAlias }: Step, pfns: readonly number[]): number {
    const cpa = this.#direct;
    const { counters } = cpa.data.area;
    cpa.changed = false;
    this.#alias.attempted = false;
    let error = 0;
    for (let i = 0; i < pfns.length && error === 0; i++) error = cpa.pass(change, pfns[i], 1, array, directAlias);
    if (!cpa.changed) return error;
    if (error !== 0) counters.cpaFlushAll++;
    else flushCpa(counters, pfns.length, this.#profile.flushCeiling, this.#alias.attempted);
    return error;
  }

  #cpaOf({ area }: Place): Cpa {
    if (area.name === 'direct map') return this.#direct;
    return area.name === 'high' ? this.#high : this.#vmalloc;
  }

  /** What __pa() gives for a page: the memory that an image's page maps, and no memory at all for a vmalloc address. */
  #physicalOf(cpa: Cpa, page: number): number {
    const { area } = cpa.data;
    if (area.name !== 'vmalloc') return area.firstPfn + page;
    return Number((area.base - this.#space.directMap.base) >> 12n) + page;
  }

  #prepare(call: SetMemoryCall, rule: CallRule): Prepared {
    const steps = rule.steps.map((masks): Step => {
      const alias = rule.noAlias ? undefined : this.#aliasOf(masks);
      const primary = this.#profile.faults === 'always' || alias !== undefined;
      const { forceSplit } = rule;
      return {
        change: this.#changeOf(masks.set, masks.clear),
        alias,
        directAlias: this.#space.image === undefined ? undefined : alias,
        range: { primary, pageByPage: rule.noflush, forceSplit },
        array: { primary, pageByPage: true, forceSplit },
      };
    });
    const only = steps.length === 1 && rule.memtype === undefined ? steps[0] : undefined;
    const flushesOne = !rule.noflush && !rule.encryption && this.#profile.flushCeiling > 0;
    const isPlain = flushesOne && !rule.forceSplit && this.#direct.data.protections === undefined;
    const change = isPlain && only?.directAlias === undefined ? only?.change : undefined;
    return { call, rule, steps, only, plain: change?.isNothing ? undefined : change?.requested };
  }

  #aliasOf({ set, clear }: Masks): Change | undefined {
    if (this.#profile.nxAlias === 'without-nx') return this.#changeOf((set & ~NX) as Prot, (clear & ~NX) as Prot);
    return (set | clear) === NX ? undefined : this.#changeOf(set, clear);
  }

  #changeOf(set: Prot, clear: Prot): Change {
    const key = set * 2 ** 26 + clear;
    const known = this.#changes.get(key);
    if (known !== undefined) return known;
    const change = new Change(set, clear, this.#space.directMap.words, this.#profile.globalFix);
    this.#changes.set(key, change);
    return change;
  }
}

/** memtype_reserve() refuses an empty range; what else a call does is nothing. */
const onNoPages = ({ rule }: Prepared): number => (rule.memtype === 'reserve' ? EINVAL : 0);

function unknown(call: SetMemoryCall): never {
  throw new RangeError(`there is no call ${String(call)}`);
}

/** Canonical, and in the kernel's half. */
const isKernelAddress = (address: bigint, levels: 4 | 5): boolean =>
  typeof address === 'bigint' && address < 1n << 64n && address >= (1n << 64n) - (1n << (levels === 4 ? 47n : 56n));
