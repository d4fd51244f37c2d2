import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CellKind, type MapColumns } from '../bridge/columns.ts';
import { bootMachine, differingView, mapView, type Operation, ownerView, profileFor, Run } from '../engine/index.ts';
import { type Painted, painted } from '../testing/painted.ts';
import { type GibCodes, slowCodes } from '../testing/slow-codes.ts';
import { PAGES_1G, PAGES_2M } from '../x86/page.ts';
import { PageOwner } from '../x86/page-owner.ts';
import { type Camera, homeCamera } from './camera.ts';
import { CODES } from './colouring.ts';
import { edgeOf, type Geometry, geometryOf, regionPx } from './geometry.ts';
import { VARIANTS } from './inks.ts';
import { layoutOf } from './layout.ts';
import { viewRequestOf } from './level-of-detail.ts';
import { CELL_COLUMNS, CELL_ROWS, pageX, pageY } from './morton.ts';
import { type Order, placeOf } from './order.ts';
import type { Rect } from './world-rect.ts';
import { worldRect } from './world-rect.ts';

const VIEW = { width: 420, height: 300, dpr: 1 };
const COLOURINGS = ['size', 'owner', 'merge'] as const;
type Scale = (typeof COLOURINGS)[number];

const operations: fc.Arbitrary<readonly Operation[]> = fc.array(
  fc.record({
    kind: fc.constant('call' as const),
    call: fc.constantFrom('ro' as const, 'np' as const, 'x' as const, 'wc' as const, 'rw' as const),
    pfn: fc.tuple(fc.constantFrom(2, 2, 5), fc.nat(3), fc.nat(600)).map(([gib, cell, page]) => {
      return gib * PAGES_1G + cell * 7 * PAGES_2M + page;
    }),
    pages: fc.constantFrom(1, 1, 2, 9, 100, 512),
    owner: fc.constantFrom('module' as const, 'bpf' as const, 'driver' as const),
  }),
  { minLength: 1, maxLength: 8 },
);

function ran(gibs: number, gbPages: boolean, list: readonly Operation[]): Run {
  const ram = [
    { firstPfn: 0, endPfn: 3 * PAGES_1G },
    { firstPfn: 4 * PAGES_1G, endPfn: gibs * PAGES_1G },
  ];
  const profile = profileFor({ policy: 'rfc-merge', globalFix: true });
  const run = new Run(bootMachine({ ram, gbPages, pagingLevels: 4 }, profile), list);
  run.advance(list.length);
  return run;
}

/** The columns as the program asks for them in a view. */
function columnsFor(run: Run, camera: Camera, order: Order): MapColumns {
  const { machine } = run;
  const geometry = geometryOf(layoutOf(machine.gibCount, order), camera, VIEW);
  const whole: MapColumns = { step: 0, ...mapView(machine, new Uint32Array(), 0) };
  const view = viewRequestOf(geometry, whole);
  const map = mapView(machine, view.gibs, view.order);
  const owners = ownerView(run, map.detailGib, view.order);
  return { step: 0, ...map, differing: differingView(machine, map.detailGib), owners };
}

/** The codes that a px may mean, by px value; of ground and gaps none. */
function codesByInk({ inks }: Painted): ReadonlyMap<number, ReadonlySet<number>> {
  const byInk = new Map<number, Set<number>>();
  const add = (ink: number, code: number) => byInk.set(ink, (byInk.get(ink) ?? new Set()).add(code));
  for (let code = 0; code < CODES; code++) {
    add(inks.solid[code], code);
    add(inks.leaf[code], code);
    for (let i = 0; i < VARIANTS; i++) add(inks.grain[code * VARIANTS + i], code);
    for (let i = 0; i < 2 * VARIANTS; i++) add(inks.flat[2 * code * VARIANTS + i], code);
  }
  return byInk;
}

const around = ({ x, y, width, height }: Rect, by: number): Rect => {
  return { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by };
};

/** The code whose colour is nearest to that of a tile, below its mark. */
function nearestCode({ inks, at }: Painted, { x, y, width, height }: Rect): number {
  const px = at(x + Math.floor(width / 4), y + Math.floor(height * 0.9));
  const far = (code: number) =>
    inks.rgb[code].reduce((sum, part, i) => sum + Math.abs(part - ((px >> (8 * i)) & 255)), 0);
  return Array.from({ length: CODES }, (_, code) => code).reduce((a, b) => (far(b) < far(a) ? b : a));
}

/** Where the pages of a split cell are drawn that are too small to be squares: up to its neighbours. */
function grainRect(geometry: Geometry, pfn: number): Rect {
  const block = regionPx(geometry, { level: 3, pfn: pfn - (pfn % PAGES_1G) });
  const place = placeOf(geometry.layout.order, pfn % PAGES_1G);
  const edges = (at: number, cells: number) => [0, 1].map((end) => edgeOf(at + end, cells, geometry.blockPx));
  const [left, right] = edges(pageX(place) >> 4, CELL_COLUMNS);
  const [top, bottom] = edges(pageY(place) >> 5, CELL_ROWS);
  return { x: block.x + left, y: block.y + top, width: right - left, height: bottom - top };
}

