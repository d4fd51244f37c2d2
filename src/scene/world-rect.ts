import { PAGES_1G } from '../x86/page.ts';
import { columnX, GIB_EDGE, type Layout, rowY, slotOf } from './layout.ts';
import { pageX, pageY } from './morton.ts';
import { placeOf } from './order.ts';
import { gibOf, type Region } from './region.ts';

/** A rectangle; the name of the variable says the space (world, device px, CSS px). */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const WIDTH = { 1: 1, 2: 16, 3: GIB_EDGE } as const;
const HEIGHT = { 1: 1, 2: 32, 3: GIB_EDGE } as const;

/** Where a region lies in the world, in page edges. */
export function worldRect(layout: Layout, { level, pfn }: Region): Rect {
  const { column, row } = slotOf(layout, gibOf(pfn));
  const index = placeOf(layout.order, pfn % PAGES_1G);
  return {
    x: columnX(layout, column) + pageX(index),
    y: rowY(layout, row) + pageY(index),
    width: WIDTH[level],
    height: HEIGHT[level],
  };
}
