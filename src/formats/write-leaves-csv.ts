import { levelName, pagesOf } from '../x86/page.ts';
import { PAGE_STATE_NAMES, pageState } from '../x86/page-state.ts';
import { P, protHex } from '../x86/prot.ts';
import { leafRunEnd } from './leaf-run.ts';
import { addressText, type WrittenMachine } from './write-direct-map-json.ts';

const HEAD = 'first_pfn,end_pfn,pages,size,entries,physical,virtual,protection,present,flags';

/**
 * Leaves as comma-separated values with a head line: runs of equal entries, the end exclusive. `protection` is the
 * name of a PageState, `flags` the flag bits in hex.
 */
export function leavesCsv({ leaves, directMapBase }: WrittenMachine, globalInUse: boolean): string {
  const rows = leaves.map((run) => {
    const { pfn, level, prot, count } = run;
    const physical = BigInt(pfn) << 12n;
    return [
      pfn,
      leafRunEnd(run),
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
  return `${[HEAD, ...rows].join('\n')}\n`;
}
