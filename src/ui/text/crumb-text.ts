import { PAGES_1G } from '../../x86/page.ts';
import type { Columns, Region } from '../data.ts';
import { mapCell } from '../map-cell.ts';
import { addressText, entryText } from './address-text.ts';

/** A region in the breadcrumb: "2 GiB", "0xa9e00000, 512 × 4K", "entry 0x1c4". */
export function crumbText(region: Region, columns: Columns | undefined): string {
  if (region.level === 3) return `${region.pfn / PAGES_1G} GiB`;
  if (region.level === 1) return `entry ${entryText(region.pfn & 511)}`;
  const cell = columns && mapCell(columns, region);
  const mapping = cell === undefined ? '' : { hole: ', no RAM', leaf: ', one 2M page', table: ', 512 × 4K' }[cell.kind];
  return `${addressText(region.pfn)}${mapping}`;
}
