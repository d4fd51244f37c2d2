import { PAGES_1G, PAGES_2M } from '../x86/page.ts';
import { PageOwner } from '../x86/page-owner.ts';
import type { MemoryRange } from './memory-range.ts';
import { ownersOf } from './owners.ts';
import { eachRun } from './page-runs.ts';
import type { Region } from './region.ts';
import type { Run } from './run.ts';
import type { Found } from './search.ts';

/**
 * The next pages of an owner after (1) or before (-1) a region, neighbours as one hit; past the end of memory it goes on
 * at the other. Undefined when the owner has none, or is one whose pages nobody lists: `unknown` and `used`.
 */
export function findOwner(run: Run, owner: PageOwner, from: Region | undefined, direction: 1 | -1): Found | undefined {
  const runs = runsOf(run, owner);
  if (runs.length === 0) return undefined;
  const at = from?.pfn ?? (direction > 0 ? -1 : Number.POSITIVE_INFINITY);
  const next =
    direction > 0
      ? (runs.find(({ firstPfn }) => firstPfn > at) ?? runs[0])
      : (runs.findLast(({ firstPfn }) => firstPfn < at) ?? runs[runs.length - 1]);
  const pages = next.endPfn - next.firstPfn;
  const level = ([3, 2] as const).find((size) => {
    const length = size === 3 ? PAGES_1G : PAGES_2M;
    return pages >= length && next.firstPfn % length === 0;
  });
  return { region: { level: level ?? 1, pfn: next.firstPfn }, pages };
}

function runsOf(run: Run, owner: PageOwner): readonly MemoryRange[] {
  const runs: { firstPfn: number; endPfn: number }[] = [];
  if (owner === PageOwner.unknown || owner === PageOwner.used) return runs;
  const owners = ownersOf(run);
  for (let gib = 0; gib < run.machine.gibCount; gib++) {
    if (owners.of(gib).pages[owner] === 0) continue;
    eachRun(owners.of(gib).runs, 0, PAGES_1G, (first, end, has) => {
      if (has !== owner) return;
      const [firstPfn, endPfn] = [gib * PAGES_1G + first, gib * PAGES_1G + end];
      const last = runs.at(-1);
      if (last?.endPfn === firstPfn) last.endPfn = endPfn;
      else runs.push({ firstPfn, endPfn });
    });
  }
  return runs;
}
