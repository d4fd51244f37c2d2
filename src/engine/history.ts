import { levelName, PAGES_1G, PAGES_2M, pagesOf } from '../x86/page.ts';
import { cacheMode, G, KERNEL_4K, NX, P, type Prot, RW } from '../x86/prot.ts';
import type { Region } from './region.ts';
import type { Run } from './run.ts';

/** A change of a region's bits or size. */
export interface HistoryItem {
  readonly step: number;
  readonly what: string;
}

const WRITE = 0;
const SPLIT = 1;
const MERGE = 2;
const MOST = 50;

/** What happened to the page or table `region` in the whole run, oldest first; the last 50 at most. */
export function history(run: Run, region: Region): readonly HistoryItem[] {
  const { effects } = run;
  const first = region.pfn;
  const end = first + pagesOf(region.level);
  const byStep = new Map<number, string[]>();
  for (let row = effects.length - 1; row >= 0; row--) {
    if (effects.pfn(row) >= end || effects.pfn(row) + effects.pages(row) <= first) continue;
    // Inside a table only what happens to the table itself is its history, but a page's writes are.
    if (effects.kind(row) === WRITE && region.level > 1 && effects.pages(row) < pagesOf(region.level)) continue;
    const step = run.stepOfEffect(row);
    const whats = byStep.get(step);
    if (whats === undefined && byStep.size === MOST) break;
    const what = whatHappened(run, row);
    if (whats === undefined) byStep.set(step, [what]);
    else if (!whats.includes(what)) whats.unshift(what);
  }
  return [...byStep].map(([step, whats]) => ({ step, what: whats.join(', ') })).reverse();
}

/** The last step up to `step` that changed any of these flag bits of the page's entry; undefined: since before step 1. */
export function lastChange(run: Run, pfn: number, bits: number, step: number): number | undefined {
  const { effects } = run;
  const { prot } = run.machine.words;
  for (let row = run.effectsEnd(step) - 1; row >= 0; row--) {
    const first = effects.pfn(row);
    if (effects.kind(row) !== WRITE || first > pfn || pfn >= first + effects.pages(row)) continue;
    if ((prot[effects.from(row)] ^ prot[effects.to(row)]) & bits) return run.stepOfEffect(row);
  }
  return undefined;
}

/** The step up to `step` at which the table that maps `pages` pages from `pfn` was made by a split. */
export function lastSplit(run: Run, pfn: number, pages: number, step: number): number | undefined {
  return find(run, SPLIT, pfn, pages, run.effectsEnd(step) - 1, -1);
}

/** The first step after `step` at which these pages become one page again. */
export function nextMerge(run: Run, pfn: number, pages: number, step: number): number | undefined {
  return find(run, MERGE, pfn, pages, run.effectsEnd(step), 1);
}

function find(run: Run, kind: number, pfn: number, pages: number, from: number, by: 1 | -1): number | undefined {
  const { effects } = run;
  for (let row = from; row >= 0 && row < effects.length; row += by) {
    if (effects.kind(row) === kind && effects.pages(row) === pages && effects.pfn(row) === pfn)
      return run.stepOfEffect(row);
  }
  return undefined;
}

function whatHappened(run: Run, row: number): string {
  const { effects } = run;
  const { words } = run.machine;
  const pages = effects.pages(row);
  const size = pages >= PAGES_1G ? '1G' : pages >= PAGES_2M ? '2M' : '4K';
  if (effects.kind(row) === SPLIT) return `${size} splits`;
  if (effects.kind(row) === MERGE) return `merges to ${size}`;
  const from = words.prot[effects.from(row)];
  const to = words.prot[effects.to(row)];
  const level = words.level[effects.to(row)] === 1 ? 1 : 2;
  return describeChange(from, to, level) || `written, ${levelName(level)}`;
}

/** "read-only", "not present, GLOBAL lost": what a change of flags means, most telling first. */
export function describeChange(from: Prot, to: Prot, level: 1 | 2): string {
  const changed = from ^ to;
  const parts: string[] = [];
  const say = (bit: number, set: string, cleared: string): void => {
    if (changed & bit) parts.push(to & bit ? set : cleared);
  };
  say(P, 'present', 'not present');
  say(RW, 'writable', 'read-only');
  say(NX, 'not executable', 'executable');
  if (cacheMode(from, level) !== cacheMode(to, level)) parts.push(`cache ${cacheMode(to, level)}`);
  say(G, 'GLOBAL back', 'GLOBAL lost');
  say(KERNEL_4K, 'kept in 4K', 'no longer kept in 4K');
  return parts.join(', ');
}
