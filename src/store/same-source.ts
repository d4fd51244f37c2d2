import type { Source } from '../bridge/calls.ts';

/** One and the same: scenarios of one name and seed, or the very same files. */
export function sameSource(a: Source, b: Source): boolean {
  if (a.kind === 'scenario' && b.kind === 'scenario') return a.id === b.id && a.seed === b.seed;
  return a === b;
}
