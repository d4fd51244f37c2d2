import { expect, test } from 'vitest';
import { palette } from '../theme/palette.ts';
import { homeCamera } from './camera.ts';
import { geometryOf } from './geometry.ts';
import { layoutOf } from './layout.ts';
import { inflated, selectionRings, viewportRect } from './overlay.ts';
import { regionCamera } from './region-camera.ts';

const VIEW = { width: 828, height: 640, dpr: 1 };
const layout = layoutOf(9);

test('[OVER-2] a selected page also shows its table; the page is ringed in accent', () => {
  const page = { level: 1, pfn: 0xa9fc4 } as const;
  const near = geometryOf(layout, regionCamera(layout, VIEW, { level: 2, pfn: 0xa9e00 }), VIEW);
  const colours = selectionRings(near, palette('dark'), page).map(({ colour }) => colour);
  const { map, ui } = palette('dark');
  expect(colours).toEqual([map.selectUnder, map.select, map.selectUnder, ui.accent]);
  const home = geometryOf(layout, homeCamera(layout, VIEW), VIEW);
  expect(selectionRings(home, palette('dark'), page)).toHaveLength(2);
});

test('[OVER-3] a ring is never smaller than can be seen', () => {
  expect(inflated({ x: 10, y: 10, width: 1, height: 1 }, 2, 7)).toEqual({ x: 5, y: 5, width: 11, height: 11 });
  const home = geometryOf(layout, homeCamera(layout, VIEW), VIEW);
  const [ring] = selectionRings(home, palette('light'), { level: 1, pfn: 77 });
  expect(ring?.rect.width).toBe(12);
});

test('[OVER-4] the frame in the overview is in it, and has a least size', () => {
  const small = { width: 200, height: 150, dpr: 1 };
  const overview = geometryOf(layout, homeCamera(layout, small), small);
  expect(viewportRect(overview, { x: -1e4, y: -1e4, width: 1e5, height: 1e5 })).toEqual({
    x: 1.5,
    y: 1.5,
    width: 197,
    height: 147,
  });
  const tiny = viewportRect(overview, { x: 1000, y: 900, width: 1, height: 1 });
  expect([tiny.width, tiny.height]).toEqual([10, 10]);
});
