import { CellKind, type MapColumns } from '../bridge/columns.ts';
import { PAGES_1G } from '../x86/page.ts';
import { blockX, blockY, type Geometry, visibleSlots } from './geometry.ts';
import type { Inks } from './inks.ts';
import { insideLabels } from './inside-labels.ts';
import { type Label, textWidth } from './label.ts';
import { GIB_EDGE, type Layout, slotOf } from './layout.ts';
import type { Region } from './region.ts';

/** A zone or a NUMA node of physical memory: name, first page, end (exclusive). */
export interface ZoneSpan {
  readonly name: string;
  readonly kind?: 'node';
  readonly firstPfn: number;
  readonly endPfn: number;
}

/** A bracket beside the rows of a zone: x of its line, y of its ends, CSS px. */
export interface Bracket {
  readonly x: number;
  readonly top: number;
  readonly bottom: number;
}

/** All text and lines of the label layer. */
export interface LabelScene {
  readonly labels: readonly Label[];
  readonly brackets: readonly Bracket[];
}

const SPACE_BETWEEN_CSS_PX = 8;
const BLOCK_LABEL_FROM_CSS_PX = 60;
const BAND_FROM_CSS_PX = 9;
const ROW_LABEL_EVERY_CSS_PX = 28;

/** Name of the zone that most of these pages belong to; '' when none. */
export function zoneOf(zones: readonly ZoneSpan[], firstPfn: number, pages: number): string {
  let most = 0;
  let name = '';
  for (const zone of zones) {
    const overlap = Math.min(zone.endPfn, firstPfn + pages) - Math.max(zone.firstPfn, firstPfn);
    if (overlap > most) [most, name] = [overlap, zone.name];
  }
  return name;
}

/** "8 of 512 in 4K" and its short form: how a GiB is mapped. */
export function pageSizeText(columns: MapColumns, gib: number): readonly [long: string, short: string] {
  if (columns.gibKind[gib] === CellKind.hole) return ['no RAM', 'no RAM'];
  if (columns.gibKind[gib] === CellKind.leaf) return ['one 1G page', '1G'];
  const in4k = columns.gibIn4k[gib];
  if (in4k === 0) return ['all in 2M', '2M'];
  return in4k === 512 ? ['all in 4K', '4K'] : [`${in4k} of 512 in 4K`, `${in4k} in 4K`];
}

/** "64 GiB", "1.5 TiB": an address in GiB. */
export function gibText(gib: number): string {
  const tib = gib / 1024;
  return gib >= 1024 && Number.isInteger(tib * 4) ? `${tib} TiB` : `${gib} GiB`;
}

function blockLabels(geometry: Geometry, columns: MapColumns, zones: readonly ZoneSpan[], inks: Inks): Label[] {
  const { layout, dpr, blockPx } = geometry;
  const block = blockPx / dpr;
  const band = (layout.gapY / GIB_EDGE) * block;
  if (block < BLOCK_LABEL_FROM_CSS_PX || band < BAND_FROM_CSS_PX) return [];
  const sizeCssPx = block >= 224 ? 12 : block >= 140 ? 11 : 10;
  const { text, text2, text3 } = inks.palette.ui;
  const slots = visibleSlots(geometry, Math.ceil(30 * dpr));
  const labels: Label[] = [];
  for (let row = slots.rows.first; row < slots.rows.end; row++) {
    const y = Math.round(blockY(geometry, row) / dpr - Math.max(3, band * 0.18));
    for (let column = slots.columns.first; column < slots.columns.end; column++) {
      const gib = row * layout.columns + column;
      const x = blockX(geometry, column) / dpr;
      const style = { y, sizeCssPx, align: 'left', weight: 500, colour: text2 } as const;
      if (gib === layout.gibCount) labels.push({ ...style, text: 'end of RAM', x, colour: text3 });
      if (gib >= layout.gibCount) break;
      const address = `${gib} GiB`;
      labels.push({ ...style, text: address, x, weight: 650, colour: text });
      let used = textWidth(address, sizeCssPx) + SPACE_BETWEEN_CSS_PX * 0.75;
      const zone = zoneOf(zones, gib * PAGES_1G, PAGES_1G);
      const before = gib > 0 ? zoneOf(zones, (gib - 1) * PAGES_1G, PAGES_1G) : '';
      const sizes = pageSizeText(columns, gib);
      const zoneWidth = zone !== before ? textWidth(zone, sizeCssPx) : 0;
      if (zoneWidth > 0 && used + zoneWidth + SPACE_BETWEEN_CSS_PX + textWidth(sizes[1], sizeCssPx) <= block) {
        labels.push({ ...style, text: zone, x: x + used });
        used += zoneWidth;
      }
      const room = block - used - SPACE_BETWEEN_CSS_PX;
      const fits = sizes.find((form) => textWidth(form, sizeCssPx) <= room);
      if (fits) labels.push({ ...style, text: fits, x: x + block, align: 'right' });
    }
  }
  return labels;
}

