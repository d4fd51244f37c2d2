import { PAGES_1G, PAGES_2M } from '../x86/page.ts';
import { withCommas } from './excerpt.ts';
import type { Checked, Finding } from './finding.ts';
import type { OpenedMachine } from './opened-machine.ts';
import { tablesOver } from './tables-over.ts';
import type { Vmstat } from './vmstat.ts';

/** Compares the splits and merges that /proc/vmstat counted since boot with the tables that a machine has. */
export function checkVmstat(part: string, { leaves, kernel }: OpenedMachine, vmstat: Vmstat): Checked {
  const image = kernel?.imageTables;
  const smallTables = tablesOver(leaves, 1, PAGES_2M);
  const tables2m = tablesOver(leaves, 2, PAGES_1G);
  return {
    findings: [
      finding(
        part,
        'tables of 4K entries',
        smallTables + (image ?? 0),
        vmstat.splits2m - (vmstat.made2m ?? 0),
        image === undefined,
      ),
      finding(part, 'tables of 2M entries', tables2m, vmstat.splits1g - (vmstat.made1g ?? 0), false),
    ],
  };
}

function finding(part: string, what: string, has: number, counted: number, imageUnknown: boolean): Finding {
  const numbers = `The machine has ${withCommas(has)} ${what}; /proc/vmstat counts ${withCommas(counted)} made by splits and not merged since boot.`;
  if (counted < 0)
    return {
      part,
      verdict: 'differs',
      what: numbers,
      reason: 'More were merged than split: tables that boot had made were merged, too, or the counters began late.',
    };
  if (counted <= has)
    return {
      part,
      verdict: counted === has ? 'agrees' : 'explained',
      what: numbers,
      reason: counted === has ? '' : 'The others are from boot: splits are counted only once the system is running.',
    };
  return {
    part,
    verdict: 'differs',
    what: numbers,
    reason: imageUnknown
      ? "They are of different moments, or the splits were in the mapping of the kernel's own code and data, which this file does not show."
      : 'They are of different moments, or of different machines; tables of which no page is present are not in every dump.',
  };
}
