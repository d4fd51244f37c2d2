import type { LeafRuns } from '../x86/leaf-runs.ts';
import type { InfoTlbRuns } from './info-tlb-runs.ts';
import type { FindMapping } from './kernel-mapping.ts';
import type { Problem } from './problem.ts';
import type { RunTrace } from './run-trace.ts';
import type { TablePlace } from './table-place.ts';

/** A machine that was read from a file. */
export interface OpenedMachine {
  /** Leaf entries of the direct map. */
  readonly leaves: LeafRuns;
  /** Virtual address of PFN 0. */
  readonly directMapBase: bigint;
  readonly pagingLevels: 4 | 5;
  /** Bit of an entry that means encrypted memory, where a file that this program wrote tells; absent: not known, or none. */
  readonly cBit?: number | undefined;
  /** Where its page tables lie, when the format tells. */
  readonly tables?: readonly TablePlace[];
  /** The format's name, as a person says it. */
  readonly format: string;
  /** One sentence: where it is from, what is left out. */
  readonly note: string;
  readonly warnings: readonly string[];
  /** What the file shows of the kernel's other addresses; undefined: nothing. */
  readonly kernel?: KernelMappings;
  /** A file with a run: what happens to the machine. */
  readonly run?: RunTrace;
}

/** What a file shows of the kernel half beside the direct map. */
export interface KernelMappings {
  /** Entries of these addresses, with their PFN: of all, or of those that were looked for; undefined: the file tells no PFNs. */
  readonly mapping: InfoTlbRuns | undefined;
  /** Looks for them, in the page tables of a memory image. */
  readonly find?: FindMapping;
  /** Tables of 4K entries under the mapping of the kernel's image; undefined: not known. */
  readonly imageTables: number | undefined;
}

/** Only one of the three is there. */
export type OpenResult =
  | { readonly ok: true; readonly machine: OpenedMachine }
  | { readonly ok: false; readonly problem: Problem }
  | { readonly cancelled: true };
