import { CellKind, type MapColumns } from '../bridge/columns.ts';
import { PAGES_1G, PAGES_2M } from '../x86/page.ts';
import { detailOf } from './detail.ts';
import { type Geometry, regionPx, visibleSlots } from './geometry.ts';
import { finestLevel } from './hit-test.ts';
import type { Region } from './region.ts';
import type { Rect } from './world-rect.ts';

const meets = (a: Rect, b: Rect): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

const holds = (outer: Rect, inner: Rect): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

/**
 * The regions that a rectangle of the view (device px) touches, in address order: what lies in it wholly as one region,
 * what it cuts through in pieces as small as can be pointed at. A leaf is one region however little of it is touched;
 * holes are none.
 */
export function regionsInBand(geometry: Geometry, columns: MapColumns, band: Rect): Region[] {
  const { layout } = geometry;
  const finest = finestLevel(geometry);
  const { ofGib } = detailOf(columns, 9);
  const regions: Region[] = [];
  const addPieces = (pfn: number, level: 1 | 2, kindOf: (piece: number) => number, split: (piece: number) => void) => {
    for (let piece = 0; piece < 512; piece++) {
      const region: Region = { level, pfn: pfn + piece * (level === 2 ? PAGES_2M : 1) };
      const rect = regionPx(geometry, region);
      const kind = kindOf(piece);
      if (kind === CellKind.hole || !meets(band, rect)) continue;
      if (kind === CellKind.table && finest < level && !holds(band, rect)) split(piece);
      else regions.push(region);
    }
  };
  const addCells = (gib: number): void => {
    const first = ofGib[gib] * 512;
    const pfn = gib * PAGES_1G;
    addPieces(
      pfn,
      2,
      (cell) => columns.cellKind[first + cell],
      (cell) =>
        addPieces(
          pfn + cell * PAGES_2M,
          1,
          () => CellKind.leaf,
          () => undefined,
        ),
    );
  };
  const { rows, columns: across } = visibleSlots(geometry);
  for (let row = rows.first; row < rows.end; row++) {
    for (let column = across.first; column < across.end; column++) {
      const gib = row * layout.columns + column;
      if (gib >= layout.gibCount) break;
      const region: Region = { level: 3, pfn: gib * PAGES_1G };
      const rect = regionPx(geometry, region);
      if (columns.gibKind[gib] === CellKind.hole || !meets(band, rect)) continue;
      const cut = finest < 3 && columns.gibKind[gib] === CellKind.table && ofGib[gib] >= 0 && !holds(band, rect);
      if (cut) addCells(gib);
      else regions.push(region);
    }
  }
  return regions;
}
