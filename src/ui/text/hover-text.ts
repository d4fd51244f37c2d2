import { levelName, PAGES_1G, PAGES_2M } from '../../x86/page.ts';
import { PageOwner } from '../../x86/page-owner.ts';
import { PageState } from '../../x86/page-state.ts';
import type { Columns, Region } from '../data.ts';
import { mapCell } from '../map-cell.ts';
import { OWNERS } from '../owners.ts';
import { stateText } from '../protections.ts';
import { mixText } from './mix-text.ts';
import { regionName } from './region-name.ts';
import { sizeText } from './size-text.ts';

/** A region in two lines: its name, how it is mapped, and what is in it. */
export interface HoverText {
  readonly name: string;
  /** "512 x 4K", "one 1G page". */
  readonly mapping: string;
  readonly detail: string;
}

/** CellKind of a GiB that is one leaf. */
const LEAF = 1;

/** What the columns on the screen say about a region. */
export function hoverText(columns: Columns, region: Region): HoverText {
  const name = regionName(region);
  const cell = mapCell(columns, region);
  if (cell === undefined) return { name, mapping: '', detail: 'Zoom in to read it.' };
  if (cell.kind === 'hole') return { name, mapping: 'no RAM', detail: 'Nothing is mapped here.' };
  if (cell.kind === 'leaf') {
    const part = region.level < 3 && columns.gibKind[Math.floor(region.pfn / PAGES_1G)] === LEAF;
    const size = part ? 'part of a 1G page' : region.level === 1 ? 'one page' : `one ${levelName(region.level)} page`;
    const mixed = cell.pages !== undefined && cell.pages[PageState.pt] > 0;
    const has = ownerText(columns, region);
    return { name, mapping: size, detail: has + (mixed ? mixText(cell.pages) : sentence(stateText(cell.state))) };
  }
  const differ = ownerText(columns, region) + differText(columns, region);
  if (region.level === 3) {
    const ram = sizeText((cell.ramPages ?? 0) * 4);
    return {
      name,
      mapping: '512 × 2M',
      detail: `${differ}${cell.cellsIn4k} of 512 in 4K, ${ram} of RAM, most telling: ${stateText(cell.state)}`,
    };
  }
  const detail = cell.pages === undefined ? `Most telling page: ${stateText(cell.state)}` : mixText(cell.pages);
  return { name, mapping: '512 × 4K', detail: differ + detail };
}

/** "BPF programs. ", when the columns know who has it; what holds many pages may hold those of others, too. */
function ownerText({ owners, detailGib, detailOrder }: Columns, { level, pfn }: Region): string {
  if (owners === undefined) return '';
  const gib = Math.floor(pfn / PAGES_1G);
  const detail = detailGib.indexOf(gib);
  const cell = detail * 512 + (Math.floor(pfn / PAGES_2M) & 511);
  const first = detail < 0 ? -1 : owners.cellPages[cell];
  const page = level === 1 && first >= 0 && detailOrder === 9 ? owners.pageOwner[first + (pfn & 511)] : undefined;
  const owner = page ?? (level === 3 || detail < 0 ? owners.gibOwner[gib] : owners.cellOwner[cell]);
  const label = OWNERS.find((known) => known.owner === owner)?.label;
  if (label === undefined) return '';
  return level === 1 ? `${label}. ` : `${label}${owner > PageOwner.free ? ' among others' : ''}. `;
}

/** "3 entries differ. ", when the columns know it. */
function differText({ differing, detailGib }: Columns, { level, pfn }: Region): string {
  if (differing === undefined) return '';
  const gib = Math.floor(pfn / PAGES_1G);
  const cell = detailGib.indexOf(gib) * 512 + (Math.floor(pfn / PAGES_2M) & 511);
  const entries = level === 3 ? differing.gibTable[gib] : differing.cellTable[cell];
  return entries === 1 ? '1 entry differs. ' : `${entries} entries differ. `;
}

const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
