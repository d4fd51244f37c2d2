/** Second-level TLB of one core, in entries. */
export interface TlbSize {
  readonly name: string;
  /** Shared by 4K and 2M leaves. */
  readonly shared: number;
  /** For 1G leaves only. */
  readonly for1g: number;
}

/** Skylake-SP: Intel 64 and IA-32 Architectures Optimization Reference Manual (248966), cache and TLB table. */
export const SKYLAKE_SP: TlbSize = { name: 'Skylake-SP', shared: 1536, for1g: 16 };

const KIB_4K = 4;
const KIB_2M = 2048;
const KIB_1G = 1048576;

/**
 * Memory in KiB that the TLB reaches when every leaf is used alike: a model. The shared entries go to
 * 2M and 4K leaves in proportion to their numbers, and never to more leaves than there are.
 */
export function tlbReachKiB(leaves4k: number, leaves2m: number, leaves1g: number, tlb: TlbSize = SKYLAKE_SP): number {
  const leaves = leaves4k + leaves2m;
  const part = leaves === 0 ? 0 : Math.min(1, tlb.shared / leaves);
  return Math.min(tlb.for1g, leaves1g) * KIB_1G + part * (leaves2m * KIB_2M + leaves4k * KIB_4K);
}
