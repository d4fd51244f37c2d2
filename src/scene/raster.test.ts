import fc from 'fast-check';
import { expect, test } from 'vitest';
import { machine } from '../testing/columns.ts';
import { type Painted, painted } from '../testing/painted.ts';
import { PAGE_STATES, PageState, type PageStateName } from '../x86/page-state.ts';
import { homeCamera } from './camera.ts';
import { detailOf } from './detail.ts';
import { edgeOf, geometryOf, regionPx } from './geometry.ts';
import { VARIANTS } from './inks.ts';
import { layoutOf } from './layout.ts';
import { orderOf, stateWidth } from './level-of-detail.ts';
import { pageX, pageY } from './morton.ts';
import { regionCamera } from './region-camera.ts';
import { worldRect } from './world-rect.ts';

const VIEW = { width: 300, height: 220, dpr: 1 };
const ODD: readonly PageStateName[] = ['pt', 'rwg', 'ro', 'np', 'rox', 'wc', 'uc', 'rwx'];

/** The px values that mean one state: fill, 4K grain, edge. */
function inksOf({ inks }: Painted, state: number): number[] {
  const found = [inks.solid[state]];
  for (let variant = 0; variant < VARIANTS; variant++) {
    found.push(inks.grain[state * VARIANTS + variant]);
    for (const split of [0, 1]) found.push(inks.flat[(2 * state + split) * VARIANTS + variant]);
  }
  return state === PageState.np ? [...found, inks.notPresentEdge] : found;
}

/** The px that stand for a page: those of the state it is part of, or at least one px. */
function pxOf({ geometry }: Painted, pfn: number, isLeaf: boolean) {
  if (isLeaf) return regionPx(geometry, { level: 2, pfn: pfn - (pfn % 512) });
  if (geometry.pageGapPx > 0) return regionPx(geometry, { level: 1, pfn });
  const block = regionPx(geometry, { level: 3, pfn: pfn - (pfn % 262144) });
  const order = orderOf(geometry);
  const first = ((pfn % 262144) >> (9 - order)) << (9 - order);
  const [width, height] = [stateWidth(order), 2 ** (9 - order) / stateWidth(order)];
  const x = edgeOf(pageX(first), 512, block.width);
  const y = edgeOf(pageY(first), 512, block.width);
  const right = Math.max(x + 1, edgeOf(pageX(first) + width, 512, block.width));
  const bottom = Math.max(y + 1, edgeOf(pageY(first) + height, 512, block.width));
  const small = block.width < 32 ? 1 : 0;
  return {
    x: block.x + x - small,
    y: block.y + y - small,
    width: right - x + 2 * small,
    height: bottom - y + 2 * small,
  };
}

const arbitraryPages = fc.array(
  fc.record({ at: fc.nat(2 * 262144 - 1), run: fc.constantFrom(1, 1, 1, 3, 40), state: fc.constantFrom(...ODD) }),
  { minLength: 1, maxLength: 30 },
);
const arbitraryScale = fc.double({ min: Math.log(0.006), max: Math.log(30), noNaN: true }).map(Math.exp);

test('[DRAW-1] every odd page is visible at every zoom: among its px is its state, or a more salient one', () => {
  let looked = 0;
  fc.assert(
    fc.property(
      arbitraryPages,
      arbitraryScale,
      fc.constantFrom('dark', 'light'),
      fc.constantFrom(1, 1.25, 2),
      (pages, scale, theme, dpr) => {
        const sketch = machine('3G').split(0, 1);
        for (const { at, run, state } of pages) sketch.page(at, state, Math.min(run, 2 * 262144 - at));
        const centre = worldRect(layoutOf(3), { level: 1, pfn: pages[0].at });
        const picture = painted(sketch.columns(), { x: centre.x, y: centre.y, scale }, { ...VIEW, dpr }, { theme });
        for (const { at } of pages) {
          const state = sketch.stateOf(at);
          const rect = pxOf(picture, at, false);
          const { widthPx, heightPx } = picture.geometry;
          if (rect.x < 0 || rect.y < 0 || rect.x + rect.width > widthPx || rect.y + rect.height > heightPx) continue;
          looked++;
          const shown = picture.within(rect);
          const salient = Array.from({ length: PAGE_STATES - state }, (_, i) => inksOf(picture, state + i)).flat();
          expect(salient.some((ink) => shown.has(ink))).toBe(true);
        }
      },
    ),
    { numRuns: 150 },
  );
  expect(looked).toBeGreaterThan(100);
});

