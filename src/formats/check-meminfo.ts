import { leafCounts } from '../x86/leaf-runs.ts';
import { counted1gAgain } from './counted-again.ts';
import { withCommas } from './excerpt.ts';
import type { Checked, Finding } from './finding.ts';
import type { PfnRange } from './iomem.ts';
import { mappedRanges } from './mapped-ranges.ts';
import type { Meminfo } from './meminfo.ts';
import type { OpenedMachine } from './opened-machine.ts';

/** Parts of memory by which the sum of /proc/meminfo may be off before it is of another machine: hotplug, balloons. */
const FOREIGN_PART = 1 / 16;
const GAP_PAGES = 512;

/**
 * Compares DirectMap of /proc/meminfo with the leaves of a machine. The kernel also counts the splits of its image's
 * mapping (each takes one 2M and adds 512 of 4K), and 1G pages again that it mapped in several steps at boot; what is
 * left then is another moment, or pages that are not present.
 */
export function checkMeminfo(
  part: string,
  { leaves, kernel }: OpenedMachine,
  meminfo: Meminfo,
  ram: readonly PfnRange[] | undefined,
): Checked {
  const [small, middle, large] = leafCounts(leaves);
  const again = large > 0 || (meminfo['1G'] ?? 0) > 0 ? counted1gAgain(ram ?? mappedRanges(leaves, GAP_PAGES)) : 0;
  const d4 = meminfo['4K'] - small;
  const d2 = meminfo['2M'] - middle;
  const d1 = (meminfo['1G'] ?? 0) - large - again;
  const pages = small + middle * 512 + large * 262144;
  const off = d4 + d2 * 512 + d1 * 262144;
  if (Math.abs(off) > Math.max(pages * FOREIGN_PART, 262144))
    return {
      foreign: `its DirectMap lines add up to ${mib(pages + off)} MiB (without what the kernel counts twice), the direct map of this machine to ${mib(pages)} MiB; splits and merges do not change the sum`,
    };
  const tables = kernel?.imageTables ?? (d2 < 0 && d4 === -d2 * 512 && d1 === 0 ? -d2 : 0);
  const findings: Finding[] = [];
  const explained = (what: string, reason: string): void => {
    findings.push({ part, verdict: 'explained', what, reason });
  };
  if (tables > 0)
    explained(
      `DirectMap4k is ${kB(tables * 512, 4)} kB more and DirectMap2M ${kB(tables, 2048)} kB less than the direct map has.`,
      kernel?.imageTables === undefined
        ? `As many 2M pages of the mapping of the kernel's own code and data were split (${tables}): the kernel counts them, too. This file does not show that mapping.`
        : `The kernel counts its own code and data as well: ${tables} of their 2M pages were split, as this file shows.`,
    );
  if (again > 0)
    explained(
      `DirectMap1G is ${kB(again, 1048576)} kB more than the direct map has.`,
      'At boot the kernel maps memory from the top down in steps, and counts a GiB again at each further step that touches it.',
    );
  const rest = [d4 - tables * 512, d2 + tables, d1] as const;
  const [r4, r2, r1] = rest;
  if (r4 === 0 && r2 === 0 && r1 === 0) {
    const apart = findings.length === 0 ? '' : 'Apart from what is explained, ';
    const what = `${apart}DirectMap4k, 2M and 1G agree with the direct map to the kB.`;
    findings.push({ part, verdict: 'agrees', what, reason: '' });
  } else
    findings.push({
      part,
      verdict: 'differs',
      what: `DirectMap4k, 2M and 1G differ by ${signed(r4)}, ${signed(r2)} and ${signed(r1)} pages of these sizes from what the direct map gives.`,
      reason: reasonOf(r4, r2, r1, meminfo),
    });
  return { findings };
}

function reasonOf(r4: number, r2: number, r1: number, meminfo: Meminfo): string {
  if (r4 + r2 * 512 + r1 * 262144 === 0)
    return 'The sum is the same: pages were split or merged between the two files. They are of different moments.';
  if (r4 > 0 && r2 === 0 && r1 === 0)
    return 'The kernel also counts pages that are not present; this dump may show them as holes.';
  if (meminfo['1G'] === undefined && r1 < 0)
    return 'It has no DirectMap1G line, though this machine has 1G pages: it may be cut.';
  return 'The sum differs, which splits and merges do not do: memory was added or taken away, or they are two machines that are alike.';
}

const mib = (pages: number): string => withCommas(Math.round(pages / 256));
const kB = (count: number, size: number): string => withCommas(count * size);
const signed = (count: number): string => (count < 0 ? `-${withCommas(-count)}` : `+${withCommas(count)}`);
