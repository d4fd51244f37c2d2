import { pfnAt } from './entry-pfn.ts';
import type { Machine } from './machine.ts';
import type { Found } from './search.ts';

/** The page of memory that a virtual address of the kernel leads to, by whatever mapping; undefined: none is known. */
export function findAddress(machine: Machine, address: bigint): Found | undefined {
  const place = machine.space.find(address);
  const pfn = place && pfnAt(place.area, place.page);
  return pfn === undefined || pfn >= machine.endPfn ? undefined : { region: { level: 1, pfn }, pages: 1 };
}
