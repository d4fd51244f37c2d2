import type { Level } from '../x86/page.ts';
import { pagesOf } from '../x86/page.ts';
import { P, PSE } from '../x86/prot.ts';
import type { PageTableRoot } from './page-table-root.ts';

/** The two halves of an entry in a memory image, without the bits of encryption. */
export interface Entry {
  readonly lo: number;
  readonly hi: number;
}

/** Reads entry `index` of a table. */
export type EntryReader = (table: DataView, index: number) => Entry;

/** A reader that leaves out the bits of the root's encryption mask. */
export function entryReader({ encryptionMask }: PageTableRoot): EntryReader {
  const keepLo = ~Number(encryptionMask & 0xffffffffn);
  const keepHi = ~Number(encryptionMask >> 32n);
  return (table, index) => ({
    lo: table.getUint32(index * 8, true) & keepLo,
    hi: table.getUint32(index * 8 + 4, true) & keepHi,
  });
}

/** Tells whether the entry points to a table. */
export const isPointer = ({ lo }: Entry): boolean => (lo & (P | PSE)) === P;

/** PFN field of a present entry: that of the table it points to, or of a 4K page. */
export const pfnOfEntry = ({ lo, hi }: Entry): number => (hi & 0xfffff) * 2 ** 20 + (lo >>> 12);

/** PFN of a leaf; in an entry that is not present the kernel inverts its bits (L1TF, pgtable-invert.h). */
export function leafPfn({ lo, hi }: Entry, level: Level): number {
  const pfn = pfnOfEntry(lo & P ? { lo, hi } : { lo: ~lo, hi: ~hi });
  return pfn - (pfn % pagesOf(level));
}
