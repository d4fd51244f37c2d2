/** A range of e820 RAM in pages; the end is exclusive. */
export interface MemoryRange {
  readonly firstPfn: number;
  readonly endPfn: number;
}
