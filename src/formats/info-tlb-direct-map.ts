import { LeafRunBuilder } from '../x86/leaf-run-builder.ts';
import { type LeafRuns, leafColumns } from '../x86/leaf-runs.ts';
import { type Level, PAGES_1G, PAGES_2M, pagesOf } from '../x86/page.ts';
import type { Prot } from '../x86/prot.ts';
import type { DirectMap } from './direct-map.ts';
import { withCommas } from './excerpt.ts';
import { infoTlbImageTables } from './image-tables.ts';
import { infoTlbProblems } from './info-tlb-problems.ts';
import type { InfoTlbRuns } from './info-tlb-runs.ts';
import { ABOVE_DIRECT_MAP, directMapPages, KERNEL_HALF, pagingLevelsAt } from './kernel-addresses.ts';
import { bad, good, type Read } from './problem.ts';
import { hexAddress } from './ptdump.ts';
import type { InfoTlb } from './qemu-info-tlb.ts';

/** The first MiB is always mapped (init_mem_mapping maps ISA memory first). */
const PAGES_1M = 256;

/**
 * Cuts the direct map out of `info tlb`: the entries whose virtual and physical address differ by one number, a
 * multiple of 1 GiB. All flags are real but PAT of large pages, which QEMU does not show.
 */
export function infoTlbDirectMap(name: string, tlb: InfoTlb): Read<DirectMap> {
  const { runs } = tlb;
  const basePage = basePageOf(runs);
  if (basePage === undefined) return bad(infoTlbProblems.noDirectMap(name));
  const pagingLevels = pagingLevelsAt(basePage);
  const lastPage = basePage + directMapPages(pagingLevels);
  let lastRun = 0;
  for (let run = 0; run < runs.count; run++) {
    if (!inDirectMap(runs, run, basePage)) continue;
    if (endPageOf(runs, run) > lastPage)
      return bad(infoTlbProblems.badDirectMap(name, `page ${runs.pfn[run]} lies beyond all memory`));
    lastRun = run;
  }
  const open = lastRun === runs.count - 1;
  const end = hexAddress(endPageOf(runs, lastRun));
  if (open && (runs.page[0] as number) < KERNEL_HALF) return bad(infoTlbProblems.stopsEarly(name, tlb.lines, end));
  const kernel = { mapping: runs, imageTables: infoTlbImageTables(runs) };
  return good({
    leaves: leafRunsOf(runs, basePage),
    base: BigInt(basePage) * 4096n,
    pagingLevels,
    warnings: warningsOf(tlb, basePage, open, end),
    kernel,
  });
}

/** Runs of `info tlb` ascend, do not overlap, and are aligned to their pages. */
function leafRunsOf(runs: InfoTlbRuns, basePage: number): LeafRuns {
  const leaves = new LeafRunBuilder(leafColumns(runs.count));
  for (let run = 0; run < runs.count; run++)
    if (inDirectMap(runs, run, basePage))
      leaves.append(runs.pfn[run], runs.level[run] as Level, runs.prot[run] as Prot, runs.entries[run]);
  return leaves.runs();
}

/** Where PFN 0 is: the first entry that maps the first MiB so decides, in a part without it the most memory does. */
function basePageOf(runs: InfoTlbRuns): number | undefined {
  const pagesByBase = new Map<number, number>();
  for (let run = 0; run < runs.count; run++) {
    const base = (runs.page[run] as number) - (runs.pfn[run] as number);
    if (base % PAGES_1G !== 0 || !inDirectMap(runs, run, base)) continue;
    if ((runs.pfn[run] as number) < PAGES_1M) return base;
    const pages = (runs.entries[run] as number) * pagesOf(runs.level[run] as Level);
    pagesByBase.set(base, (pagesByBase.get(base) ?? 0) + pages);
  }
  const [best] = [...pagesByBase].sort((a, b) => b[1] - a[1]);
  return best === undefined || best[1] < PAGES_2M ? undefined : best[0];
}

function inDirectMap(runs: InfoTlbRuns, run: number, basePage: number): boolean {
  const page = runs.page[run] as number;
  return (
    basePage >= KERNEL_HALF && endPageOf(runs, run) <= ABOVE_DIRECT_MAP && page - (runs.pfn[run] as number) === basePage
  );
}

const endPageOf = (runs: InfoTlbRuns, run: number): number =>
  (runs.page[run] as number) + (runs.entries[run] as number) * pagesOf(runs.level[run] as Level);

function warningsOf(tlb: InfoTlb, basePage: number, open: boolean, end: string): string[] {
  const warnings: string[] = [];
  const { lines, samples } = tlb.ignored;
  if (open) warnings.push(`This is a part of the output. If there is memory above ${end}, it is not in it.`);
  const guessed = tlb.guessed1g.find((page) => page >= basePage && page < ABOVE_DIRECT_MAP);
  if (guessed !== undefined && !tlb.sure1g)
    warnings.push(
      `The entry at ${hexAddress(guessed)} is taken as 1G: it lies on a GiB boundary before a hole, and \`info tlb\` does not tell 2M and 1G apart.`,
    );
  if (lines > 0) {
    const first = samples[0];
    const which = first === undefined ? '' : `, first line ${withCommas(first.line)}: "${first.text}"`;
    warnings.push(`Ignored ${lines === 1 ? '1 line' : `${withCommas(lines)} lines`} that are no entries${which}.`);
  }
  return warnings;
}
