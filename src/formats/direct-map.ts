import type { LeafRuns } from '../x86/leaf-runs.ts';
import { type Level, pagesOf } from '../x86/page.ts';
import { A, D } from '../x86/prot.ts';
import { withCommas } from './excerpt.ts';
import { type FoundDirectMap, findDirectMap } from './find-direct-map.ts';
import { ptdumpImageTables } from './image-tables.ts';
import { pagingLevelsAt } from './kernel-addresses.ts';
import type { KernelMappings } from './opened-machine.ts';
import { bad, good, type Read } from './problem.ts';
import { hexAddress, type Ptdump } from './ptdump.ts';
import { ptdumpProblems } from './ptdump-problems.ts';
import { type PtdumpRows, ROWS_A_CALL } from './ptdump-rows.ts';

/** The direct map of a machine, as far as a dump knows it. */
export interface DirectMap {
  /** Leaf entries; holes and pages that are not present are left out. */
  readonly leaves: LeafRuns;
  /** Virtual address of PFN 0. */
  readonly base: bigint;
  readonly pagingLevels: 4 | 5;
  readonly warnings: readonly string[];
  /** What is known of the kernel's other addresses. */
  readonly kernel?: KernelMappings;
}

/**
 * Cuts the direct map out of a dump, whose rows are used up. PFN = (address - base) / 4096; ACCESSED and DIRTY are taken
 * as set, as at boot.
 */
export function directMapOf(name: string, dump: Ptdump): Read<DirectMap> {
  const found = findDirectMap(dump);
  if (found === undefined)
    return bad({
      title: `${name} has no direct map`,
      detail:
        'The direct map is the first part of the kernel half that is mapped: from a multiple of 1 GiB on, under the heading "Low Kernel Mapping", most of it RW and NX. No part of this dump looks so.',
      excerpt: [],
      remedy:
        'Open /sys/kernel/debug/page_tables/kernel, whole, or paste its part "Low Kernel Mapping" with that heading.',
    });
  const { rows } = dump;
  const { firstRow } = found;
  const basePage = rows.startPage[firstRow] as number;
  const firstGapRow = found.startSure ? firstRow + 1 : firstRow;
  const gap = dump.gaps.find(({ row }) => row >= firstGapRow && row <= lastGapRow(dump, found));
  if (gap !== undefined) {
    const [from, to] = [rows.endPage[gap.row - 1] as number, rows.startPage[gap.row] as number];
    return bad(ptdumpProblems.missingRows(name, gap, hexAddress(from), hexAddress(to)));
  }
  const about = {
    warnings: warningsOf(dump, found),
    ...(dump.whole && { kernel: { mapping: undefined, imageTables: ptdumpImageTables(dump) } }),
  };
  const leaves = leafRunsOf(rows, found, basePage);
  return good({ leaves, base: BigInt(basePage) * 4096n, pagingLevels: pagingLevelsAt(basePage), ...about });
}

/**
 * Rows of equal leaf entries as runs; rows that continue each other (the kernel begins a new one at a heading) are joined.
 * There may be a million: the runs are written over the rows, and no run comes to lie after its row.
 */
function leafRunsOf(rows: PtdumpRows, { firstRow, endRow }: FoundDirectMap, basePage: number): LeafRuns {
  let length = 0;
  for (let row = firstRow; row < endRow; row += ROWS_A_CALL)
    length = writeRuns(rows, row, Math.min(endRow, row + ROWS_A_CALL), basePage, length);
  return {
    pfn: rows.startPage.subarray(0, length),
    count: rows.endPage.subarray(0, length),
    level: rows.level.subarray(0, length),
    prot: rows.prot.subarray(0, length),
  };
}

/** Writes rows as runs into the same columns, behind those that are there; how many there are then. */
function writeRuns(
  { startPage: pfns, endPage: counts, prot: prots, level: levels }: PtdumpRows,
  firstRow: number,
  endRow: number,
  basePage: number,
  written: number,
): number {
  let length = written;
  let endPfn = length === 0 ? 0 : pfns[length - 1] + counts[length - 1] * pagesOf(levels[length - 1] as Level);
  for (let row = firstRow; row < endRow; row++) {
    if (prots[row] === 0) continue;
    const prot = prots[row] | A | D;
    const level = levels[row];
    const pfn = pfns[row] - basePage;
    const pages = counts[row] - pfns[row];
    const count = pages / pagesOf(level as Level);
    if (pfn === endPfn && length > 0 && prot === prots[length - 1] && level === levels[length - 1])
      counts[length - 1] += count;
    else {
      pfns[length] = pfn;
      counts[length] = count;
      levels[length] = level;
      prots[length] = prot;
      length++;
    }
    endPfn = pfn + pages;
  }
  return length;
}

/** Lines lost before this row may have held memory; the end of a pasted part is open anyway. */
function lastGapRow(dump: Ptdump, { endRow }: FoundDirectMap): number {
  if (!dump.whole) return endRow - 1;
  const next = dump.rows.prot.subarray(0, dump.rows.count).findIndex((prot, row) => row >= endRow && prot !== 0);
  return next < 0 ? dump.rows.count : next;
}

function warningsOf(dump: Ptdump, found: FoundDirectMap): string[] {
  const warnings: string[] = [];
  const { rows, gaps } = dump;
  const { lines, samples } = dump.ignored;
  const base = hexAddress(rows.startPage[found.firstRow] as number);
  if (found.how === 'content') {
    warnings.push(
      `The direct map was found by its content, from ${base} on: the heading "Low Kernel Mapping" does not stand there. Page frame numbers count from that address.`,
    );
  }
  if (!found.startSure)
    warnings.push(`The text does not show what comes before ${base}. Page frame numbers count from that address.`);
  if (!dump.whole && !rows.prot.subarray(found.endRow, rows.count).some((prot) => prot !== 0)) {
    const end = hexAddress(rows.endPage[found.endRow - 1] as number);
    warnings.push(`This is a part of a dump. If there is memory above ${end}, it is not in it.`);
  }
  const lost = gaps[0];
  if (lost !== undefined)
    warnings.push(`Lines are missing outside the direct map, first before line ${withCommas(lost.line)}.`);
  if (dump.rejoined > 0) warnings.push(`${withCommas(dump.rejoined)} lines that mail had broken in two were joined.`);
  if (lines > 0) {
    const first = samples[0];
    const which = first === undefined ? '' : `, first line ${withCommas(first.line)}: "${first.text}"`;
    warnings.push(`Ignored ${lines === 1 ? '1 line' : `${withCommas(lines)} lines`} that no dump has${which}.`);
  }
  return warnings;
}
