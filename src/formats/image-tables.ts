import { PAGES_2M } from '../x86/page.ts';
import type { InfoTlbRuns } from './info-tlb-runs.ts';
import type { Ptdump } from './ptdump.ts';

/** Virtual pages of the kernel image's mapping (__START_KERNEL_map), and where modules lie without KASLR in the kernel. */
const IMAGE = 0xffffffff80000;
const MODULES = 0xffffffffa0000;
/** All of that mapping with KASLR (KERNEL_IMAGE_SIZE), modules without it included. */
export const IMAGE_AREA = { page: IMAGE, endPage: 0xffffffffc0000 };
/** The areas after the modules. */
const FIXED = 0xffffffffff000;

/**
 * Tables of 4K entries under the mapping of the kernel's image in a dump. At boot it is mapped by 2M, so each is a
 * split, and DirectMap4k of /proc/meminfo counts it (split_page_count does for any address that is valid to virt_addr_valid).
 */
export function ptdumpImageTables({ rows, markers }: Ptdump): number | undefined {
  const heading = markers.find(({ name, row }) => name === 'Modules' && (rows.startPage[row] ?? 0) > IMAGE);
  const end = heading === undefined ? MODULES : (rows.startPage[heading.row] as number);
  const blocks = new Set<number>();
  let reached = false;
  for (let row = 0; row < rows.count; row++) {
    const from = Math.max(IMAGE, rows.startPage[row] as number);
    const to = Math.min(end, rows.endPage[row] as number);
    if (from >= to) continue;
    reached = true;
    if (rows.level[row] === 1)
      for (let block = Math.floor(from / PAGES_2M); block * PAGES_2M < to; block++) blocks.add(block);
  }
  return reached ? blocks.size : undefined;
}

/** The same in `info tlb`: there the image is the memory at one distance from its first entry. */
export function infoTlbImageTables(runs: InfoTlbRuns): number | undefined {
  const blocks = new Set<number>();
  let distance: number | undefined;
  for (let run = 0; run < runs.count; run++) {
    const page = runs.page[run] as number;
    if (page < IMAGE || page >= FIXED) continue;
    distance ??= page - (runs.pfn[run] as number);
    if (page - (runs.pfn[run] as number) !== distance || runs.level[run] !== 1) continue;
    const end = page + (runs.entries[run] as number);
    for (let block = Math.floor(page / PAGES_2M); block * PAGES_2M < end; block++) blocks.add(block);
  }
  return distance === undefined ? undefined : blocks.size;
}
