import { PAGES_1G } from '../../x86/page.ts';
import type { Region } from '../data.ts';
import { addressText } from './address-text.ts';

/** What a region is called: "GiB 2", "2 MiB at 0xa9e00000", "page 0xa9fc4". */
export function regionName(region: Region): string {
  if (region.level === 3) return `GiB ${region.pfn / PAGES_1G}`;
  if (region.level === 2) return `2 MiB at ${addressText(region.pfn)}`;
  return `page at ${addressText(region.pfn)}`;
}
