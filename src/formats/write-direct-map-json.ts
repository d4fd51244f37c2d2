import { type LeafRuns, leafCounts, leafRun } from '../x86/leaf-runs.ts';
import { levelName } from '../x86/page.ts';
import { PFN_LOW, type Prot } from '../x86/prot.ts';
import { flagsHex } from './flags-hex.ts';

/** A direct map to write. */
export interface WrittenMachine {
  /** Leaf entries, present or not. */
  readonly leaves: LeafRuns;
  /** Virtual address of PFN 0. */
  readonly directMapBase: bigint;
  readonly pagingLevels: 4 | 5;
  /** Bit of an entry that means encrypted memory; absent: there is none. */
  readonly cBit?: number | undefined;
}

/** The machine as JSON, one run a line, with every flag bit: readDirectMapJson gives the same leaves again. */
export function directMapJsonText({ leaves, directMapBase, pagingLevels, cBit }: WrittenMachine): string {
  const [small, middle, large] = leafCounts(leaves);
  const head = {
    direct_map_base: addressText(directMapBase),
    paging_levels: pagingLevels,
    c_bit: cBit,
    leaf_counts: { '4K': small, '2M': middle, '1G': large },
    runs_format: '[first pfn, level, flag bits in hex, number of entries]',
  };
  const runs = runItems(leaves, cBit)
    .map((item) => JSON.stringify(item))
    .join(',\n');
  return `${JSON.stringify(head).slice(0, -1)},"runs":[\n${runs}\n]}\n`;
}

/**
 * Runs as they stand in JSON: first pfn, level, flag bits in hex, number of entries. PFNs follow from the place, so what
 * is left of another one is not written.
 */
export const runItems = (leaves: LeafRuns, cBit: number | undefined): (readonly [number, string, string, number])[] =>
  Array.from(leaves.pfn, (pfn, row) => {
    const { level, prot, count } = leafRun(leaves, row);
    return [pfn, levelName(level), flagsHex((prot & ~PFN_LOW) as Prot, cBit), count];
  });

/** A virtual address, 0x and 16 hex digits. */
export const addressText = (address: bigint): string =>
  `0x${BigInt.asUintN(64, address).toString(16).padStart(16, '0')}`;
