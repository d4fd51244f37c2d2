import { CellKind, type MapColumns } from '../bridge/columns.ts';
import { type Level, PAGES_1G } from '../x86/page.ts';
import { cellKindOf } from './hit-test.ts';
import { GIB_EDGE, type Layout, slotOf } from './layout.ts';
import { pageIndex, pageX, pageY } from './morton.ts';
import { indexAt, placeOf } from './order.ts';
import { cellOf, gibOf, type Region, regionOf } from './region.ts';

/** A way on the screen. */
export type Direction = 'left' | 'right' | 'up' | 'down';

const STEP: Readonly<Record<Direction, readonly [number, number]>> = {
  left: [-1, 0],
  right: [1, 0],
  up: [0, -1],
  down: [0, 1],
};
const WIDTH: Readonly<Record<Level, number>> = { 1: 1, 2: 16, 3: GIB_EDGE };
const HEIGHT: Readonly<Record<Level, number>> = { 1: 1, 2: 32, 3: GIB_EDGE };

/** The leaf or table of at least `level` that a page belongs to: inside a large page there is nothing smaller. */
export function leafAround(columns: MapColumns | undefined, level: Level, pfn: number): Region {
  const gib = gibOf(pfn);
  if (level === 3 || columns?.gibKind[gib] !== CellKind.table) return regionOf(3, pfn);
  if (level === 2 || cellKindOf(columns, gib, cellOf(pfn)) !== CellKind.table) return regionOf(2, pfn);
  return { level: 1, pfn };
}

/** The region beside this one on the screen, of the same level or the larger leaf that is there; undefined at the rim. */
export function neighbourOf(
  layout: Layout,
  columns: MapColumns | undefined,
  region: Region,
  direction: Direction,
): Region | undefined {
  const [dx, dy] = STEP[direction];
  const { column, row } = slotOf(layout, gibOf(region.pfn));
  const index = placeOf(layout.order, region.pfn % PAGES_1G);
  let x = pageX(index) + (dx > 0 ? WIDTH[region.level] : dx);
  let y = pageY(index) + (dy > 0 ? HEIGHT[region.level] : dy);
  const nextColumn = column + Math.floor(x / GIB_EDGE);
  const nextRow = row + Math.floor(y / GIB_EDGE);
  const gib = nextRow * layout.columns + nextColumn;
  if (nextColumn < 0 || nextColumn >= layout.columns || nextRow < 0 || gib >= layout.gibCount) return undefined;
  x = (x + GIB_EDGE) % GIB_EDGE;
  y = (y + GIB_EDGE) % GIB_EDGE;
  return leafAround(columns, region.level, gib * PAGES_1G + indexAt(layout.order, pageIndex(x, y)));
}

/** The first region one level down; undefined inside a leaf, a hole, or when the detail is not there. */
export function firstChildOf(columns: MapColumns | undefined, region: Region): Region | undefined {
  if (region.level === 1) return undefined;
  const child = leafAround(columns, (region.level - 1) as Level, region.pfn);
  return child.level < region.level ? child : undefined;
}
