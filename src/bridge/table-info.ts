/** Entries of a table that differ from the rest. */
interface DifferingEntry {
  readonly index: number;
  /** Flag bits as hex (protHex). */
  readonly prot: string;
  /** Names of the bits that differ: "PRESENT", "RW", "GLOBAL", "DIRTY" ... */
  readonly bits: readonly string[];
  /** Step that made it so; undefined when it was so before step 1. */
  readonly sinceStep: number | undefined;
}

/** Why a table is not one large page. */
interface WhyNot {
  /** The first condition that fails. */
  readonly reason:
    | 'holes'
    | 'no-1g-pages'
    | 'children-split'
    | 'miscounted-full'
    | 'differs'
    | 'not-present'
    | 'policy-none'
    | 'boot-table'
    | 'miscounted'
    | 'kernel-4k'
    | 'wrong-pfn'
    | 'not-free'
    | 'free-unknown'
    | 'not-logged'
    | 'waits-for-batch'
    | 'no-trigger';
  /** One sentence, cause first, without the entries' names. */
  readonly sentence: string;
  /** The first 16; `differingCount` counts all. */
  readonly differing: readonly DifferingEntry[];
  readonly differingCount: number;
  /** All that differ, by the bits that they lack or have beside the others; most entries first. */
  readonly groups: readonly {
    readonly lacks: readonly string[];
    readonly has: readonly string[];
    readonly entries: number;
  }[];
  /** All that point to a table of smaller pages. */
  readonly splitEntries: readonly number[];
}

/** The table under the selection. */
export interface TableInfo {
  readonly level: 'PMD' | 'PTE';
  /** Made by a split since boot, and tracked by rfc-merge. */
  readonly tracked: boolean;
  readonly splitAtStep: number | undefined;
  /** Flags most entries have: same_prot under rfc-merge, else the commonest. Hex (protHex). */
  readonly sameProt: string;
  readonly sameProtBits: readonly string[];
  /** nr_same_prot under rfc-merge, else entries equal to sameProt. */
  readonly nrSameProt: number;
  /** PageState of each of the 512 entries. */
  readonly states: Uint8Array;
  readonly whyNot: WhyNot;
  /** Operations that would make it one page under this policy, in order; undefined: none, or none that are short. */
  readonly remedy: readonly string[] | undefined;
}
