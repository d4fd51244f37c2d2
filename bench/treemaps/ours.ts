import { attachMap } from '../../src/app/map-controller.ts';
import type { MapInputs } from '../../src/app/map-port.ts';
import { CellKind, type MapColumns } from '../../src/bridge/columns.ts';
import { homeCamera } from '../../src/scene/camera.ts';
import { layoutOf } from '../../src/scene/layout.ts';
import { PAGES_1G } from '../../src/x86/page.ts';
import { PAGE_STATES } from '../../src/x86/page-state.ts';
import { CELLS, type Cells, HEIGHT, sizeAt, WIDTH } from './cells.ts';
import type { Contender } from './contender.ts';

/** Columns as the worker makes them of GiB that are all in 2M pages, but for the states of the cells. */
function columnsOf({ gibs }: Cells): Omit<MapColumns, 'cellState'> {
  return {
    step: 0,
    gibKind: new Uint8Array(gibs).fill(CellKind.table),
    gibState: new Uint8Array(gibs).fill(PAGE_STATES - 1),
    gibIn4k: new Uint16Array(gibs),
    gibPages: new Uint32Array(gibs).fill(PAGES_1G),
    detailGib: Uint32Array.from({ length: gibs }, (_, gib) => gib),
    detailOrder: 0,
    cellKind: new Uint8Array(gibs * CELLS).fill(CellKind.leaf),
    cellPages: new Int32Array(gibs * CELLS).fill(-1),
    pageState: new Uint8Array(),
    pagesByState: new Float64Array(PAGE_STATES),
    leaves: new Float64Array(3),
  };
}

/** The map as the app attaches it, behind a port of its own: columns of the cells, a camera that moves at each redraw. */
export function startOurs(host: HTMLElement, cells: Cells): Contender {
  const columns = columnsOf(cells);
  const home = homeCamera(layoutOf(cells.gibs), { width: WIDTH, height: HEIGHT, dpr: 1 });
  let changed: () => void = () => undefined;
  let inputs: MapInputs = {
    machine: {
      provenance: 'simulated',
      gibCount: cells.gibs,
      ramPages: cells.gibs * PAGES_1G,
      zones: [{ name: 'Normal', firstPfn: 0, endPfn: cells.gibs * PAGES_1G }],
      directMapBase: '0xffff888000000000',
      pagingLevels: 4,
    },
    columns: { ...columns, cellState: cells.states(0) },
    events: undefined,
    camera: undefined,
    linked: false,
    selection: undefined,
    also: [],
    changes: undefined,
    hover: undefined,
    hiddenStates: 0,
    colouring: 'protection',
    order: 'z',
    theme: 'dark',
    motion: 'off',
    speed: 1,
  };
  attachMap(host, {
    read: () => inputs,
    subscribe(listener) {
      changed = listener;
      return () => undefined;
    },
    setCamera: () => undefined,
    select: () => undefined,
    selectAll: () => undefined,
    toggle: () => undefined,
    hover: () => undefined,
    requestView: () => undefined,
    setTrail: () => undefined,
    setTree: () => undefined,
  });
  return {
    redraw(at) {
      const scale = (home.scale * sizeAt(at)[0]) / WIDTH;
      inputs = {
        ...inputs,
        columns: { ...columns, step: at, cellPages: columns.cellPages.subarray(0), cellState: cells.states(at) },
        camera: { ...home, scale },
      };
      changed();
    },
  };
}
