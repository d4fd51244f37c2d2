import type { CompareWith, Problem, Source } from '../bridge/calls.ts';
import type { AppState, ShownProblem } from './state.ts';

/**
 * What can be done about bad input: memory without the address of its page tables, or with a wrong one, is asked for it;
 * what holds no machine can be opened together with the file that is open.
 */
export function offers(
  { needs }: Problem,
  of: Source | CompareWith,
  to: 'open' | 'compare',
  { source: open, run }: AppState,
): Pick<ShownProblem, 'askCr3' | 'together'> {
  if (of.kind !== 'file') return {};
  if (needs === 'cr3' || of.cr3 !== undefined) return { askCr3: { of, to } };
  if (needs !== 'machine' || to !== 'open' || open.kind !== 'file' || run === undefined) return {};
  const { name, blob } = of;
  const more = 'also' in of ? (of.also ?? []) : [];
  return { together: { ...open, also: [...(open.also ?? []), { name, blob }, ...more] } };
}
