import { type Level, levelName, PAGES_1G, PAGES_2M } from '../../x86/page.ts';
import type { Inspection } from '../data.ts';
import { addressText, entryText, pfnText } from './address-text.ts';
import { numberText } from './number-text.ts';

/** The head of the inspector. */
export interface InspectionTitle {
  readonly title: string;
  readonly subtitle: string;
}

const SIZE: Readonly<Record<Level, string>> = { 1: '4 KiB', 2: '2 MiB', 3: '1 GiB' };

/** What a selection is, by its region and how that is mapped. */
export function inspectionTitle(inspection: Inspection): InspectionTitle {
  const { region, mapped, leafLevel, table } = inspection;
  if (mapped === 'hole') return { title: 'No RAM', subtitle: `${SIZE[region.level]} of addresses, nothing is mapped` };
  if (mapped === 'table' && table !== undefined) {
    const entries = table.level === 'PTE' ? '4K' : '2M';
    const split =
      table.splitAtStep === undefined ? 'There before step 1' : `Split at step ${numberText(table.splitAtStep)}`;
    return {
      title: `${table.level} table, 512 entries of ${entries}`,
      subtitle: `maps ${SIZE[region.level]} ${place(inspection)}. ${split}`,
    };
  }
  const size = levelName(leafLevel ?? region.level);
  if (leafLevel !== undefined && leafLevel > region.level) {
    return { title: `Part of a ${size} page`, subtitle: `${SIZE[region.level]} ${place(inspection)}` };
  }
  if (region.level === 1) {
    const base = region.pfn - (region.pfn % PAGES_2M);
    return {
      title: `4K page ${pfnText(region.pfn)}`,
      subtitle: `entry ${entryText(region.pfn % PAGES_2M)} of the table at ${addressText(base)}${inZone(inspection)}`,
    };
  }
  return { title: `${size} page`, subtitle: `one entry maps ${SIZE[region.level]} ${place(inspection)}` };
}

function place(inspection: Inspection): string {
  const { region } = inspection;
  const gib = Math.floor(region.pfn / PAGES_1G);
  return `${region.level === 3 ? `at ${gib} GiB` : `in GiB ${gib}`}${inZone(inspection)}`;
}

const inZone = ({ zone }: Inspection): string =>
  zone === undefined ? '' : `, ${zone.kind === 'node' ? '' : 'zone '}${zone.name}`;
