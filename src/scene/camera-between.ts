import type { Camera } from './camera.ts';
import { columnX, type Layout, rowY, slotOf } from './layout.ts';

/**
 * The camera of one machine as it looks at the same addresses of another: its middle stays at the same place in, or
 * beside, the GiB it is in or nearest after; past the end of the other machine it is in its last GiB.
 */
export function cameraBetween(camera: Camera, from: Layout, to: Layout): Camera {
  let column = 0;
  while (column + 1 < from.columns && columnX(from, column + 1) <= camera.x) column++;
  let row = 0;
  while (row + 1 < from.rows && rowY(from, row + 1) <= camera.y) row++;
  const gib = Math.min(row * from.columns + column, from.gibCount - 1);
  const [there, here] = [slotOf(from, gib), slotOf(to, Math.min(gib, to.gibCount - 1))];
  return {
    x: camera.x - columnX(from, there.column) + columnX(to, here.column),
    y: camera.y - rowY(from, there.row) + rowY(to, here.row),
    scale: camera.scale,
  };
}