/** Whether a GiB is drawn as the codes of its pages say: nothing that is not there, and the most salient of each cell. */
function expectDrawn(picture: Painted, columns: MapColumns, gib: number, { pages, whole }: GibCodes): void {
  const { geometry } = picture;
  const byInk = codesByInk(picture);
  const inView = ({ x, y, width, height }: Rect) =>
    x >= 0 && y >= 0 && x + width <= geometry.widthPx && y + height <= geometry.heightPx;
  const seen = (rect: Rect) => [...picture.within(rect)].flatMap((px) => byInk.get(px) ?? []);
  const expectSeen = (rect: Rect, there: ReadonlySet<number>, least: number, what: string): void => {
    for (const codes of seen(rect))
      expect(
        [...codes].some((code) => there.has(code)),
        what,
      ).toBe(true);
    const shown = seen(around(rect, 2));
    expect(
      shown.some((codes) => codes.has(least)),
      `${what}: ${least}`,
    ).toBe(true);
  };
  const block = regionPx(geometry, { level: 3, pfn: gib * PAGES_1G });
  if (columns.gibKind[gib] === CellKind.leaf) {
    // A tile has light on it: it is nearest to the colour of its code.
    if (inView(block)) expect(nearestCode(picture, block), `GiB ${gib}`).toBe(whole);
    return;
  }
  const read = columns.detailGib.includes(gib);
  if (!read || geometry.blockPx < 32) {
    if (inView(block) && read) expectSeen(block, new Set([...pages, whole]), Math.max(...new Set(pages)), `GiB ${gib}`);
    else if (inView(block))
      expect(
        seen(around(block, 1)).some((codes) => codes.has(whole)),
        `GiB ${gib}`,
      ).toBe(true);
    return;
  }
  for (let cell = 0; cell < 512; cell++) {
    const pfn = gib * PAGES_1G + cell * PAGES_2M;
    const codes = pages.subarray(cell * PAGES_2M, (cell + 1) * PAGES_2M);
    const split = columns.cellKind[columns.detailGib.indexOf(gib) * 512 + cell] === CellKind.table;
    const grain = split && geometry.pageGapPx === 0;
    const rect = grain ? grainRect(geometry, pfn) : regionPx(geometry, { level: 2, pfn });
    if (inView(rect)) expectSeen(rect, new Set(codes), Math.max(...new Set(codes)), `2M ${cell}`);
    if (!split || grain) continue;
    codes.forEach((code, page) => {
      const square = regionPx(geometry, { level: 1, pfn: pfn + page });
      if (!inView(square)) return;
      const px = picture.at(square.x + (square.width >> 1), square.y + (square.height >> 1));
      expect(byInk.get(px)?.has(code), `page ${page} of 2M ${cell}: ${code}`).toBe(true);
    });
  }
}

/** Cameras from the whole machine to single pages, and at a zoom between. */
function camerasAt(gibs: number, order: Order, pfn: number, zoom: number): readonly Camera[] {
  const layout = layoutOf(gibs, order);
  const home = homeCamera(layout, VIEW);
  const { x, y } = worldRect(layout, { level: 1, pfn });
  return [home, { x, y, scale: home.scale * (4 / home.scale) ** zoom }, { x, y, scale: 3.1 + zoom }];
}

const orders = fc.constantFrom<Order>('z', 'hilbert');

describe.each(COLOURINGS)('by %s', (colouring: Scale) => {
  test('[EXACT-4] what is drawn of a GiB, a cell and a page is what a count page by page says, at every zoom', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(6, 40),
        fc.boolean(),
        operations,
        orders,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (gibs, gbPages, list, order, zoom) => {
          const run = ran(gibs, gbPages, list);
          const slow = slowCodes(run, colouring);
          const [first] = list;
          const pfn = 'pfn' in first ? first.pfn : 0;
          const codes = new Map([2, 3, 5].map((gib) => [gib, slow(gib)]));
          for (const camera of camerasAt(gibs, order, pfn, zoom)) {
            const columns = columnsFor(run, camera, order);
            const picture = painted(columns, camera, VIEW, { order, colouring });
            for (const [gib, of] of codes) expectDrawn(picture, columns, gib, of);
          }
        },
      ),
      { numRuns: 8 },
    );
  }, 120_000);

  test('[EXACT-4] one wrong number is seen, at every zoom', () => {
    const list: Operation[] = [
      { kind: 'call', call: 'ro', pfn: 2 * PAGES_1G + 3, pages: 1, owner: 'driver' },
      { kind: 'call', call: 'ro', pfn: 2 * PAGES_1G + 300 * PAGES_2M + 3, pages: 40, owner: 'driver' },
    ];
    const run = ran(6, true, list);
    const slow = slowCodes(run, colouring)(2);
    for (const camera of camerasAt(6, 'z', 2 * PAGES_1G + 3, 0.6)) {
      const columns = columnsFor(run, camera, 'z');
      const draw = () => expectDrawn(painted({ ...columns }, camera, VIEW, { colouring }), columns, 2, slow);
      draw();
      const cell = columns.detailGib.indexOf(2) * 512;
      const { differing, owners } = columns as Required<MapColumns>;
      if (colouring === 'size') columns.cellKind[cell] = CellKind.leaf;
      else if (colouring === 'merge') differing.cellTable[cell] = 0;
      else {
        owners.cellOwner[cell] = PageOwner.bpf;
        owners.pageOwner[owners.cellPages[cell]] = PageOwner.bpf;
      }
      expect(draw).toThrow();
    }
  });
});
