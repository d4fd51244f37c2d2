import type { SetMemoryCall } from '../x86/set-memory.ts';
import { clearProtnoneBits } from './change.ts';
import type { Profile } from './profile.ts';

/** Calls from the mildest on; those that split, take memory types or hide pages come last or not at all. */
const MEANS = [
  'rw',
  'ro',
  'nx',
  'x',
  'p',
  'global',
  'dm_default',
  'wb',
  'nonglobal',
  'wt',
  'wc',
  'uc',
  'np',
] as const satisfies readonly SetMemoryCall[];
/** More calls than this are no remedy. */
const LONGEST = 3;

/** Flags of a 4K page after a call of this kernel. */
export function protAfter(profile: Profile, prot: number, call: SetMemoryCall): number {
  let after = prot;
  for (const { set, clear } of profile.calls[call].steps)
    after = clearProtnoneBits((after & ~clear) | set, profile.globalFix);
  return after;
}

/** The fewest calls that bring pages with these flags (4K format) to a goal; undefined: no three calls do. */
export function callPath(
  profile: Profile,
  prots: readonly number[],
  isGoal: (prots: readonly number[]) => boolean,
): readonly SetMemoryCall[] | undefined {
  let states: { readonly prots: readonly number[]; readonly calls: readonly SetMemoryCall[] }[] = [
    { prots, calls: [] },
  ];
  const seen = new Set([prots.join()]);
  for (let length = 0; ; length++) {
    const found = states.find((state) => isGoal(state.prots));
    if (found !== undefined || length === LONGEST) return found?.calls;
    const next: typeof states = [];
    for (const state of states) {
      for (const call of MEANS) {
        const after = state.prots.map((prot) => protAfter(profile, prot, call));
        const key = after.join();
        if (seen.has(key)) continue;
        seen.add(key);
        next.push({ prots: after, calls: [...state.calls, call] });
      }
    }
    states = next;
  }
}

/** Two calls, the first of which changes a page and the second of which undoes it; undefined: there are none. */
export function thereAndBack(profile: Profile, prot: number): readonly [SetMemoryCall, SetMemoryCall] | undefined {
  for (const there of MEANS) {
    const changed = protAfter(profile, prot, there);
    if (changed === prot) continue;
    const back = MEANS.find((call) => protAfter(profile, changed, call) === prot);
    if (back !== undefined) return [there, back];
  }
  return undefined;
}
