import { BOOT_4K, NX, type Prot } from '../x86/prot.ts';
import { SET_MEMORY_CALLS, type SetMemoryCall } from '../x86/set-memory.ts';
import { Change, clearProtnoneBits } from './change.ts';
import { Cpa } from './cpa.ts';
import type { DirectMap } from './direct-map.ts';
import { EBUSY, EINVAL } from './errno.ts';
import { flushCpa } from './flush.ts';
import { Memtypes } from './memtypes.ts';
import type { PassMode } from './pass-mode.ts';
import type { CallRule, Masks, Profile } from './profile.ts';
import type { CallPlan } from './running-call.ts';

const RANGE: PassMode = { primary: true, pageByPage: false, forceSplit: false };
const SPLIT_RANGE: PassMode = { primary: true, pageByPage: false, forceSplit: true };
const PAGES: PassMode = { primary: true, pageByPage: true, forceSplit: false };
const ALIAS: PassMode = { primary: false, pageByPage: false, forceSplit: false };

interface PreparedStep {
  readonly masks: Masks;
  readonly change: Change;
  /** What an alias in the direct map gets; undefined: no alias pass at all. */
  readonly alias: Change | undefined;
}

interface Prepared {
  readonly rule: CallRule;
  readonly steps: readonly PreparedStep[];
  /** The change of a call that is one pass and leaves memory types alone, as most are. */
  readonly only: Change | undefined;
  readonly range: PassMode;
}

/** The set_memory_* calls of one kernel on one direct map: masks, memory types, flushes. */
export class SetMemory {
  readonly memtypes = new Memtypes();
  readonly #map: DirectMap;
  readonly #profile: Profile;
  readonly #cpa: Cpa;
  /** In the order of SET_MEMORY_CALLS. */
  readonly #calls: readonly Prepared[];
  readonly #changes = new Map<number, Change>();

  constructor(map: DirectMap, profile: Profile) {
    this.#map = map;
    this.#profile = profile;
    this.#cpa = new Cpa(map, profile.policy, profile.globalFix);
    this.#calls = SET_MEMORY_CALLS.map((call) => this.#prepare(profile.calls[call]));
  }

  /** A call on direct-map addresses; 0 or -errno. */
  call(call: SetMemoryCall, pfn: number, pages: number): number {
    const prepared = this.#calls[numberOf(call)];
    if (pages === 0) return 0;
    const { only, rule, range } = prepared;
    return only === undefined
      ? this.#inSteps(prepared, pfn, pages, range, EBUSY)
      : this.#changePageAttr(only, pfn, pages, rule, range);
  }

  /** call() step by step; undefined where it is one step: on no pages, and where memory types change. */
  plan(call: SetMemoryCall, page: number, pages: number): CallPlan | undefined {
    const { rule, steps, range: mode } = this.#calls[numberOf(call)];
    if (pages === 0 || rule.memtype !== undefined) return undefined;
    const passes = steps.filter(({ change }) => rule.forceSplit || !change.isNothing);
    return passes.length === 0
      ? undefined
      : { data: this.#cpa.data, page, pages, mode, rule, passes, aliases: () => [] };
  }

  /** set_pages_array_*: a call on an array of pages; 0 or -errno. */
  array(call: 'uc' | 'wc' | 'wb', pfn: number, pages: number): number {
    return pages === 0 ? 0 : this.#inSteps(this.#calls[numberOf(call)], pfn, pages, PAGES, EINVAL);
  }

  /** A call at a vmalloc address that maps these pages with PAGE_KERNEL; the direct map sees it as an alias. */
  vmap(call: SetMemoryCall, pfn: number, pages: number): number {
    const { counters } = this.#map;
    const { globalFix } = this.#profile;
    let prot: number = BOOT_4K;
    for (const { masks, alias } of this.#calls[numberOf(call)].steps) {
      const before = prot;
      prot = clearProtnoneBits((prot & ~masks.clear) | masks.set, globalFix);
      for (let page = pfn; page < pfn + pages; page++) {
        counters.cpa4kInstall++;
        const error = alias === undefined || alias.isNothing ? 0 : this.#cpa.pass(alias, page, 1, ALIAS);
        if (error !== 0) return error;
      }
      if (prot !== before && pages > 0) flushCpa(counters, pages, alias !== undefined);
    }
    return 0;
  }

  /** One pass over the direct map as the alias of another address. */
  pass(set: Prot, clear: Prot, pfn: number, pages: number): number {
    return this.#cpa.pass(this.#changeOf(set, clear), pfn, pages, ALIAS);
  }

  /** All passes of a call, with its memory types; `taken`: the error when they are reserved already. */
  #inSteps({ rule, steps }: Prepared, pfn: number, pages: number, mode: PassMode, taken: number): number {
    const reserves = rule.memtype === 'reserve';
    if (reserves && !this.memtypes.reserve(pfn, pages)) return taken;
    let error = 0;
    for (let i = 0; i < steps.length && error === 0; i++)
      error = this.#changePageAttr(steps[i].change, pfn, pages, rule, mode);
    if (rule.memtype === 'free' || (reserves && error !== 0)) this.memtypes.free(pfn, pages);
    return error;
  }

  #changePageAttr(change: Change, pfn: number, pages: number, rule: CallRule, mode: PassMode): number {
    if (change.isNothing && !rule.forceSplit) return 0;
    const { counters } = this.#map;
    const cpa = this.#cpa;
    cpa.changed = false;
    const error = cpa.pass(change, pfn, pages, mode);
    if (!cpa.changed || rule.noflush) return error;
    if (error !== 0) counters.cpaFlushAll++;
    else {
      flushCpa(counters, pages, false);
      this.#profile.policy.cpaDone(this.#map, pfn, pages, rule.collapse);
    }
    return error;
  }

  #prepare(rule: CallRule): Prepared {
    const steps = rule.steps.map((masks) => ({
      masks,
      change: this.#changeOf(masks.set, masks.clear),
      alias: this.#aliasOf(masks),
    }));
    const only = steps.length === 1 && rule.memtype === undefined ? steps[0].change : undefined;
    return { rule, steps, only, range: rule.noflush ? PAGES : rule.forceSplit ? SPLIT_RANGE : RANGE };
  }

  #aliasOf({ set, clear }: Masks): Change | undefined {
    if (this.#profile.nxAlias === 'without-nx') return this.#changeOf((set & ~NX) as Prot, (clear & ~NX) as Prot);
    return (set | clear) === NX ? undefined : this.#changeOf(set, clear);
  }

  #changeOf(set: Prot, clear: Prot): Change {
    const key = set * 2 ** 26 + clear;
    const known = this.#changes.get(key);
    if (known !== undefined) return known;
    const change = new Change(set, clear, this.#map.words, this.#profile.globalFix);
    this.#changes.set(key, change);
    return change;
  }
}

/** Number of a call; a few comparisons of pointers are faster than a property by a changing name. */
function numberOf(call: SetMemoryCall): number {
  let number = 0;
  while (SET_MEMORY_CALLS[number] !== call)
    if (++number === SET_MEMORY_CALLS.length) throw new RangeError(`no call ${call}`);
  return number;
}
