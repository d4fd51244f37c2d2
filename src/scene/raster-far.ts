import type { MapColumns } from '../bridge/columns.ts';
import { blockX, blockY, type Geometry } from './geometry.ts';
import type { Inks } from './inks.ts';
import { fillRows, repeatRow, type Target } from './target.ts';

/** Blocks of three px or less: each px takes the most salient state of all GiB that touch it. */
export function paintFar(target: Target, geometry: Geometry, columns: MapColumns, inks: Inks): void {
  const { pixels, widthPx, heightPx } = target;
  const { layout, blockPx } = geometry;
  const left = Int32Array.from({ length: layout.columns }, (_, column) => blockX(geometry, column));
  const rowCount = Math.min(layout.rows, Math.ceil(columns.gibKind.length / layout.columns));
  const top = Int32Array.from({ length: rowCount }, (_, row) => blockY(geometry, row));
  /** The most salient state of each px of a line, from 1; 0: no GiB. */
  const line = new Uint8Array(widthPx);
  let painted = 0;
  let first = 0;
  while (first < rowCount && top[first] + blockPx <= 0) first++;
  while (painted < heightPx && first < rowCount) {
    fillRows(target, painted, Math.min(heightPx, top[first]), inks.ground);
    painted = Math.max(painted, top[first]);
    if (painted >= heightPx) break;
    // The rows that touch this line of px, and the line at which another begins or one ends.
    let end = first;
    let next = Math.min(heightPx, top[first] + blockPx);
    line.fill(0);
    for (; end < rowCount && top[end] <= painted; end++) addRow(line, columns, layout, end, left, blockPx);
    if (end < rowCount) next = Math.min(next, top[end]);
    const at = painted * widthPx;
    for (let px = 0; px < widthPx; px++) pixels[at + px] = line[px] === 0 ? inks.ground : inks.solid[line[px] - 1];
    repeatRow(target, painted, next);
    painted = next;
    while (first < rowCount && top[first] + blockPx <= painted) first++;
  }
  fillRows(target, painted, heightPx, inks.ground);
}

/** Adds the states of a row of GiB to a line of px. */
function addRow(
  line: Uint8Array,
  { gibState }: MapColumns,
  { columns, gibCount }: Geometry['layout'],
  row: number,
  left: Int32Array,
  blockPx: number,
): void {
  const gibs = Math.min(columns, Math.min(gibCount, gibState.length) - row * columns);
  for (let column = 0; column < gibs; column++) {
    const code = gibState[row * columns + column] + 1;
    const end = Math.min(line.length, left[column] + blockPx);
    for (let px = Math.max(0, left[column]); px < end; px++) if (line[px] < code) line[px] = code;
  }
}
