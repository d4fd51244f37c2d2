import { CellKind, type MapColumns } from '../bridge/columns.ts';
import { contrast, type Rgb } from '../theme/colour.ts';
import { PAGES_1G, PAGES_2M } from '../x86/page.ts';
import { PageState } from '../x86/page-state.ts';
import { detailOf } from './detail.ts';
import { type Geometry, regionPx, visibleSlots } from './geometry.ts';
import type { Inks } from './inks.ts';
import { type Label, textWidth } from './label.ts';
import { leafState } from './leaf-state.ts';
import { type Region, stepsBack } from './region.ts';
import type { Rect } from './world-rect.ts';

const CELL_LABEL_FROM_CSS_PX = 84;
const PAGE_LABEL_FROM_CSS_PX = 44;
const SIZE_CSS_PX = 11;
const INSET_CSS_PX = 8;
const LIGHT: Rgb = [255, 255, 255];
const DARK: Rgb = [8, 10, 14];

/** The colour of text on a state's fill. */
function textOn(inks: Inks, state: number): Rgb {
  if (state === PageState.np || state === PageState.hole) return inks.palette.ui.text2;
  const under = inks.rgb[state];
  return contrast(LIGHT, under) >= contrast(DARK, under) ? LIGHT : DARK;
}

const hex = (value: number): string => `0x${value.toString(16)}`;

const inView = (geometry: Geometry, rect: Rect): boolean =>
  rect.x < geometry.widthPx && rect.y < geometry.heightPx && rect.x + rect.width > 0 && rect.y + rect.height > 0;

/** Stays at the left edge of the view when its cell goes beyond; undefined when there is no room. */
function cellLabel(geometry: Geometry, region: Region, rect: Rect, colour: Rgb): Label | undefined {
  const { dpr } = geometry;
  const text = hex(region.pfn * 4096);
  const x = Math.max(rect.x / dpr, 0) + INSET_CSS_PX;
  if (x + textWidth(text, SIZE_CSS_PX) > (rect.x + rect.width) / dpr) return undefined;
  return {
    text,
    x,
    y: Math.round(rect.y / dpr + 18),
    align: 'left',
    sizeCssPx: SIZE_CSS_PX,
    weight: 500,
    colour,
  };
}

function pageLabels(geometry: Geometry, columns: MapColumns, cellPfn: number, base: number, inks: Inks): Label[] {
  const detail = detailOf(columns, 9);
  const labels: Label[] = [];
  for (let entry = 0; entry < 512; entry++) {
    const rect = regionPx(geometry, { level: 1, pfn: cellPfn + entry });
    if (!inView(geometry, rect)) continue;
    labels.push({
      text: hex(entry),
      x: (rect.x + rect.width / 2) / geometry.dpr,
      y: Math.round((rect.y + rect.height) / geometry.dpr - 6),
      align: 'center',
      sizeCssPx: 10,
      weight: 500,
      colour: textOn(inks, detail.pageState[base + (entry >> (9 - detail.order))]),
    });
  }
  return labels;
}

/** Addresses in 2M leaves and entry numbers in 4K pages, where these are large enough. `focus`: as for the painter. */
export function insideLabels(geometry: Geometry, columns: MapColumns, inks: Inks, focus: Region | undefined): Label[] {
  const { layout, blockPx, dpr } = geometry;
  if (blockPx / dpr < CELL_LABEL_FROM_CSS_PX * 32) return [];
  const pages = blockPx / dpr >= PAGE_LABEL_FROM_CSS_PX * 512;
  const labels: Label[] = [];
  const slots = visibleSlots(geometry);
  for (let row = slots.rows.first; row < slots.rows.end; row++) {
    for (let column = slots.columns.first; column < slots.columns.end; column++) {
      const gib = row * layout.columns + column;
      const index = columns.detailGib.indexOf(gib);
      if (index < 0 || columns.gibKind[gib] !== CellKind.table) continue;
      for (let i = 0; i < 512; i++) {
        const cell = index * 512 + i;
        const region: Region = { level: 2, pfn: gib * PAGES_1G + i * PAGES_2M };
        const rect = regionPx(geometry, region);
        if (!inView(geometry, rect)) continue;
        const kind = columns.cellKind[cell];
        if (kind === CellKind.leaf) {
          const state = leafState(columns.cellState[cell]);
          const back = state === PageState.rw && stepsBack(focus, region.pfn);
          const label = cellLabel(geometry, region, rect, back ? inks.palette.ui.text2 : textOn(inks, state));
          if (label) labels.push(label);
        } else if (kind === CellKind.table && pages) {
          labels.push(...pageLabels(geometry, columns, region.pfn, columns.cellPages[cell], inks));
        }
      }
    }
  }
  return labels;
}
