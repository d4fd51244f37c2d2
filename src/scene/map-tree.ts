import { CellKind, type MapColumns } from '../bridge/columns.ts';
import { PAGES_1G, PAGES_2M } from '../x86/page.ts';
import { detailOf } from './detail.ts';
import { type Geometry, regionPx, visibleSlots } from './geometry.ts';
import { finestLevel } from './hit-test.ts';
import { slotOf } from './layout.ts';
import { cellOf, gibOf, type Region } from './region.ts';

/** A row of the map as a tree: a region in view, how deep it is, and which of its siblings in view. */
export interface TreeRow {
  readonly region: Region;
  /** 1 for a GiB, 2 for a 2M cell, 3 for a page. */
  readonly depth: 1 | 2 | 3;
  /** From 1. */
  readonly position: number;
  /** Siblings in view, itself included; not all of them have rows. */
  readonly siblings: number;
  /** Whether its pieces have rows; undefined: it has no pieces. */
  readonly expanded: boolean | undefined;
}

/** Rows of one parent on each side of the active one. */
const REACH = 16;

/**
 * The regions in view as rows of a tree, in address order: the GiB, and the pieces of what `active` is or lies in, as
 * far as they can be pointed at. Only rows near the active one are made, so that their number does not grow.
 */
export function mapTree(geometry: Geometry, columns: MapColumns, active: Region | undefined): readonly TreeRow[] {
  const { layout } = geometry;
  const { columns: across, rows: down } = visibleSlots(geometry);
  const wide = across.end - across.first;
  let gibs = 0;
  for (let row = down.first; row < down.end; row++)
    gibs += Math.min(wide, Math.max(0, layout.gibCount - row * layout.columns - across.first));
  const gibAt = (i: number): number => (down.first + Math.floor(i / wide)) * layout.columns + across.first + (i % wide);
  const { column, row } = slotOf(layout, active === undefined ? 0 : gibOf(active.pfn));
  const seen = column >= across.first && column < across.end && row >= down.first && row < down.end;
  const open = active !== undefined && seen ? (row - down.first) * wide + column - across.first : -1;
  const finest = finestLevel(geometry);
  const detail = detailOf(columns, 9);
  const rows: TreeRow[] = [];
  for (const i of near(gibs, open)) {
    const gib = gibAt(i);
    const pieces = columns.gibKind[gib] === CellKind.table;
    const expanded = pieces && i === open && active !== undefined && finest < 3 && detail.ofGib[gib] >= 0;
    const region: Region = { level: 3, pfn: gib * PAGES_1G };
    rows.push({ region, depth: 1, position: i + 1, siblings: gibs, expanded: pieces ? expanded : undefined });
    if (expanded) addCells(rows, geometry, columns, detail.ofGib[gib] * 512, active, finest === 1);
  }
  return rows;
}

function addCells(
  rows: TreeRow[],
  geometry: Geometry,
  columns: MapColumns,
  first: number,
  active: Region,
  pages: boolean,
): void {
  const base = gibOf(active.pfn) * PAGES_1G;
  const cells = inView(geometry, 2, base, PAGES_2M);
  const open = active.level === 3 ? -1 : cells.indexOf(cellOf(active.pfn));
  for (const i of near(cells.length, open)) {
    const pfn = base + cells[i] * PAGES_2M;
    const pieces = columns.cellKind[first + cells[i]] === CellKind.table;
    const expanded = pieces && pages && i === open;
    rows.push({
      region: { level: 2, pfn },
      depth: 2,
      position: i + 1,
      siblings: cells.length,
      expanded: pieces ? expanded : undefined,
    });
    if (!expanded) continue;
    const entries = inView(geometry, 1, pfn, 1);
    for (const at of near(entries.length, active.level === 1 ? entries.indexOf(active.pfn - pfn) : -1)) {
      const region: Region = { level: 1, pfn: pfn + entries[at] };
      rows.push({ region, depth: 3, position: at + 1, siblings: entries.length, expanded: undefined });
    }
  }
}

/** Numbers (0-511) of the pieces of a region that are in view. */
function inView(geometry: Geometry, level: 1 | 2, base: number, pages: number): number[] {
  const { widthPx, heightPx } = geometry;
  return Array.from({ length: 512 }, (_, i) => i).filter((i) => {
    const { x, y, width, height } = regionPx(geometry, { level, pfn: base + i * pages });
    return x < widthPx && y < heightPx && x + width > 0 && y + height > 0;
  });
}

/** Up to REACH numbers on each side of `middle`; the first ones when there is no middle. */
function near(count: number, middle: number): number[] {
  const first = Math.max(0, middle - REACH);
  const end = Math.min(count, Math.max(0, middle) + REACH + 1);
  return Array.from({ length: end - first }, (_, i) => first + i);
}

/** Whether two trees have the same rows. */
export const sameTree = (a: readonly TreeRow[], b: readonly TreeRow[]): boolean =>
  a.length === b.length &&
  a.every(({ region, position, siblings, expanded }, i) => {
    const other = b[i];
    return (
      region.level === other.region.level &&
      region.pfn === other.region.pfn &&
      position === other.position &&
      siblings === other.siblings &&
      expanded === other.expanded
    );
  });
