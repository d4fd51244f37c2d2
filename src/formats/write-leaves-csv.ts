import { endOfRun, type LeafRuns, leafRun } from '../x86/leaf-runs.ts';
import { levelName, pagesOf } from '../x86/page.ts';
import { PAGE_STATE_NAMES, pageState } from '../x86/page-state.ts';
import { P, protHex } from '../x86/prot.ts';
import { addressText } from './write-direct-map-json.ts';

const HEAD = 'first_pfn,end_pfn,pages,size,entries,physical,virtual,protection,present,flags';

/**
 * Leaves of parts of a machine as comma-separated values with a head line: runs of equal entries, the end exclusive.
 * `protection` is the name of a PageState, `flags` the flag bits in hex.
 */
export function leavesCsv(parts: readonly LeafRuns[], directMapBase: bigint, globalInUse: boolean): string {
  const rows = parts.flatMap((leaves) => csvRows(leaves, directMapBase, globalInUse));
  return `${[HEAD, ...rows].join('\n')}\n`;
}

function csvRows(leaves: LeafRuns, directMapBase: bigint, globalInUse: boolean): string[] {
  return Array.from(leaves.pfn, (pfn, row) => {
    const { level, prot, count } = leafRun(leaves, row);
    const physical = BigInt(pfn) << 12n;
    return [
      pfn,
      endOfRun(leaves, row),
      count * pagesOf(level),
      levelName(level),
      count,
      addressText(physical),
      addressText(directMapBase + physical),
      PAGE_STATE_NAMES[pageState(prot, level, globalInUse)],
      prot & P ? 1 : 0,
      protHex(prot),
    ].join();
  });
}