/** Zones of the rows, as runs of rows with the same zone. */
function zoneRows(layout: Layout, zones: readonly ZoneSpan[]): { first: number; last: number }[] {
  const runs: { first: number; last: number; name: string }[] = [];
  for (let row = 0; row < layout.rows; row++) {
    const pages = layout.columns * PAGES_1G;
    const name = zoneOf(zones, row * pages, pages);
    const run = runs.at(-1);
    if (run && run.name === name) run.last = row;
    else runs.push({ first: row, last: row, name });
  }
  return runs.filter((run) => run.name !== '');
}

function brackets(geometry: Geometry, zones: readonly ZoneSpan[]): Bracket[] {
  const { layout, dpr, blockPx } = geometry;
  const runs = layout.headed ? [] : zoneRows(layout, zones);
  const small = layout.labels === 'above' && blockPx / dpr < BLOCK_LABEL_FROM_CSS_PX;
  if (small || (layout.labels === 'rows' && runs.length < 2)) return [];
  const x = Math.round(blockX(geometry, 0) / dpr) - 9;
  return runs.map(({ first, last }) => ({
    x,
    top: Math.round(blockY(geometry, first) / dpr),
    bottom: Math.round((blockY(geometry, last) + blockPx) / dpr),
  }));
}

/** First GiB of each NUMA node, as layoutOf takes them. */
export const nodeStarts = (zones: readonly ZoneSpan[]): number[] =>
  zones.filter(({ kind }) => kind === 'node').map(({ firstPfn }) => Math.ceil(firstPfn / PAGES_1G));

const HEADING_FROM_CSS_PX = 14;
const HEADING_CSS_PX = 11;

/** Above the first row of each node: its name and its addresses. */
function nodeHeadings(geometry: Geometry, zones: readonly ZoneSpan[], inks: Inks): Label[] {
  const { layout, dpr, camera, heightPx } = geometry;
  if (!layout.headed || layout.band * camera.scale < HEADING_FROM_CSS_PX) return [];
  const { text, text2 } = inks.palette.ui;
  const x = Math.max(4, Math.round(blockX(geometry, 0) / dpr));
  return zones.flatMap(({ name, kind, firstPfn, endPfn }): Label[] => {
    const y = Math.round(blockY(geometry, slotOf(layout, Math.ceil(firstPfn / PAGES_1G)).row) / dpr) - 7;
    if (kind !== 'node' || y < 0 || y * dpr > heightPx + HEADING_CSS_PX) return [];
    const style = { y, align: 'left', sizeCssPx: HEADING_CSS_PX } as const;
    const range = `${gibText(Math.ceil(firstPfn / PAGES_1G))} to ${gibText(Math.ceil(endPfn / PAGES_1G))}`;
    return [
      { ...style, text: name, x, weight: 650, colour: text },
      { ...style, text: range, x: x + textWidth(`${name} `, HEADING_CSS_PX) + 4, weight: 500, colour: text2 },
    ];
  });
}

function rowLabels(geometry: Geometry, zones: readonly ZoneSpan[], inks: Inks): Label[] {
  const { layout, dpr, blockPx, camera } = geometry;
  if (layout.labels !== 'rows') return [];
  const pitch = (GIB_EDGE + layout.gapY) * camera.scale;
  const every = 2 ** Math.max(0, Math.ceil(Math.log2(ROW_LABEL_EVERY_CSS_PX / pitch)));
  const x = blockX(geometry, 0) / dpr - 14;
  const { rows } = visibleSlots(geometry);
  const labels: Label[] = [];
  for (let row = Math.ceil(rows.first / every) * every; row < rows.end; row += every) {
    const first = row * layout.columns;
    const node = layout.headed
      ? undefined
      : zones.find((zone) => zone.kind === 'node' && zone.firstPfn === first * PAGES_1G);
    const y = Math.round((blockY(geometry, row) + Math.min(blockPx, 40 * dpr) / 2) / dpr + 4);
    labels.push({
      text: node?.name ?? gibText(first),
      x,
      y,
      align: 'right',
      sizeCssPx: 11,
      weight: node ? 650 : 500,
      colour: node ? inks.palette.ui.text : inks.palette.ui.text3,
    });
  }
  return labels;
}

/** All labels and brackets of a view. `zones`: as in MachineInfo; `focus`: what fills the view, as for the painter. */
export function labelScene(
  geometry: Geometry,
  columns: MapColumns,
  zones: readonly ZoneSpan[],
  inks: Inks,
  focus?: Region,
): LabelScene {
  return {
    labels: [
      ...blockLabels(geometry, columns, zones, inks),
      ...nodeHeadings(geometry, zones, inks),
      ...rowLabels(geometry, zones, inks),
      ...insideLabels(geometry, columns, inks, focus),
    ],
    brackets: brackets(geometry, zones),
  };
}
