export const P = 1n << 0n;
export const RW = 1n << 1n;
export const PWT = 1n << 3n;
export const PCD = 1n << 4n;
export const D = 1n << 6n;
export const BIT7 = 1n << 7n; // PSE of a large entry, PAT of a 4K one
export const G = 1n << 8n;
export const KERNEL_4K = 1n << 11n;
const BIT12 = 1n << 12n; // PAT of a large entry
export const NX = 1n << 63n;
const PFN_FIELD = 0x000ffffffffff000n;

/** 4K pages of a leaf by level. */
export const SIZE = { 1: 1, 2: 512, 3: 262144 } as const;

/** How a machine's entries are put together and taken apart: 64 bits, as the hardware has them. */
export class OracleEntries {
  /** The bit that means encrypted memory; 0: there is none. */
  readonly enc: bigint;
  readonly #field: bigint;

  constructor(cBit: number | undefined) {
    this.enc = cBit === undefined ? 0n : 1n << BigInt(cBit);
    this.#field = PFN_FIELD & ~this.enc;
  }

  /** pte_flags(), pmd_flags(), pud_flags(). */
  flagsOf(entry: bigint, level: 1 | 2 | 3): bigint {
    return entry & ~this.#pfnField(entry, level);
  }

  /** pte_pfn(), pmd_pfn(), pud_pfn(): the bits of a not-present entry are inverted. */
  pfnOf(entry: bigint, level: 1 | 2 | 3): bigint {
    return ((entry & P ? entry : ~entry) & this.#pfnField(entry, level)) >> 12n;
  }

  /** pfn_pte() and the like. */
  entryOf(pfn: bigint, flags: bigint): bigint {
    return (((pfn << 12n) ^ (flags & P ? 0n : this.#field)) & this.#field) | flags;
  }

  /** The entry of a large page that is made of smaller ones. */
  alignedEntry(pfn: bigint, flags: bigint, level: 2 | 3): bigint {
    return (((pfn << 12n) ^ (flags & P ? 0n : this.#field)) & this.#pfnField(flags, level)) | flags;
  }

  #pfnField(entry: bigint, level: 1 | 2 | 3): bigint {
    return level > 1 && entry & BIT7 ? this.#field & ~(BigInt(SIZE[level]) * 4096n - 1n) : this.#field;
  }
}

export const toSmall = (flags: bigint): bigint => (flags & ~(BIT7 | BIT12)) | (flags & BIT12 ? BIT7 : 0n);
export const toLarge = (flags: bigint): bigint => (flags & ~(BIT7 | BIT12)) | (flags & BIT7 ? BIT12 : 0n);
