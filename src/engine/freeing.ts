import { PAGES_2M } from '../x86/page.ts';
import type { Machine } from './machine.ts';
import type { AllocateOperation, FreeOperation } from './operation.ts';

/**
 * Gives back what keeps the first split 2M of a range from being a whole free block; when all of it is free already,
 * it is taken and given back. Undefined where it is not known what is free.
 */
export function freeing(
  machine: Machine,
  range: { readonly pfn: number; readonly pages: number },
): readonly (AllocateOperation | FreeOperation)[] | undefined {
  const { memory } = machine;
  if (memory === undefined) return undefined;
  const end = range.pfn + range.pages;
  let first = range.pfn;
  while (first < end && machine.lookup(first).level > 1) first += PAGES_2M;
  if (first === end) first = range.pfn;
  const held: (AllocateOperation | FreeOperation)[] = [];
  for (let at = first; at < first + PAGES_2M; at++) {
    if (memory.isFree(at)) continue;
    const from = at;
    while (at < first + PAGES_2M && !memory.isFree(at)) at++;
    held.push({ kind: 'free', pfn: from, pages: at - from });
  }
  if (held.length > 0) return held;
  const block = { pfn: first, pages: PAGES_2M };
  return [
    { kind: 'allocate', ...block },
    { kind: 'free', ...block },
  ];
}
