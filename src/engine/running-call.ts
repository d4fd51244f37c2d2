import type { Change } from './change.ts';
import { beginWalk, changePageAttr, type Recheck, type WalkState } from './change-page-attr.ts';
import type { CpaData } from './cpa-data.ts';
import { flushCpa } from './flush.ts';
import type { PassMode } from './pass-mode.ts';
import type { CallRule } from './profile.ts';

const ALIAS: PassMode = { primary: false, pageByPage: false, forceSplit: false };
const SPLIT_ALIAS: PassMode = { ...ALIAS, forceSplit: true };

/** Another address of a page: an area, and the page there. */
export interface AliasPlace {
  readonly data: CpaData;
  readonly page: number;
}

/** One change of a call: what its pages get, and what they get at their other addresses. */
export interface PlannedPass {
  readonly change: Change;
  readonly mode: PassMode;
  /** Undefined: other addresses are not looked for. */
  readonly alias: Change | undefined;
}

/** A set_memory call that one CPU of several makes. */
export interface CallPlan {
  readonly data: CpaData;
  readonly page: number;
  readonly pages: number;
  readonly passes: readonly PlannedPass[];
  readonly rule: CallRule;
  readonly flushCeiling: number;
  /** The other addresses of a page of the range. */
  aliases(page: number): readonly AliasPlace[];
}

/** Where a CPU is in its call; a copy of it is a copy of all that changes. */
export interface CallPosition {
  pass: number;
  /** Page that the walk is at, and pages done there when its other addresses are looked after. */
  at: number;
  did: number;
  /** Other addresses still to be done; the walk is at the first of them when `inAlias`. */
  places: readonly AliasPlace[];
  inAlias: boolean;
  walk: WalkState | undefined;
  /** An entry of the range was written (CPA_FLUSHTLB). */
  changed: boolean;
  /** A large page was found that breaks a protection (force_static_prot). */
  forceStaticProt: boolean;
  /** Other addresses were looked after, so the flush is of everything (force_flush_all). */
  aliased: boolean;
  /** 0 or -errno; undefined while the call runs. */
  rc: number | undefined;
}

/** change_page_attr_set_clr() by a CPU among others, from one lock point to the next. */
export class RunningCall {
  readonly #plan: CallPlan;
  #now: CallPosition;

