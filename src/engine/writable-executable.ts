import { endOfRun, leafRun } from '../x86/leaf-runs.ts';
import { type Level, pagesOf } from '../x86/page.ts';
import { PageState } from '../x86/page-state.ts';
import { type AreaTitle, areaTitle } from './addresses-of.ts';
import type { Area } from './area.ts';
import { leafRuns } from './leaf-runs.ts';
import type { Machine } from './machine.ts';
import { POINTER } from './words.ts';

/** Consecutive pages that are writable and executable. */
export interface WritableExecutable {
  readonly title: AreaTitle;
  readonly address: bigint;
  /** Number of 4K pages. */
  readonly pages: number;
}

/**
 * All mappings that are writable and executable at once (W+X), in all areas, by address. A finding of our own: the
 * kernels' check (verify_rwx) compares a boolean with a bit and never fires.
 */
export function writableExecutable(machine: Machine): WritableExecutable[] {
  const found: WritableExecutable[] = [];
  for (const area of [machine, machine.space.vmalloc, machine.space.high]) if (pagesIn(area) > 0) collect(area, found);
  return found;
}

/** How many 4K pages are writable and executable at direct-map addresses, and how many at others; counts each address. */
export function writableExecutablePages(machine: Machine): { readonly directMap: number; readonly elsewhere: number } {
  const { space } = machine;
  return { directMap: pagesIn(machine), elsewhere: pagesIn(space.vmalloc) + pagesIn(space.high) };
}

function pagesIn({ words, tables }: Area): number {
  const { counts } = tables;
  let pages = 0;
  for (let word = POINTER + 1; word < Math.min(words.count, counts.length); word++)
    if (words.state[word] === PageState.rwx) pages += counts[word] * pagesOf(words.level[word] as Level);
  return pages;
}

function collect(area: Area, found: WritableExecutable[]): void {
  const middle = area.name === 'high' ? area.countedPages : 0;
  if (middle > 0) collectPart(area, 0, middle, found);
  collectPart(area, middle, area.endPage, found);
}

/** From one page of an area to another, all in the same part of the address space. */
function collectPart(area: Area, first: number, end: number, found: WritableExecutable[]): void {
  const { words } = area;
  const title = areaTitle(area, first);
  let next = -1;
  const runs = leafRuns(area, first, end);
  for (let row = 0; row < runs.pfn.length; row++) {
    const { pfn, level, prot, count } = leafRun(runs, row);
    if (words.state[words.of(prot, level)] !== PageState.rwx) continue;
    const pages = count * pagesOf(level);
    const last = found.at(-1);
    if (last !== undefined && pfn === next) found[found.length - 1] = { ...last, pages: last.pages + pages };
    else found.push({ title, address: area.base + (BigInt(pfn) << 12n), pages });
    next = endOfRun(runs, row);
  }
}
