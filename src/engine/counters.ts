/** What the kernel counts, since the machine was made. */
export interface Counters {
  /** vmstat direct_map_level2_splits (2M to 4K) and level3_splits (1G to 2M). */
  level2Splits: number;
  level3Splits: number;
  /** Large pages put together again by the policy: 512 of 4K to 2M, 512 of 2M to 1G. */
  made2m: number;
  made1g: number;
  /** flush_tlb_all(), ranged flushes and their pages, cpa_flush_all(). */
  flushAll: number;
  flushRanged: number;
  flushedPages: number;
  cpaFlushAll: number;
  /** debugfs x86/cpa_stats. */
  cpa1gChecked: number;
  cpa1gSameprot: number;
  cpa1gPreserved: number;
  cpa2mChecked: number;
  cpa2mSameprot: number;
  cpa2mPreserved: number;
  cpa4kInstall: number;
}

/** All counters at zero. */
export const newCounters = (): Counters => ({
  level2Splits: 0,
  level3Splits: 0,
  made2m: 0,
  made1g: 0,
  flushAll: 0,
  flushRanged: 0,
  flushedPages: 0,
  cpaFlushAll: 0,
  cpa1gChecked: 0,
  cpa1gSameprot: 0,
  cpa1gPreserved: 0,
  cpa2mChecked: 0,
  cpa2mSameprot: 0,
  cpa2mPreserved: 0,
  cpa4kInstall: 0,
});
