import type { Region } from '../bridge/calls.ts';
import { pagesOf } from '../x86/page.ts';

/** Regions of which none holds pages of another: of two that overlap the later one stays. The order is kept. */
export function disjointRegions(regions: readonly Region[]): readonly Region[] {
  const byAddress = regions.map((region, rank) => ({ region, rank, end: region.pfn + pagesOf(region.level) }));
  byAddress.sort((a, b) => a.region.pfn - b.region.pfn || b.rank - a.rank);
  const kept: typeof byAddress = [];
  for (const one of byAddress) {
    while (kept.length > 0 && overlaps(kept[kept.length - 1], one) && kept[kept.length - 1].rank < one.rank) kept.pop();
    const last = kept[kept.length - 1];
    if (last === undefined || !overlaps(last, one)) kept.push(one);
  }
  return kept.sort((a, b) => a.rank - b.rank).map(({ region }) => region);
}

type Ranked = { readonly region: Region; readonly end: number };

const overlaps = (before: Ranked, { region }: Ranked): boolean => region.pfn < before.end;
