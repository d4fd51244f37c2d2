import type { InfoTlbRuns } from './info-tlb-runs.ts';

/** Virtual pages (address / 4096); the end is exclusive. */
export interface VirtualRange {
  readonly page: number;
  readonly endPage: number;
}

/** Finds which memory some virtual pages of the kernel map; pages that are not asked for need not be in it. */
export type FindMapping = (ranges: readonly VirtualRange[]) => Promise<InfoTlbRuns>;
