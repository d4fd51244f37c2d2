import type { Profile } from '../engine/index.ts';
import { ENTRIES } from '../x86/page.ts';
import type { TraceState } from './trace-state.ts';

/** Something that holds of split_mapping, recorded or on the engine, whatever pages it got and whoever was faster. */
export interface Fact {
  readonly what: string;
  readonly value: string | number;
}

/**
 * What can be said of one operation of split_mapping; `state`: what was counted during it. Modes 0 and 2 run on one CPU,
 * so everything that does not depend on the pages they got is a number. Of mode 1 relations are left.
 */
export function splitMappingFacts(
  state: TraceState,
  { mode, pages }: { readonly mode: number; readonly pages: number },
  profile: Profile,
): Fact[] {
  const [splits2m, splits1g, made2m, made1g] = state.events;
  const [checked1g, sameprot1g, preserved1g, checked2m, sameprot2m, preserved2m, installed] = state.cpaStats;
  const [flushAll, ranged, flushedPages, cpaFlushAll] = state.flushes;
  const merges = profile.policy.name === 'rfc-merge';
  const undecided2m = checked2m - sameprot2m - preserved2m - splits2m;
  const undecided1g = checked1g - sameprot1g - preserved1g - splits1g;
  // A split and a merge flush once each.
  const callFlushes = flushAll - splits2m - splits1g - made2m - made1g;
  const left2m = splits2m - made2m;
  const left1g = splits1g - made1g;
  const followed = [ENTRIES * left2m, ENTRIES * left1g - left2m, -left1g];
  const facts: Fact[] = [
    { what: 'DirectMap follows splits and merges', value: yes(state.directMap.join() === followed.join()) },
    merges
      ? { what: 'splits that are not merged again', value: Math.max(0, left2m) + Math.max(0, left1g) }
      : { what: 'large pages made', value: made2m + made1g },
    { what: 'large pages changed in place', value: preserved1g + preserved2m },
    { what: 'cpa_flush_all', value: cpaFlushAll },
  ];
  if (mode !== 1)
    return [
      ...facts,
      { what: '4K entries installed', value: installed },
      { what: 'large pages that had the flags already', value: sameprot1g + sameprot2m },
      { what: 'decisions to split that split nothing', value: undecided1g + undecided2m },
      { what: 'flush_tlb_all of calls', value: callFlushes },
      { what: 'ranged flushes', value: `${ranged} of ${flushedPages} pages` },
    ];
  // Two calls visit each page at its address, and one of them its alias, too.
  const visits = installed + sameprot1g + sameprot2m;
  const pairs = visits / (3 * pages);
  const hasRanged = profile.nxAlias === 'none-when-pure' && pages <= profile.flushCeiling;
  const most = hasRanged ? pairs : 2 * pairs;
  return [
    ...facts,
    { what: 'each call visits every page', value: yes(Number.isInteger(pairs)) },
    { what: 'a decision is kept, split, or lost to another CPU', value: yes(undecided1g >= 0 && undecided2m >= 0) },
    { what: 'flush_tlb_all at most once a call', value: yes(callFlushes >= 0 && callFlushes <= most) },
    { what: 'ranged flushes at most once a call of x or nx', value: yes(ranged <= (hasRanged ? pairs : 0)) },
    { what: 'ranged flushes are of all pages', value: yes(flushedPages === ranged * pages) },
  ];
}

const yes = (holds: boolean): string => (holds ? 'yes' : 'no');
