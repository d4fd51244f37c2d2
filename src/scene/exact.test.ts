import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { MapColumns } from '../bridge/columns.ts';
import { bootMachine, type Machine, machineFromLeaves, mapView, pagesInRegion, profileFor } from '../engine/index.ts';
import { leavesOfList } from '../testing/leaf-list.ts';
import { type Painted, painted } from '../testing/painted.ts';
import { PAGES_1G, PAGES_2M } from '../x86/page.ts';
import { PAGE_STATES, PageState } from '../x86/page-state.ts';
import { BOOT_4K } from '../x86/prot.ts';
import { type Camera, homeCamera } from './camera.ts';
import { colouredColumns, SIZE_CODES } from './colouring.ts';
import { geometryOf, regionPx } from './geometry.ts';
import { VARIANTS } from './inks.ts';
import { layoutOf } from './layout.ts';
import { viewRequestOf } from './level-of-detail.ts';
import type { Order } from './order.ts';
import { gibOf } from './region.ts';
import { worldRect } from './world-rect.ts';

const VIEW = { width: 420, height: 300, dpr: 1 };
const PLAIN = profileFor({ policy: 'none', globalFix: false });

const booted = (gibs: number): Machine =>
  bootMachine({ ram: [{ firstPfn: 0, endPfn: gibs * PAGES_1G }], gbPages: true, pagingLevels: 5 }, PLAIN);

/** One GiB, page by page: state and level of the leaf; what a table holds is looked up in the list of all of them. */
function readGib(machine: Machine, gib: number) {
  const tables = new Set(machine.areas.flatMap((area) => [...area.tableFrames(), area.p4dFrame]));
  const states = new Uint8Array(PAGES_1G);
  const levels = new Uint8Array(PAGES_1G);
  for (let page = 0; page < PAGES_1G; page++) {
    const pfn = gib * PAGES_1G + page;
    const { word, level } = machine.lookup(pfn);
    const state = machine.words.state[word];
    states[page] = state === PageState.rw && tables.has(pfn) ? PageState.pt : state;
    levels[page] = level;
  }
  return { states, levels };
}

const most = (values: Uint8Array): number => values.reduce((a, b) => Math.max(a, b), 0);
const least = (values: Uint8Array): number => values.reduce((a, b) => Math.min(a, b), 9);

function counted(states: Uint8Array): number[] {
  const pages = new Array<number>(PAGE_STATES).fill(0);
  for (const state of states) pages[state]++;
  return pages;
}

const arbitraryCalls = fc.array(
  fc.record({
    call: fc.constantFrom('ro', 'np', 'x', 'wc', 'uc', 'dm_inval'),
    gib: fc.nat(65535),
    page: fc.nat(PAGES_1G - 1),
    pages: fc.constantFrom(1, 1, 1, 3, 512, 700),
  }),
  { minLength: 1, maxLength: 6 },
);
const arbitraryGibs = fc.constantFrom(9, 64, 1024, 65536);

/** Makes the calls; the GiB that they fall into. */
function apply(machine: Machine, calls: readonly { call: 'ro'; gib: number; page: number; pages: number }[]): number[] {
  for (const { call, gib, page, pages } of calls) {
    const pfn = (gib % machine.gibCount) * PAGES_1G + page;
    machine.apply({ kind: 'call', call, pfn, pages: Math.min(pages, machine.endPfn - pfn) });
  }
  return [...new Set(calls.map(({ gib }) => gib % machine.gibCount))];
}

test('[EXACT-1] what the map says of every GiB, cell and page is what a count page by page says, in states and sizes', () => {
  fc.assert(
    fc.property(arbitraryGibs, arbitraryCalls, fc.nat(9), (gibs, calls, order) => {
      const machine = booted(gibs);
      const touched = apply(machine, calls as never).sort((a, b) => a - b);
      const columns: MapColumns = { step: 0, ...mapView(machine, Uint32Array.from(touched), order) };
      const sizes = colouredColumns(columns, 'size');
      for (const gib of touched.slice(0, 2)) {
        const { states, levels } = readGib(machine, gib);
        expect(columns.gibState[gib]).toBe(most(states));
        expect(Array.from(pagesInRegion(machine, { level: 3, pfn: gib * PAGES_1G }))).toEqual(counted(states));
        const index = columns.detailGib.indexOf(gib);
        let in4k = 0;
        for (let cell = 0; cell < 512; cell++) {
          const pages = states.subarray(cell * PAGES_2M, (cell + 1) * PAGES_2M);
          const split = least(levels.subarray(cell * PAGES_2M, (cell + 1) * PAGES_2M)) === 1;
          if (split) in4k++;
          const at = index * 512 + cell;
          const first = columns.cellPages[at];
          expect(columns.cellState[at]).toBe(most(pages));
          expect(sizes.cellState[at]).toBe(SIZE_CODES[split ? '4K' : '2M']);
          const run = PAGES_2M >> order;
          for (let i = 0; first >= 0 && i < 1 << order; i++)
            expect(columns.pageState[first + i]).toBe(most(pages.subarray(i * run, (i + 1) * run)));
        }
        expect(columns.gibIn4k[gib]).toBe(in4k);
        expect(sizes.gibState[gib]).toBe(SIZE_CODES[in4k > 0 ? '4K' : '2M']);
      }
    }),
    { numRuns: 25 },
  );
}, 120_000);

