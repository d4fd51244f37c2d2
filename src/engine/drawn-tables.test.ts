import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guest, play, WINDOW } from '../testing/guest.ts';
import { PAGES_1G, PAGES_2M } from '../x86/page.ts';
import { PAGE_STATES, PageState } from '../x86/page-state.ts';
import { pageStateAt } from './drawn-tables.ts';
import { pagesInRegion, statesOf, tableInPage } from './inspect.ts';
import type { Machine } from './machine.ts';
import { mapView } from './map-view.ts';

const END = WINDOW + 2 * PAGES_1G;

/** State of each page of the last 2 MiB and of the first window's, by a list of the tables alone. */
function slowStates(machine: Machine, first: number, pages: number): number[] {
  const frames = new Set(machine.tableFrames());
  return Array.from({ length: pages }, (_, i) => {
    const own = machine.words.state[machine.lookup(first + i).word];
    return own === PageState.rw && frames.has(first + i) ? PageState.pt : own;
  });
}

describe('pages that hold tables', () => {
  it('[MEM-7] are page tables on the map, where they are data: in a 1G page, in 2M and in 4K', () => {
    const machine = guest('none');
    const [boot] = [...machine.tableFrames()].slice(-1);
    expect(pageStateAt(machine, boot)).toBe(PageState.pt);
    expect(machine.lookup(boot).level).toBe(3);
    const gib = boot - (boot % PAGES_1G);
    const view = mapView(machine, Uint32Array.of(gib / PAGES_1G), 9);
    expect(view.gibState[gib / PAGES_1G]).toBe(PageState.pt);
    const cell = Math.floor((boot - gib) / PAGES_2M);
    expect([view.cellKind[cell], view.cellState[cell], view.cellState[3]]).toEqual([1, PageState.pt, PageState.rw]);
    expect(view.cellPages[3]).toBe(-1);
    expect([...view.pageState.subarray(view.cellPages[cell], view.cellPages[cell] + PAGES_2M)]).toEqual(
      slowStates(machine, gib + cell * PAGES_2M, PAGES_2M),
    );
    machine.apply({ kind: 'call', call: 'ro', pfn: boot, pages: 1 });
    expect(pageStateAt(machine, boot)).toBe(PageState.ro);
    expect(view.pagesByState[PageState.pt]).toBe(3);
    expect(mapView(machine, Uint32Array.of(), 0).pagesByState[PageState.pt]).toBe(4);
  });

  it('[MEM-7] are counted and drawn after any operation, and any way back in time, as a list of the tables says', () => {
    const call = fc.record({
      name: fc.constantFrom('ro', 'np', 'rw', 'p', '4k'),
      pfn: fc.oneof(fc.nat({ max: 1600 }), fc.integer({ min: 2 * PAGES_1G - 9000, max: 2 * PAGES_1G - 700 })),
      pages: fc.constantFrom(1, 2, 511, 512, 600),
    });
    fc.assert(
      fc.property(
        fc.array(call, { maxLength: 8 }),
        fc.array(fc.nat({ max: 8 }), { maxLength: 5 }),
        fc.nat({ max: 9 }),
        (calls, ways, order) => {
          const machine = guest('rfc-merge');
          const checkpoints = [machine.checkpoint()];
          for (const { name, pfn, pages } of calls) {
            play(machine, `${name} ${pfn} ${pages}`);
            mapView(machine, Uint32Array.of(), 0);
            checkpoints.push(machine.checkpoint());
          }
          for (const way of ways) {
            machine.restore(checkpoints[way % checkpoints.length]);
            if (way > 5) play(machine, 'ro 300000 1; rw 300000 1; ro 2000 3');
          }
          const view = mapView(machine, Uint32Array.of(4, 5), order);
          const states = slowStates(machine, WINDOW, 2 * PAGES_1G);
          const counted = new Float64Array(PAGE_STATES);
          for (const state of states) counted[state]++;
          for (const gib of [0, 1, 2]) {
            const others = pagesInRegion(machine, { level: 3, pfn: gib * PAGES_1G });
            for (let state = 0; state < PAGE_STATES; state++) counted[state] += others[state];
          }
          expect(view.pagesByState).toEqual(counted);
          const run512 = PAGES_2M >> order;
          for (let cell = 0; cell < view.cellState.length; cell++) {
            const first = (view.detailGib[cell >> 9] - 4) * PAGES_1G + (cell & 511) * PAGES_2M;
            const own = states.slice(first, first + PAGES_2M);
            const most = own.reduce((a, b) => Math.max(a, b), 0);
            expect(view.cellState[cell]).toBe(most);
            const at = view.cellPages[cell];
            if (at < 0) expect(own.every((state) => state === most)).toBe(true);
            else
              for (let i = 0; i < 1 << order; i++)
                expect(view.pageState[at + i]).toBe(Math.max(...own.slice(i * run512, (i + 1) * run512)));
          }
          for (const [n, gib] of [4, 5].entries())
            expect(view.gibState[gib]).toBe(
              states.slice(n * PAGES_1G, (n + 1) * PAGES_1G).reduce((a, b) => Math.max(a, b), 0),
            );
        },
      ),
      { numRuns: 12 },
    );
  });

  it('[MEM-8] say which table they hold, by its level and what it maps', () => {
    const machine = guest('none');
    const before = new Set(machine.tableFrames());
    play(machine, 'ro 1000 1');
    const made = [...machine.tableFrames()].filter((pfn) => !before.has(pfn));
    expect(made.map((pfn) => tableInPage(machine, pfn)).sort((a, b) => (a?.pages ?? 0) - (b?.pages ?? 0))).toEqual([
      { level: 'PTE', area: 'direct map', page: WINDOW + 512, pages: PAGES_2M },
      { level: 'PMD', area: 'direct map', page: WINDOW, pages: PAGES_1G },
    ]);
    expect(tableInPage(machine, END - 1)?.level).toBe('PUD');
    expect(tableInPage(machine, WINDOW + 5)).toBeUndefined();
  });

  it('[MEM-7] are page tables in the table of their entries, too', () => {
    const machine = guest('none');
    const last = END - 1;
    machine.apply({ kind: 'call', call: '4k', pfn: last, pages: 1 });
    expect(machine.lookup(last).level).toBe(1);
    expect([...statesOf(machine, machine.lookup(last).table)]).toEqual(slowStates(machine, END - PAGES_2M, PAGES_2M));
    expect(statesOf(machine, machine.gibTable(5))[511]).toBe(PageState.pt);
    expect(pagesInRegion(machine, { level: 1, pfn: last })[PageState.pt]).toBe(1);
  });
});
