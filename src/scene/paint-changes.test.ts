import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pixel } from '../theme/colour.ts';
import { palette } from '../theme/palette.ts';
import { PAGES_1G } from '../x86/page.ts';
import { type Camera, homeCamera } from './camera.ts';
import type { Changes } from './changes.ts';
import { type Geometry, geometryOf, regionPx } from './geometry.ts';
import { layoutOf } from './layout.ts';
import { pageX, pageY } from './morton.ts';
import { type Order, placeOf } from './order.ts';
import { markLevel, paintChanges } from './paint-changes.ts';
import { gibOf } from './region.ts';
import { worldRect } from './world-rect.ts';

const VIEW = { width: 300, height: 220, dpr: 1 };
const DARK = palette('dark');
const ACCENT = pixel(DARK.ui.accent);

const changesAt = (stretches: readonly (readonly [pfn: number, pages: number])[]): Changes => ({
  count: stretches.length,
  pfn: Float64Array.from(stretches, ([pfn]) => pfn),
  pages: Float64Array.from(stretches, ([, pages]) => pages),
});

function marked(geometry: Geometry, changes: Changes): (x: number, y: number) => boolean {
  const { widthPx, heightPx } = geometry;
  const pixels = new Uint32Array(widthPx * heightPx);
  paintChanges({ pixels, widthPx, heightPx }, geometry, changes, DARK);
  return (x, y) => x >= 0 && y >= 0 && x < widthPx && y < heightPx && pixels[y * widthPx + x] === ACCENT;
}

const orders = fc.constantFrom<Order>('z', 'hilbert');

