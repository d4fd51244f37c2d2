import type { MachineInfo } from '../bridge/calls.ts';
import { CellKind, type MapColumns, type ViewRequest } from '../bridge/columns.ts';
import { type Level, PAGES_1G, PAGES_2M, pfn as toPfn } from '../x86/page.ts';
import { PAGE_STATES, PageState, type PageStateName } from '../x86/page-state.ts';

/** A machine drawn in a few words; every method returns the same machine. Unsplit GiB are 1G pages of data. */
export interface MachineSketch {
  /** GiB without RAM. */
  hole(...gibs: number[]): MachineSketch;
  /** GiB as 512 pages of 2M. */
  split(...gibs: number[]): MachineSketch;
  /** Cells (0-511) of a GiB as 512 pages of 4K. */
  split4k(gib: number, ...cells: number[]): MachineSketch;
  /** The state of the leaf that maps these pages; a smaller size is split for first. */
  page(pfn: number, state: PageStateName, pages?: number): MachineSketch;
  /** The state of a whole 2M or 1G leaf. */
  leaf(level: Level, pfn: number, state: PageStateName): MachineSketch;
  /** These pages hold tables, whatever maps them; where that is plain data, they are page tables. */
  tables(pfn: number, pages?: number): MachineSketch;
  /** The PageState of a page. */
  stateOf(pfn: number): number;
  info(): MachineInfo;
  columns(view?: ViewRequest, step?: number): MapColumns;
}

interface Cell {
  state: number;
  pages: Uint8Array | undefined;
}
interface Gib {
  state: number;
  cells: Cell[] | undefined;
}

const UNITS: Readonly<Record<string, number>> = { G: 1, T: 1024 };

function gibsOf(size: string): number {
  const found = /^(\d+)([GT])$/.exec(size);
  if (!found) throw new RangeError(`not a size: ${size}`);
  return Number(found[1]) * (UNITS[found[2] as string] as number);
}

const most = (states: Iterable<number>): number => {
  let found = 0;
  for (const state of states) if (state > found) found = state;
  return found;
};

const summary = (cell: Cell): number => (cell.pages ? most(cell.pages) : cell.state);