/** The px values that mean a state or a more salient one. */
function inksFrom({ inks }: Painted, state: number): number[] {
  const found = state <= PageState.np ? [inks.notPresentEdge] : [];
  for (let code = state; code < PAGE_STATES; code++) {
    found.push(inks.solid[code], inks.leaf[code]);
    for (let i = 0; i < VARIANTS; i++)
      found.push(
        inks.grain[code * VARIANTS + i],
        inks.flat[2 * code * VARIANTS + i],
        inks.flat[(2 * code + 1) * VARIANTS + i],
      );
  }
  return found;
}

/** Looks as the app does: first at all, then with the detail that this view asks for. */
function look(machine: Machine, order: Order, camera: Camera): { picture: Painted; columns: MapColumns } {
  const geometry = geometryOf(layoutOf(machine.gibCount, order), camera, VIEW);
  const whole: MapColumns = { step: 0, ...mapView(machine, new Uint32Array(), 0) };
  const view = viewRequestOf(geometry, whole);
  const columns: MapColumns = { step: 0, ...mapView(machine, view.gibs, view.order) };
  return { picture: painted(columns, camera, VIEW, { order }), columns };
}

/** Whether a page shows its state or a more salient one: where it lies, or in the middle of its GiB when that is not read. */
function shows({ picture, columns }: ReturnType<typeof look>, pfn: number, state: number): boolean {
  const read = columns.detailGib.includes(gibOf(pfn));
  const level = read ? 1 : 3;
  const { x, y, width, height } = regionPx(picture.geometry, { level, pfn: read ? pfn : gibOf(pfn) * PAGES_1G });
  const shown = picture.within({ x: x - 2, y: y - 2, width: width + 4, height: height + 4 });
  return inksFrom(picture, state).some((ink) => shown.has(ink));
}

test('[EXACT-2] in machines of every size every odd page is seen at every zoom, in both orders', () => {
  fc.assert(
    fc.property(
      arbitraryGibs,
      arbitraryCalls,
      fc.constantFrom<Order>('z', 'hilbert'),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (gibs, calls, order, zoom) => {
        const machine = booted(gibs);
        apply(machine, calls as never);
        const layout = layoutOf(gibs, order);
        const home = homeCamera(layout, VIEW);
        const [{ gib, page }] = calls;
        const pfn = (gib % gibs) * PAGES_1G + page;
        const { x, y } = worldRect(layout, { level: 1, pfn });
        const camera = { x, y, scale: home.scale * (30 / home.scale) ** zoom };
        const state = machine.words.state[machine.lookup(pfn).word];
        for (const at of [home, camera]) expect(shows(look(machine, order, at), pfn, state)).toBe(true);
      },
    ),
    { numRuns: 60 },
  );
}, 120_000);

test('[EXACT-3] one read-only page of a terabyte that is wholly in 4K pages is seen and counted from the whole machine on', () => {
  const gibs = 1024;
  const machine = machineFromLeaves(
    leavesOfList([{ pfn: 0, level: 1, prot: BOOT_4K, count: gibs * PAGES_1G }]),
    { directMapBase: 0xffff888000000000n, pagingLevels: 4 },
    PLAIN,
  );
  const pfn = 700 * PAGES_1G + 300 * PAGES_2M + 77;
  machine.apply({ kind: 'call', call: 'ro', pfn, pages: 1 });
  const layout = layoutOf(gibs);
  const home = homeCamera(layout, VIEW);
  const { x, y } = worldRect(layout, { level: 1, pfn });
  for (const scale of [home.scale, 0.05, 0.3, 3, 20]) {
    const seen = look(machine, 'z', scale === home.scale ? home : { x, y, scale });
    expect(shows(seen, pfn, PageState.ro), `${scale}`).toBe(true);
    expect(seen.columns.pagesByState[PageState.ro]).toBe(1);
    expect(seen.columns.pagesByState[PageState.rw]).toBe(gibs * PAGES_1G - 1);
    expect(seen.picture.pixels.filter((px) => px === seen.picture.inks.solid[PageState.rwx]).length).toBe(0);
  }
});