test('[DRAW-1] so it is where odd pages are too many to be enlarged', () => {
  const many = fc.array(fc.record({ cell: fc.nat(511), stride: fc.integer({ min: 2, max: 23 }) }), {
    minLength: 30,
    maxLength: 40,
  });
  fc.assert(
    fc.property(many, arbitraryScale, fc.constantFrom(...ODD), (cells, scale, state) => {
      const sketch = machine('1G').split(0);
      for (const { cell, stride } of cells) {
        for (let page = stride - 1; page < 512; page += stride) sketch.page(cell * 512 + page, state);
      }
      const centre = worldRect(layoutOf(1), { level: 2, pfn: cells[0].cell * 512 });
      const picture = painted(sketch.columns(), { x: centre.x + 8, y: centre.y + 16, scale }, VIEW);
      const { widthPx, heightPx } = picture.geometry;
      const states = inksOf(picture, PageState[state]);
      for (const { cell, stride } of cells) {
        for (let page = stride - 1; page < 512; page += stride) {
          const rect = pxOf(picture, cell * 512 + page, false);
          if (rect.x < 0 || rect.y < 0 || rect.x + rect.width > widthPx || rect.y + rect.height > heightPx) continue;
          const shown = picture.within(rect);
          if (!states.some((ink) => shown.has(ink))) throw new Error(`page ${page} of cell ${cell} is not visible`);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test('[DRAW-11] pages of large leaves that hold tables are seen at every zoom, and the leaf around them stays a leaf', () => {
  let looked = 0;
  const runs = fc.array(fc.record({ at: fc.nat(3 * 262144 - 1), run: fc.constantFrom(1, 1, 3, 40) }), {
    minLength: 1,
    maxLength: 12,
  });
  fc.assert(
    fc.property(runs, arbitraryScale, fc.constantFrom(1, 1.25, 2), (held, scale, dpr) => {
      const sketch = machine('3G').split(0).split4k(0, 3, 77);
      for (const { at, run } of held) sketch.tables(at, Math.min(run, 3 * 262144 - at));
      const centre = worldRect(layoutOf(3), { level: 1, pfn: held[0].at });
      const picture = painted(sketch.columns(), { x: centre.x, y: centre.y, scale }, { ...VIEW, dpr });
      const { widthPx, heightPx, blockPx } = picture.geometry;
      const ink = inksOf(picture, PageState.pt);
      for (const { at } of held) {
        const rect = pxOf(picture, at, false);
        if (rect.x < 0 || rect.y < 0 || rect.x + rect.width > widthPx || rect.y + rect.height > heightPx) continue;
        looked++;
        expect(ink.some((one) => picture.within(rect).has(one))).toBe(true);
      }
      const gib = regionPx(picture.geometry, { level: 3, pfn: 2 * 262144 });
      const inView = gib.x >= 0 && gib.y >= 0 && gib.x + blockPx <= widthPx && gib.y + blockPx <= heightPx;
      if (inView && !held.some(({ at, run }) => at + run > 2 * 262144))
        expect(ink.some((one) => picture.within(gib).has(one))).toBe(false);
    }),
    { numRuns: 120 },
  );
  expect(looked).toBeGreaterThan(60);
});

test('[DRAW-11] a 1G page whose pages are not known yet has a dot', () => {
  const columns = machine('2G').tables(5).columns({ gibs: Uint32Array.of(), order: 0 });
  const picture = painted(columns, homeCamera(layoutOf(2), VIEW), VIEW);
  const gib = regionPx(picture.geometry, { level: 3, pfn: 0 });
  expect(picture.within(gib).has(picture.inks.solid[PageState.pt])).toBe(true);
  expect(
    picture.within(regionPx(picture.geometry, { level: 3, pfn: 262144 })).has(picture.inks.solid[PageState.pt]),
  ).toBe(false);
});

test('[DRAW-2] no state is shown that is not there', () => {
  fc.assert(
    fc.property(arbitraryPages, arbitraryScale, (pages, scale) => {
      const sketch = machine('2G').split(0, 1);
      for (const { at, state } of pages) sketch.page(at, state);
      const centre = worldRect(layoutOf(2), { level: 1, pfn: pages[0].at });
      const picture = painted(sketch.columns(), { x: centre.x, y: centre.y, scale }, VIEW);
      const there = new Set(pages.map(({ at }) => sketch.stateOf(at)));
      const shown = picture.within({ x: 0, y: 0, width: VIEW.width, height: VIEW.height });
      for (const name of ODD) {
        const fill = picture.inks.solid[PageState[name]];
        if (!there.has(PageState[name])) expect(shown.has(fill)).toBe(false);
      }
    }),
    { numRuns: 60 },
  );
});

test('[DRAW-3] every px is painted, in machines of every size', () => {
  for (const size of ['1G', '9G', '64G', '1T', '64T']) {
    const sketch = machine(size).hole(0);
    const layout = layoutOf(sketch.info().gibCount);
    const { pixels } = painted(sketch.columns({ gibs: Uint32Array.of(0), order: 0 }), homeCamera(layout, VIEW), VIEW);
    expect(pixels.includes(0x12345678)).toBe(false);
  }
});

test('[DRAW-3] so it is where the last row of GiB ends in the middle of the view', () => {
  const layout = layoutOf(65);
  const sketch = machine('65G').split(64);
  for (const edgePx of [5, 20, 60, 200]) {
    const { x, y } = worldRect(layout, { level: 3, pfn: 64 * 262144 });
    const { pixels } = painted(
      sketch.columns(),
      { x: x + 512, y, scale: edgePx / 512 },
      { ...VIEW, width: 6 * edgePx },
    );
    expect(pixels.includes(0x12345678)).toBe(false);
  }
});

test('[DRAW-1] an odd page at the edge of a small GiB is not hidden by the next one', () => {
  const layout = layoutOf(1024);
  for (const edgePx of [2.55, 3.55, 4.6, 6.55, 8.55, 9.6]) {
    for (const cell of [341, 511]) {
      const sketch = machine('1T').split(499, 500, 501, 532);
      const columns = sketch.leaf(2, 500 * 262144 + cell * 512, 'ro').columns();
      const camera = { ...homeCamera(layout, VIEW), scale: edgePx / 512 };
      const picture = painted(columns, camera, VIEW);
      expect(picture.pixels.includes(picture.inks.solid[PageState.ro]), `${edgePx} px, cell ${cell}`).toBe(true);
    }
  }
});

test('[DRAW-12] a px does not depend on what else is in view: a part of a view is painted as in the whole', () => {
  const kindsOf = (...kinds: readonly string[]) =>
    fc.array(fc.constantFrom(...kinds), { minLength: 66, maxLength: 90 });
  const odd = fc.array(fc.record({ at: fc.nat(511), state: fc.constantFrom(...ODD) }), {
    minLength: 100,
    maxLength: 200,
  });
  const machines = fc.record({
    kinds: fc.oneof(
      kindsOf('leaf', 'leaf', 'leaf', 'leaf', 'odd', 'hole', 'unread'),
      kindsOf('leaf', 'hole', 'split', 'split', 'split', 'unread', 'pages'),
    ),
    odd,
  });
  // Narrower than a block, so that what is done for blocks that are wholly in view is not done for the part.
  const part = fc.record({ x: fc.nat(290), y: fc.nat(210), width: fc.integer({ min: 1, max: 10 }) });
  const scales = fc.double({ min: Math.log(10 / 512), max: Math.log(100 / 512), noNaN: true }).map(Math.exp);
  fc.assert(
    fc.property(machines, scales, part, fc.nat(65), ({ kinds, odd }, scale, { x, y, width }, middle) => {
      const sketch = machine(`${kinds.length}G`);
      const read: number[] = [];
      for (const [at, kind] of kinds.entries()) {
        if (kind === 'hole') sketch.hole(at);
        if (kind === 'odd') sketch.leaf(3, at * 262144, 'ro');
        if (kind === 'split' || kind === 'pages' || kind === 'unread') sketch.split(at);
        if (kind === 'pages') sketch.split4k(at, 7, 300);
        if (kind === 'split' || kind === 'pages')
          for (const one of odd) sketch.leaf(2, at * 262144 + one.at * 512, one.state);
        if (kind !== 'unread') read.push(at);
      }
      const columns = sketch.columns({ gibs: Uint32Array.from(read), order: 2 });
      const centre = worldRect(layoutOf(kinds.length), { level: 3, pfn: middle * 262144 });
      const whole = painted(columns, { x: centre.x, y: centre.y, scale }, VIEW);
      const view = { ...VIEW, width, height: 10 };
      const shiftX = (width / 2 - VIEW.width / 2 + x) / scale;
      const shiftY = (view.height / 2 - VIEW.height / 2 + y) / scale;
      const some = painted(columns, { x: centre.x + shiftX, y: centre.y + shiftY, scale }, view);
      for (let py = 0; py < view.height; py++)
        for (let px = 0; px < width; px++)
          if (some.at(px, py) !== whole.at(x + px, y + py)) throw new Error(`px ${px}, ${py} of the part differs`);
    }),
    { numRuns: 150 },
  );
});

test('[DRAW-4] one odd GiB of 64 TiB is seen, also where a GiB is less than a px', () => {
  const sketch = machine('64T').leaf(3, 40000 * 262144, 'uc');
  const columns = sketch.columns({ gibs: new Uint32Array(0), order: 0 });
  const layout = layoutOf(65536);
  for (const view of [VIEW, { width: 1280, height: 720, dpr: 1 }]) {
    const picture = painted(columns, homeCamera(layout, view), view);
    expect(picture.pixels.includes(picture.inks.solid[PageState.uc])).toBe(true);
  }
});

test('[VIEW-14] where GiB are less than 3 px apart no ground shows between them, at any scale', () => {
  const columns = machine('64T').columns({ gibs: new Uint32Array(0), order: 0 });
  const camera = homeCamera(layoutOf(65536), VIEW);
  for (const pitchPx of [0.4, 1, 1.3, 1.545, 1.9, 2, 2.4, 2.97]) {
    const picture = painted(columns, { ...camera, scale: pitchPx / 536 }, VIEW);
    const first = regionPx(picture.geometry, { level: 3, pfn: 0 });
    const last = regionPx(picture.geometry, { level: 3, pfn: 65535 * 262144 });
    const shown = picture.within({ ...first, width: last.x - first.x, height: last.y - first.y });
    expect([...shown], `${pitchPx} px`).toEqual([picture.inks.solid[PageState.rw]]);
  }
});

test('[DRAW-5] 1G is a tile without lines, 2M has a gap half way to the ground, 4K none but a grain', () => {
  const columns = machine('9G').split(1).split4k(1, 7).columns();
  const view = { width: 828, height: 640, dpr: 1 };
  const picture = painted(columns, homeCamera(layoutOf(9), view), view);
  const { inks, geometry, at } = picture;
  const tile = regionPx(geometry, { level: 3, pfn: 0 });
  const middle = (y: number) => new Set(Array.from({ length: 100 }, (_, i) => at(tile.x + 40 + i, y))).size;
  expect(middle(tile.y + 60)).toBe(1);
  const cell = regionPx(geometry, { level: 2, pfn: 262144 + 5 * 512 });
  expect(at(cell.x, cell.y)).toBe(inks.solid[PageState.rw]);
  expect(at(cell.x + cell.width, cell.y)).toBe(inks.gap[1][PageState.rw]);
  expect(at(cell.x, cell.y + cell.height)).toBe(inks.gap[1][PageState.rw]);
  const split = regionPx(geometry, { level: 2, pfn: 262144 + 7 * 512 });
  const grain = picture.within({ ...split, width: split.width + 1, height: split.height + 1 });
  expect([...grain].sort()).toEqual(
    [...new Set(inks.grain.subarray(PageState.rw * VARIANTS, PageState.rw * VARIANTS + 2))].sort(),
  );
});

test('[DRAW-6] a lone page that is not present is a hollow square of 3 px in a cell of 12 px or more', () => {
  const pfn = 512 * 100 + 0x1c4;
  const columns = machine('1G').page(pfn, 'np').columns();
  const region = { level: 1, pfn } as const;
  const picture = painted(columns, { ...regionCamera(layoutOf(1), VIEW, region), scale: 1 }, VIEW);
  const { x, y } = regionPx(picture.geometry, region);
  expect(picture.at(x, y)).toBe(picture.inks.solid[PageState.np]);
  for (const [dx, dy] of [
    [-1, -1],
    [0, -1],
    [1, 0],
    [1, 1],
    [-1, 1],
  ]) {
    expect(picture.at(x + dx, y + dy)).toBe(picture.inks.notPresentEdge);
  }
});

test('[DRAW-7] states that the legend filters out are faded, the others are not', () => {
  const pfn = 512 * 100;
  const columns = machine('1G')
    .page(pfn, 'ro')
    .page(pfn + 3, 'rwx')
    .columns();
  const camera = regionCamera(layoutOf(1), VIEW, { level: 2, pfn });
  const all = painted(columns, camera, VIEW);
  const some = painted(columns, camera, VIEW, { hiddenStates: 1 << PageState.ro });
  const shown = some.within({ x: 0, y: 0, width: 300, height: 220 });
  expect(shown.has(all.inks.solid[PageState.ro])).toBe(false);
  expect(shown.has(some.inks.solid[PageState.ro])).toBe(true);
  expect(shown.has(all.inks.solid[PageState.rwx])).toBe(true);
});

test('[DRAW-8] while a 2M cell fills the view, plain leaves around it step back and odd ones do not', () => {
  const pfn = 512 * 100;
  const columns = machine('1G')
    .split4k(0, 100)
    .leaf(2, pfn + 512, 'ro')
    .columns();
  const view = { width: 900, height: 640, dpr: 1 };
  const focus = { level: 2, pfn } as const;
  const picture = painted(columns, regionCamera(layoutOf(1), view, focus), view, { focus });
  const shown = picture.within({ x: 0, y: 0, width: 900, height: 640 });
  expect(shown.has(picture.inks.back)).toBe(true);
  expect(shown.has(picture.inks.solid[PageState.ro])).toBe(true);
});

test('[DRAW-9] without its detail a GiB is a blank square that shows its most salient state', () => {
  const columns = machine('9G')
    .page(5, 'rwx')
    .columns({ gibs: new Uint32Array(0), order: 0 });
  const view = { width: 828, height: 640, dpr: 1 };
  const picture = painted(columns, homeCamera(layoutOf(9), view), view);
  const shown = picture.within(regionPx(picture.geometry, { level: 3, pfn: 0 }));
  expect(shown).toEqual(new Set([picture.inks.unread, picture.inks.solid[PageState.rwx]]));
});

test('[DRAW-10] marks are drawn from 10 device px a cell up', () => {
  const columns = machine('1G').leaf(2, 0, 'rwx').columns();
  const shades = (scale: number) => {
    const view = { width: 600, height: 600, dpr: 1 };
    const picture = painted(columns, { x: 8, y: 16 + 32, scale }, view);
    return picture.within(regionPx(geometryOf(layoutOf(1), { x: 8, y: 48, scale }, view), { level: 2, pfn: 0 })).size;
  };
  expect(shades(9 / 16)).toBe(1);
  expect(shades(13 / 16)).toBeGreaterThan(1);
});

test('[LOD-5] coarser detail is the most salient of the finer, exactly', () => {
  const columns = machine('1G').page(77, 'np').page(78, 'ro').page(300, 'rwx').columns();
  for (let order = 0; order <= 9; order++) {
    const direct = machine('1G').page(77, 'np').page(78, 'ro').page(300, 'rwx');
    const asked = direct.columns({ gibs: Uint32Array.of(0), order });
    expect(detailOf(columns, order).pageState).toEqual(asked.pageState);
  }
});
