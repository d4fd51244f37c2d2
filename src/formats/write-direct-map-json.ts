import { levelName } from '../x86/page.ts';
import { PFN_LOW, type Prot } from '../x86/prot.ts';
import { flagsHex } from './flags-hex.ts';
import type { PlainLeafRun } from './leaf-run.ts';

/** A direct map to write. */
export interface WrittenMachine {
  /** Leaf entries in order of PFN, present or not. */
  readonly leaves: readonly PlainLeafRun[];
  /** Virtual address of PFN 0. */
  readonly directMapBase: bigint;
  readonly pagingLevels: 4 | 5;
  /** Bit of an entry that means encrypted memory; absent: there is none. */
  readonly cBit?: number | undefined;
}

/** The machine as JSON, one run a line, with every flag bit: readDirectMapJson gives the same leaves again. */
export function directMapJsonText({ leaves, directMapBase, pagingLevels, cBit }: WrittenMachine): string {
  const counts = { '4K': 0, '2M': 0, '1G': 0 };
  for (const { level, count } of leaves) counts[levelName(level)] += count;
  const head = {
    direct_map_base: addressText(directMapBase),
    paging_levels: pagingLevels,
    c_bit: cBit,
    leaf_counts: counts,
    runs_format: '[first pfn, level, flag bits in hex, number of entries]',
  };
  const runs = leaves.map((run) => JSON.stringify(runItem(run, cBit))).join(',\n');
  return `${JSON.stringify(head).slice(0, -1)},"runs":[\n${runs}\n]}\n`;
}

/** A run as it stands in JSON. PFNs follow from the place, so what is left of another one is not written. */
export const runItem = (
  { pfn, level, prot, count }: PlainLeafRun,
  cBit: number | undefined,
): readonly [number, string, string, number] => [
  pfn,
  levelName(level),
  flagsHex((prot & ~PFN_LOW) as Prot, cBit),
  count,
];

/** A virtual address, 0x and 16 hex digits. */
export const addressText = (address: bigint): string =>
  `0x${BigInt.asUintN(64, address).toString(16).padStart(16, '0')}`;
