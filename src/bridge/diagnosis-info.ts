import type { PolicyName } from '../x86/set-memory.ts';

/** Leaf entries by size. */
interface LeafCounts {
  readonly '4K': number;
  readonly '2M': number;
  readonly '1G': number;
}

/** Large pages that could be there again without a change of any page's bits. */
interface Win {
  readonly leaves: LeafCounts;
  readonly tablePages: number;
  /** Memory that the TLB reaches, a model: now and then. */
  readonly reachKiB: number;
  readonly reachKiBThen: number;
}

/** What keeps the machine in pieces at the current step. */
export interface DiagnosisInfo {
  readonly leaves: LeafCounts;
  /** If every whole 2M and GiB were one page. */
  readonly possible: LeafCounts;
  readonly pagesByState: Float64Array;
  /** Tables of 4K entries: all, at holes, with 512 equal entries. */
  readonly pteTables: number;
  readonly withHoles: number;
  readonly uniform: number;
  /** Tables kept in pieces by the same bits, most first. */
  readonly groups: readonly {
    readonly bits: readonly string[];
    readonly tables: number;
    readonly entries: number;
    readonly byOneEntry: number;
    readonly firstPfn: number;
    /** First pages of the first 1,024 of them. */
    readonly tablesAt: readonly number[];
  }[];
  readonly wx: readonly { readonly pfn: number; readonly pages: number }[];
  /** Each policy, and when it would act. `withGlobal`: if pages had GLOBAL again that lost it. */
  readonly wins: readonly {
    readonly policy: PolicyName;
    readonly when: string;
    readonly now: Win;
    readonly withGlobal: Win | undefined;
  }[];
  /** Who split what is still in pieces, as far as the run shows. */
  readonly standing: readonly {
    readonly who: string;
    readonly '1G': number;
    readonly '2M': number;
    readonly firstStep: number;
  }[];
  /** Where none of it was split in the run: calls of the run on pages of the tables that are in pieces. */
  readonly touching: readonly { readonly who: string; readonly tables: number; readonly firstStep: number }[];
  /** The text that `inspect` prints. */
  readonly text: string;
}