test('[DIFF-7] where pages are squares exactly those that differ are outlined, and no other is touched', () => {
  const stretches = fc
    .uniqueArray(fc.tuple(fc.nat(3000), fc.constantFrom(1, 1, 2, 5, 40, 512)), {
      maxLength: 25,
      selector: ([at]) => at,
    })
    .map((list) => {
      const ascending = list.toSorted(([a], [b]) => a - b);
      return ascending.map(([at, pages], i) => {
        const next = ascending[i + 1]?.[0] ?? at + pages;
        return [PAGES_1G + at, Math.min(pages, next - at)] as const;
      });
    });
  const scales = fc.double({ min: Math.log(3), max: Math.log(60), noNaN: true }).map(Math.exp);
  fc.assert(
    fc.property(stretches, orders, scales, fc.nat(3000), (list, order, scale, middle) => {
      const layout = layoutOf(3, order);
      const { x, y } = worldRect(layout, { level: 1, pfn: PAGES_1G + middle });
      const geometry = geometryOf(layout, { x, y, scale }, VIEW);
      expect(markLevel(geometry, [])).toBe(1);
      const at = marked(geometry, changesAt(list));
      const places = new Map<string, number>();
      const placeKey = (page: number, dx = 0, dy = 0) => {
        const place = placeOf(order, page);
        return `${pageX(place) + dx} ${pageY(place) + dy}`;
      };
      const differs = new Set(
        list.flatMap(([pfn, pages]) => Array.from({ length: pages }, (_, i) => pfn - PAGES_1G + i)),
      );
      for (const page of differs) places.set(placeKey(page), page);
      for (let page = 0; page < 4096; page++) {
        const { x: left, y: top, width, height } = regionPx(geometry, { level: 1, pfn: PAGES_1G + page });
        if (left < 0 || top < 0 || left + width > geometry.widthPx || top + height > geometry.heightPx) continue;
        const centre = { x: left + (width >> 1), y: top + (height >> 1) };
        const sides = [
          { px: { x: left, y: centre.y }, beside: placeKey(page, -1, 0) },
          { px: { x: left + width - 1, y: centre.y }, beside: placeKey(page, 1, 0) },
          { px: { x: centre.x, y: top }, beside: placeKey(page, 0, -1) },
          { px: { x: centre.x, y: top + height - 1 }, beside: placeKey(page, 0, 1) },
        ];
        if (differs.has(page)) {
          for (const { px, beside } of sides) if (!places.has(beside)) expect(at(px.x, px.y)).toBe(true);
        } else {
          for (let py = top; py < top + height; py++)
            for (let px = left; px < left + width; px++) if (at(px, py)) expect.unreachable(`page ${page} is not one`);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test('[DIFF-7] farther off every page that differs has a mark at its place, on machines of every size, and nothing else', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(9, 64, 1024, 65536),
      fc.uniqueArray(fc.nat(65535), { minLength: 1, maxLength: 30 }),
      fc.nat(PAGES_1G - 1),
      orders,
      fc.double({ min: 0, max: 1, noNaN: true }),
      (gibs, some, page, order, zoom) => {
        const layout = layoutOf(gibs, order);
        const pfns = [...new Set(some.map((gib) => (gib % gibs) * PAGES_1G + page))].sort((a, b) => a - b);
        const home = homeCamera(layout, VIEW);
        const { x, y } = worldRect(layout, { level: 1, pfn: pfns[0] });
        const near: Camera = { x, y, scale: home.scale * (2.4 / home.scale) ** zoom };
        for (const camera of [home, near]) {
          const geometry = geometryOf(layout, camera, VIEW);
          const level = markLevel(geometry, []);
          expect(level).toBeGreaterThan(1);
          const at = marked(geometry, changesAt(pfns.map((pfn) => [pfn, 1])));
          const pages = level === 3 ? PAGES_1G : 512;
          const allowed = new Set<number>();
          for (const pfn of pfns) {
            const rect = regionPx(geometry, { level, pfn: pfn - (pfn % pages) });
            const out = geometry.cellGapPx + 1;
            const [left, top] = [rect.x - out, rect.y - out];
            const [right, bottom] = [rect.x + rect.width + out, rect.y + rect.height + out];
            let found = right <= 0 || bottom <= 0 || left >= geometry.widthPx || top >= geometry.heightPx;
            for (let py = Math.max(0, top); py < Math.min(geometry.heightPx, bottom); py++) {
              for (let px = Math.max(0, left); px < Math.min(geometry.widthPx, right); px++) {
                allowed.add(py * geometry.widthPx + px);
                found ||= at(px, py);
              }
            }
            const covers = left < 0 && top < 0 && right > geometry.widthPx && bottom > geometry.heightPx;
            expect(found || covers, `page ${pfn} in GiB ${gibOf(pfn)}`).toBe(true);
          }
          for (let px = 0; px < geometry.widthPx * geometry.heightPx; px++)
            if (at(px % geometry.widthPx, Math.floor(px / geometry.widthPx)) && !allowed.has(px))
              expect.unreachable(`a mark where nothing differs, at ${px}`);
        }
      },
    ),
    { numRuns: 80 },
  );
});

test('[DIFF-7] where everything differs one outline is drawn, and the rest of the map stays in view', () => {
  const layout = layoutOf(4);
  const geometry = geometryOf(layout, homeCamera(layout, VIEW), VIEW);
  const at = marked(geometry, changesAt([[PAGES_1G, PAGES_1G]]));
  const { x, y, width, height } = regionPx(geometry, { level: 3, pfn: PAGES_1G });
  expect(at(x - 1, y + 9)).toBe(true);
  expect(at(x + (width >> 1), y + (height >> 1))).toBe(false);
});

test('[DIFF-7] cells of a px are marked while they are few, GiB where they are many', () => {
  const layout = layoutOf(64);
  const geometry = geometryOf(layout, { ...homeCamera(layout, VIEW), scale: 40 / 512 }, VIEW);
  const cells = Array.from({ length: 17 }, () => new Uint8Array(512).fill(1));
  expect(markLevel(geometry, cells.slice(0, 16))).toBe(2);
  expect(markLevel(geometry, cells)).toBe(3);
});
