import { CellKind, type MapColumns } from '../bridge/columns.ts';
import { PAGES_1G, PAGES_2M, pagesOf } from '../x86/page.ts';
import { detailOf } from './detail.ts';
import { type Geometry, regionPx, visibleSlots } from './geometry.ts';
import { finestLevel } from './hit-test.ts';
import type { Region } from './region.ts';
import type { Rect } from './world-rect.ts';

/** A region that is drawn: its most salient PageState, and its place in CSS px of the view. */
export interface VisibleRegion extends Region {
  readonly pages: number;
  readonly state: number;
  readonly rect: Rect;
}

/** The regions that can be pointed at in this view, in address order within each GiB. Holes are regions, too. */
export function regionsInView(geometry: Geometry, columns: MapColumns): VisibleRegion[] {
  const { layout, dpr, widthPx, heightPx } = geometry;
  const finest = finestLevel(geometry);
  const detail = detailOf(columns, 9);
  const regions: VisibleRegion[] = [];
  const add = (region: Region, state: number): boolean => {
    const { x, y, width, height } = regionPx(geometry, region);
    if (x >= widthPx || y >= heightPx || x + width <= 0 || y + height <= 0) return false;
    const rect = { x: x / dpr, y: y / dpr, width: width / dpr, height: height / dpr };
    regions.push({ ...region, pages: pagesOf(region.level), state, rect });
    return true;
  };
  const addCells = (gib: number, index: number): void => {
    for (let i = 0; i < 512; i++) {
      const cell = index * 512 + i;
      const pfn = gib * PAGES_1G + i * PAGES_2M;
      const inside = finest === 1 && columns.cellKind[cell] === CellKind.table;
      if (!add({ level: 2, pfn }, columns.cellState[cell]) || !inside) continue;
      regions.pop();
      for (let entry = 0; entry < 512; entry++) {
        const at = columns.cellPages[cell] + (entry >> (9 - detail.order));
        add({ level: 1, pfn: pfn + entry }, detail.pageState[at]);
      }
    }
  };
  const slots = visibleSlots(geometry);
  for (let row = slots.rows.first; row < slots.rows.end; row++) {
    for (let column = slots.columns.first; column < slots.columns.end; column++) {
      const gib = row * layout.columns + column;
      if (gib >= layout.gibCount) break;
      const index = detail.ofGib[gib];
      if (finest < 3 && index >= 0 && columns.gibKind[gib] === CellKind.table) addCells(gib, index);
      else add({ level: 3, pfn: gib * PAGES_1G }, columns.gibState[gib]);
    }
  }
  return regions;
}
