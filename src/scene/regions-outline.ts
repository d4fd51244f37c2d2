import type { Palette } from '../theme/palette.ts';
import { tokens } from '../theme/tokens.ts';
import { PAGES_1G } from '../x86/page.ts';
import { type Geometry, regionPx } from './geometry.ts';
import { pageX, pageY } from './morton.ts';
import type { Fill } from './motion-shapes.ts';
import { placeOf } from './order.ts';
import { gibOf, type Region } from './region.ts';

const CELL = { 1: [1, 1], 2: [16, 32], 3: [512, 512] } as const;
const SIDES = [
  [-1, 0],
  [1, 0],
  [0, -1],
  [0, 1],
] as const;

/**
 * The outline around several regions, without lines between neighbours of one size: fills, those of the ground first.
 * Regions out of view have none.
 */
export function regionsOutline(geometry: Geometry, palette: Palette, regions: readonly Region[]): Fill[] {
  if (regions.length === 0) return [];
  const { dpr, widthPx, heightPx } = geometry;
  const selected = new Set(regions.map((region) => placeKey(geometry, region, 0, 0)));
  const lines: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }[] = [];
  for (const region of regions) {
    const { x, y, width, height } = regionPx(geometry, region);
    if (x >= widthPx || y >= heightPx || x + width <= 0 || y + height <= 0) continue;
    const gap = region.level === 3 ? 0 : region.level === 2 ? geometry.cellGapPx : geometry.pageGapPx;
    const reach = Math.ceil(gap / 2);
    for (const [dx, dy] of SIDES) {
      if (region.level < 3 && selected.has(placeKey(geometry, region, dx, dy))) continue;
      const at = { x: x - reach, y: y - reach, width: width + 2 * reach, height: height + 2 * reach };
      if (dx !== 0) lines.push({ ...at, x: dx < 0 ? at.x : at.x + at.width, width: 0 });
      else lines.push({ ...at, y: dy < 0 ? at.y : at.y + at.height, height: 0 });
    }
  }
  const thick = (px: number, colour: Fill['colour']): Fill[] =>
    lines.map(({ x, y, width, height }) => {
      const by = (px * dpr) / 2;
      return { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by, colour, alpha: 1 };
    });
  return [
    ...thick(tokens.map.selectionUnderPx - 1, palette.map.selectUnder),
    ...thick(tokens.map.selectionRingPx, palette.map.select),
  ];
}

/** Names the place of a region, or of the one beside it, among those of its size in its GiB. */
function placeKey({ layout }: Geometry, { level, pfn }: Region, dx: number, dy: number): string {
  const index = placeOf(layout.order, pfn % PAGES_1G);
  const [width, height] = CELL[level];
  return `${level} ${gibOf(pfn)} ${Math.floor(pageX(index) / width) + dx} ${Math.floor(pageY(index) / height) + dy}`;
}
