import { endOfRuns } from '../x86/leaf-runs.ts';
import { PAGES_1G, PAGES_2M } from '../x86/page.ts';
import { withCommas } from './excerpt.ts';
import { ABOVE_DIRECT_MAP, directMapPages, kernelHalf } from './kernel-addresses.ts';
import type { OpenedMachine } from './opened-machine.ts';
import type { Problem } from './problem.ts';
import { hexAddress } from './ptdump.ts';
import { MOST_TABLES, tablesOver } from './tables-over.ts';

const PAGES_512G = 2 ** 27;
const REMEDY = 'Check that the file is whole and unchanged. Of a larger machine open a part: fewer lines of its dump.';

/** Why no machine can be made of what a file says, though each part of it is right in itself; undefined: it can. */
export function impossibleMachine(name: string, machine: OpenedMachine): Problem | undefined {
  const { leaves, directMapBase, pagingLevels, cBit } = machine;
  const endPfn = endOfRuns(leaves);
  const basePage = Number(directMapBase >> 12n);
  const problem = (title: string, detail: string): Problem => ({
    title: `${name} ${title}`,
    detail,
    excerpt: [],
    remedy: REMEDY,
  });
  if (endPfn === 0)
    return problem('maps no memory', 'No leaf of its direct map is present or not: there is nothing in it.');
  const most = Math.min(directMapPages(pagingLevels), 2 ** ((cBit ?? 64) - 12));
  if (endPfn > most)
    return problem(
      'maps more than a direct map can hold',
      `Its memory ends at page ${withCommas(endPfn)}; with ${pagingLevels} levels of page tables${cBit === undefined ? '' : ` and encryption at bit ${cBit}`} a direct map has at most ${withCommas(most)} pages.`,
    );
  if (basePage < kernelHalf(pagingLevels) || basePage + endPfn > ABOVE_DIRECT_MAP)
    return problem(
      'has no direct map that can be',
      `It would lie from ${hexAddress(basePage)} on, for ${withCommas(endPfn)} pages: a direct map lies in the kernel's half of the addresses, below ${hexAddress(ABOVE_DIRECT_MAP)}.`,
    );
  if (tablesOf4k(endPfn) <= MOST_TABLES) return undefined;
  const tables = tablesOver(leaves, 1, PAGES_2M) + tablesOver(leaves, 2, PAGES_1G) + tablesOver(leaves, 3, PAGES_512G);
  if (tables <= MOST_TABLES) return undefined;
  return problem(
    'needs more page tables than can be shown',
    `The leaves from ${hexAddress(basePage)} on need ${withCommas(tables)} page tables; ${withCommas(MOST_TABLES)} is the most, as 4 TiB wholly in 4K pages have.`,
  );
}

/** Tables of memory up to this page when all of it is in 4K pages: no machine has more. */
const tablesOf4k = (endPfn: number): number =>
  [PAGES_2M, PAGES_1G, PAGES_512G].reduce((sum, size) => sum + Math.ceil(endPfn / size), 0);
