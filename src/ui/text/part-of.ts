import type { Counters } from '../data.ts';

const PAGES = { '1G': 262144, '2M': 512, '4K': 1 } as const;

/** Part of the mapped memory in leaves of this size, 0 to 1. */
export function partOf(leaves: Counters['leaves'], size: keyof typeof PAGES): number {
  const all = leaves['1G'] * PAGES['1G'] + leaves['2M'] * PAGES['2M'] + leaves['4K'];
  return all === 0 ? 0 : (leaves[size] * PAGES[size]) / all;
}
