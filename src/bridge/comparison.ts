/** Stretches of pages that changed alike, in order of page; level 0: nothing present maps them. Flags in 4K format. */
interface DiffColumns {
  readonly count: number;
  readonly pfn: Float64Array;
  readonly pages: Float64Array;
  readonly fromLevel: Uint8Array;
  readonly toLevel: Uint8Array;
  readonly fromProt: Int32Array;
  readonly toProt: Int32Array;
}

/** Pages that changed alike. */
interface ChangedPages {
  readonly pages: number;
  readonly ranges: number;
  /** undefined when there are none. */
  readonly firstPfn: number | undefined;
}

/** One side of a comparison: leaf entries by size, 4K pages mapped. */
interface Side {
  readonly name: string;
  readonly format: string;
  readonly leaves: Readonly<Record<'4K' | '2M' | '1G', number>>;
  readonly pages: number;
}

/** From what the open machine is compared with to the machine as it is on the screen. */
export interface Comparison {
  readonly before: Side;
  readonly after: Side;
  readonly columns: DiffColumns;
  /** Pages of 4K that differ. */
  readonly pages: number;
  /** Net: 1G pages in pieces now, 2M in 4K now; and whole ones that were in pieces. */
  readonly split: { readonly '1G': number; readonly '2M': number };
  readonly merged: { readonly '1G': number; readonly '2M': number };
  /** "read-only", "GLOBAL lost": most pages first. */
  readonly protection: readonly (ChangedPages & { readonly what: string })[];
  readonly appeared: ChangedPages;
  readonly disappeared: ChangedPages;
  /** The text that `diff` prints. */
  readonly text: string;
}
