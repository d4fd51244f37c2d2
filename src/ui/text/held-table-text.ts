import type { Inspection } from '../data.ts';
import { addressText } from './address-text.ts';
import { sizeText } from './size-text.ts';

/** "the PTE table of 2 MiB at 0xa9e00000", "the PUD table of 512 GiB at 0xffffc90000000000, vmalloc". */
export function heldTableText({ level, area, region, virtual, pages }: NonNullable<Inspection['holds']>): string {
  const at = region === undefined ? `${virtual}, ${area}` : addressText(region.pfn);
  return `the ${level} table of ${sizeText(pages * 4)} at ${at}`;
}
