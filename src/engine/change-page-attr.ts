import type { Lookup } from './area.ts';
import type { Change } from './change.ts';
import type { CpaData } from './cpa-data.ts';
import { ENOMEM } from './errno.ts';
import type { PassMode } from './pass-mode.ts';
import { processFault } from './process-fault.ts';
import { shouldSplitLargePage } from './should-split-large-page.ts';
import { splitInto } from './split-large-page.ts';
import { EMPTY } from './words.ts';

/** What a CPU does next in __change_page_attr(). Between two stages other CPUs may run. */
export type Stage =
  /** Takes cpa_lock, unless it has it, and looks the entry up. */
  | 'lookup'
  /** Rewrites a 4K entry; under pgd_lock where that may merge. */
  | 'write'
  /** should_split_large_page(), under pgd_lock. */
  | 'decide'
  /** Drops cpa_lock and takes a page for a table. */
  | 'allocate'
  /** Takes cpa_lock again; __split_large_page(), under pgd_lock. */
  | 'split'
  | 'done';

/** Stages that look the entry up again when they have their lock: another CPU may have split or merged meanwhile. */
export type Recheck = 'write' | 'decide' | 'split';

/** Where a CPU is in __change_page_attr(). */
export interface WalkState {
  readonly data: CpaData;
  readonly change: Change;
  readonly mode: PassMode;
  readonly page: number;
  /** Pages wanted from there on. */
  readonly pages: number;
  stage: Stage;
  /** When done: how many of them are done, or -errno. */
  result: number;
  /** This CPU has cpa_lock. */
  locked: boolean;
  /** A large page was found that breaks a protection (force_static_prot). */
  forceStaticProt: boolean;
  /** What was looked up. */
  found: Readonly<Lookup>;
  /** Page for a table; -1: its number is not known. */
  frame: number | undefined;
}

/** A walk before its first stage; `forceStaticProt`: as the walk before it left it. */
export function beginWalk(
  data: CpaData,
  change: Change,
  page: number,
  pages: number,
  mode: PassMode,
  forceStaticProt: boolean,
): WalkState {
  const request = { data, change, mode, page, pages: mode.pageByPage ? 1 : pages, forceStaticProt };
  const found: Lookup = { table: 0, index: 0, level: 3, word: EMPTY };
  return { ...request, stage: 'lookup', result: 0, locked: false, found, frame: undefined };
}

/** __change_page_attr() up to the next lock point. `rechecks`: the stages that look again. Throws UseAfterFree. */
export function changePageAttr(walk: WalkState, rechecks: ReadonlySet<Recheck>): void {
  const { data, stage } = walk;
  data.area.origin = walk.page;
  data.forceStaticProt = walk.forceStaticProt;
  if (stage === 'lookup') lookup(walk);
  else if (stage === 'write') write(walk, rechecks.has('write'));
  else if (stage === 'decide') decide(walk, rechecks.has('decide'));
  else if (stage === 'allocate') allocate(walk);
  else if (stage === 'split') split(walk, rechecks.has('split'));
  walk.forceStaticProt = data.forceStaticProt;
}

/** A CPU used an entry of a table that was given back: what KASAN would report. */
export class UseAfterFree extends Error {}

function lookup(walk: WalkState): void {
  const { area } = walk.data;
  const found = { ...area.lookup(walk.page) };
  walk.locked = true;
  walk.found = found;
  if (found.word === EMPTY) finish(walk, processFault(area, walk.page, found.level, walk.mode.primary));
  else if (found.level === 1) walk.stage = 'write';
  else walk.stage = walk.mode.forceSplit ? 'allocate' : 'decide';
}

function write(walk: WalkState, recheck: boolean): void {
  if (recheck && hasMoved(walk)) {
    walk.stage = 'lookup';
    return;
  }
  // The flags are those that were read before pgd_lock was taken.
  const { table, index, word } = present(walk);
  walk.data.installPte(walk.change, table, index, walk.page, word);
  finish(walk, 1);
}

function decide(walk: WalkState, recheck: boolean): void {
  walk.stage = 'allocate';
  if (recheck && hasMoved(walk)) return;
  if (recheck) readAgain(walk);
  const done = shouldSplitLargePage(walk.data, walk.change, walk.page, walk.pages, present(walk));
  if (done > 0) finish(walk, done);
}

function allocate(walk: WalkState): void {
  walk.locked = false;
  walk.frame = walk.data.area.takeFrame();
  walk.stage = 'split';
}

function split(walk: WalkState, recheck: boolean): void {
  const { data, frame } = walk;
  walk.locked = true;
  walk.frame = undefined;
  walk.stage = 'lookup';
  if (frame === undefined) finish(walk, ENOMEM);
  else if (recheck && hasMoved(walk)) data.area.giveFrame(frame);
  else {
    if (recheck) readAgain(walk);
    splitInto(frame, data, present(walk));
  }
}

function finish(walk: WalkState, result: number): void {
  walk.locked = false;
  walk.result = result;
  walk.stage = 'done';
}

/** Another entry maps the page by now. */
function hasMoved({ data, page, found }: WalkState): boolean {
  const { table, index } = data.area.lookup(page);
  return table !== found.table || index !== found.index;
}

function readAgain(walk: WalkState): void {
  const { table, index } = walk.found;
  walk.found = { ...walk.found, word: walk.data.area.tables.get(table, index) };
}

/** What was looked up, whose table is still there. */
function present({ data, found }: WalkState): Readonly<Lookup> {
  if (data.area.tables.level(found.table) !== found.level)
    throw new UseAfterFree(`the table of page ${data.area.tables.base(found.table)} was given back`);
  return found;
}