/** Sketches a machine of so many GiB or TiB: `machine('9G').hole(3).split(2).page(0xa9fc4, 'np')`. */
export function machine(size: string): MachineSketch {
  const gibs: Gib[] = Array.from({ length: gibsOf(size) }, () => ({ state: PageState.rw, cells: undefined }));

  const held = new Set<number>();
  const heldIn = (first: number, pages: number): boolean => [...held].some((at) => at >= first && at < first + pages);

  const cellsOf = (gib: number): Cell[] => {
    const one = gibs[gib];
    if (!one) throw new RangeError(`no GiB ${gib}`);
    one.cells ??= Array.from({ length: 512 }, () => ({ state: one.state, pages: undefined }));
    return one.cells;
  };
  const pagesOf = (gib: number, index: number): Uint8Array => {
    const cell = cellsOf(gib)[index] as Cell;
    cell.pages ??= new Uint8Array(512).fill(cell.state);
    return cell.pages;
  };
  const place = (at: number) => ({
    gib: Math.floor(toPfn(at) / PAGES_1G),
    cell: Math.floor((at % PAGES_1G) / PAGES_2M),
    page: at % PAGES_2M,
  });

  function columns(view: ViewRequest = { gibs: Uint32Array.from(gibs.keys()), order: 9 }, step = 0): MapColumns {
    const { order } = view;
    const detail = view.gibs.filter(
      (gib) => gibs[gib]?.cells || (gibs[gib]?.state === PageState.rw && heldIn(gib * PAGES_1G, PAGES_1G)),
    );
    const all = gibs.map(({ cells }) => cells ?? []);
    const pageState: number[] = [];
    const cellKind = new Uint8Array(detail.length * 512);
    const cellState = new Uint8Array(detail.length * 512);
    const cellPages = new Int32Array(detail.length * 512).fill(-1);
    detail.forEach((gib, n) => {
      for (let i = 0; i < 512; i++) {
        const cell = all[gib]?.[i] ?? { state: (gibs[gib] as Gib).state, pages: undefined };
        const at = n * 512 + i;
        const first = gib * PAGES_1G + i * PAGES_2M;
        const plain = !cell.pages && cell.state === PageState.rw && heldIn(first, PAGES_2M);
        const own = summary(cell);
        cellState[at] = own === PageState.rw && heldIn(first, PAGES_2M) ? PageState.pt : own;
        cellKind[at] = cell.pages ? CellKind.table : cell.state === PageState.hole ? CellKind.hole : CellKind.leaf;
        if (!cell.pages && !plain) continue;
        cellPages[at] = pageState.length;
        const states = Array.from({ length: 512 }, (_, page) => sketch.stateOf(first + page));
        const run = 512 >> order;
        for (let s = 0; s < 1 << order; s++) pageState.push(most(states.slice(s * run, (s + 1) * run)));
      }
    });
    return {
      step,
      gibKind: Uint8Array.from(gibs, ({ state, cells }) =>
        cells ? CellKind.table : state === PageState.hole ? CellKind.hole : CellKind.leaf,
      ),
      gibState: Uint8Array.from(gibs, ({ state, cells }, gib) => {
        const own = cells ? most(cells.map(summary)) : state;
        return own === PageState.rw && heldIn(gib * PAGES_1G, PAGES_1G) ? PageState.pt : own;
      }),
      gibIn4k: Uint16Array.from(all, (cells) => cells.filter((cell) => cell.pages).length),
      gibPages: Uint32Array.from(gibs, ({ state, cells }) => (!cells && state === PageState.hole ? 0 : PAGES_1G)),
      detailGib: detail,
      detailOrder: order,
      cellKind,
      cellState,
      cellPages,
      pageState: Uint8Array.from(pageState),
      pagesByState: new Float64Array(PAGE_STATES),
      leaves: new Float64Array(3),
    };
  }

  const sketch: MachineSketch = {
    hole(...which) {
      for (const gib of which) gibs[gib] = { state: PageState.hole, cells: undefined };
      return sketch;
    },
    split(...which) {
      for (const gib of which) cellsOf(gib);
      return sketch;
    },
    split4k(gib, ...cells) {
      for (const cell of cells) pagesOf(gib, cell);
      return sketch;
    },
    page(first, state, pages = 1) {
      for (let at = first; at < first + pages; at++) {
        const { gib, cell, page } = place(at);
        pagesOf(gib, cell)[page] = PageState[state];
      }
      return sketch;
    },
    leaf(level, first, state) {
      const { gib, cell } = place(first);
      if (level === 1) sketch.page(first, state);
      else if (level === 2) cellsOf(gib)[cell] = { state: PageState[state], pages: undefined };
      else gibs[gib] = { state: PageState[state], cells: undefined };
      return sketch;
    },
    tables(first, pages = 1) {
      for (let at = first; at < first + pages; at++) held.add(at);
      return sketch;
    },
    stateOf(at) {
      const { gib, cell, page } = place(at);
      const { state, cells } = gibs[gib] as Gib;
      const one = cells?.[cell];
      const own = one?.pages?.[page] ?? one?.state ?? state;
      return own === PageState.rw && held.has(at) ? PageState.pt : own;
    },
    info: () => ({
      provenance: 'simulated',
      gibCount: gibs.length,
      ramPages: gibs.length * PAGES_1G,
      zones: [
        { name: 'DMA', firstPfn: 0, endPfn: 4096 },
        { name: 'DMA32', firstPfn: 4096, endPfn: Math.min(4, gibs.length) * PAGES_1G },
        { name: 'Normal', firstPfn: 4 * PAGES_1G, endPfn: Math.max(4, gibs.length) * PAGES_1G },
      ],
      directMapBase: '0xffff888000000000',
      pagingLevels: 4,
      gbPages: true,
    }),
    columns,
  };
  return sketch;
}