  constructor(plan: CallPlan) {
    this.#plan = plan;
    const { page } = plan;
    this.#now = {
      pass: 0,
      at: page,
      did: 0,
      places: [],
      inAlias: false,
      walk: undefined,
      changed: false,
      forceStaticProt: false,
      aliased: false,
      rc: undefined,
    };
    this.#beginPass();
  }

  /** 0 or -errno; undefined while the call runs. */
  get rc(): number | undefined {
    return this.#now.rc;
  }

  /** The walk in progress: its stage is what step() does next. Undefined: the policy's work after the call. */
  get walk(): Readonly<WalkState> | undefined {
    return this.#now.walk;
  }

  /** The page that it is at. */
  get page(): number {
    return this.#now.walk?.page ?? this.#plan.page;
  }

  /** Name of the area of that page. */
  get area(): string {
    return (this.#now.walk?.data ?? this.#plan.data).area.name;
  }

  /** Goes on to the next lock point. */
  step(rechecks: ReadonlySet<Recheck>): void {
    const { walk } = this.#now;
    if (walk === undefined) this.#collapse();
    else this.#go(walk, rechecks);
  }

  /** Equal for two positions in this call from which the same follows. */
  key(): string {
    const { pass, at, did, places, inAlias, walk, changed, forceStaticProt, aliased } = this.#now;
    const position = [pass, at, did, places.length, ...[inAlias, changed, forceStaticProt, aliased].map(Number)];
    if (walk === undefined) return position.join();
    const { page, pages, stage, locked, found, frame } = walk;
    return [
      ...position,
      page,
      pages,
      stage,
      Number(locked),
      Number(walk.forceStaticProt),
      ...Object.values(found),
      frame ?? '',
    ].join();
  }

  /** All that step() changes here. */
  save(): CallPosition {
    const { walk } = this.#now;
    return { ...this.#now, walk: walk && { ...walk } };
  }

  load(saved: CallPosition): void {
    this.#now = { ...saved, walk: saved.walk && { ...saved.walk } };
  }

  #go(walk: WalkState, rechecks: ReadonlySet<Recheck>): void {
    const now = this.#now;
    walk.data.changed = false;
    changePageAttr(walk, rechecks);
    if (!now.inAlias) {
      if (walk.data.changed) now.changed = true;
      now.forceStaticProt = walk.forceStaticProt;
    }
    if (walk.stage !== 'done') return;
    if (walk.result < 0) this.#finish(walk.result);
    else if (now.inAlias) this.#aliasDone(walk);
    else this.#walkDone(walk);
  }

  #beginPass(): void {
    const now = this.#now;
    now.at = this.#plan.page;
    now.changed = false;
    now.aliased = false;
    now.forceStaticProt = false;
    this.#beginWalk();
  }

  #beginWalk(): void {
    const { data, page, pages, passes } = this.#plan;
    const now = this.#now;
    const { change, mode } = passes[now.pass];
    now.walk = beginWalk(data, change, now.at, page + pages - now.at, mode, now.forceStaticProt);
  }

  /** Some pages of the range are done: now their other addresses (cpa_process_alias). */
  #walkDone({ result }: WalkState): void {
    const now = this.#now;
    const { alias } = this.#plan.passes[now.pass];
    now.did = result;
    now.places = alias === undefined ? [] : this.#plan.aliases(now.at);
    if (now.places.length > 0) now.aliased = true;
    if (alias?.isNothing && !this.#plan.rule.forceSplit) now.places = [];
    this.#nextPlace();
  }

  #aliasDone({ data, change, page, pages, result, forceStaticProt }: WalkState): void {
    const now = this.#now;
    if (result < pages) {
      now.walk = beginWalk(data, change, page + result, pages - result, this.#aliasMode(), forceStaticProt);
      return;
    }
    now.places = now.places.slice(1);
    this.#nextPlace();
  }

  #aliasMode(): PassMode {
    return this.#plan.rule.forceSplit ? SPLIT_ALIAS : ALIAS;
  }

  #nextPlace(): void {
    const now = this.#now;
    const { page, pages, passes } = this.#plan;
    const { alias } = passes[now.pass];
    now.inAlias = now.places.length > 0;
    if (now.inAlias && alias !== undefined) {
      const [place] = now.places;
      now.walk = beginWalk(place.data, alias, place.page, now.did, this.#aliasMode(), false);
      return;
    }
    now.at += now.did;
    if (now.at < page + pages) this.#beginWalk();
    else this.#finish(0);
  }

  /** The end of a pass: its flush. Large pages that the call asked for are the policy's next step, under pgd_lock. */
  #finish(error: number): void {
    const { data, pages, rule, flushCeiling } = this.#plan;
    const now = this.#now;
    const { counters } = data.area;
    now.walk = undefined;
    const flushes = now.changed && !rule.noflush;
    if (flushes && error !== 0) counters.cpaFlushAll++;
    else if (flushes) flushCpa(counters, pages, flushCeiling, now.aliased);
    if (error !== 0) now.rc = error;
    else if (!flushes || !rule.collapse) this.#nextPass();
  }

  #collapse(): void {
    const { data, page, pages, rule } = this.#plan;
    data.policy.cpaDone?.(data.area, page, pages, rule.collapse);
    this.#nextPass();
  }

  #nextPass(): void {
    const now = this.#now;
    now.pass++;
    if (now.pass < this.#plan.passes.length) this.#beginPass();
    else now.rc = 0;
  }
}
