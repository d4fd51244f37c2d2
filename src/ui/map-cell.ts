import { leafState } from '../scene/leaf-state.ts';
import { PAGES_1G, PAGES_2M } from '../x86/page.ts';
import { PAGE_STATES } from '../x86/page-state.ts';
import type { Columns, Region } from './data.ts';

/** What the columns on the screen know about a region. */
export interface MapCell {
  readonly kind: 'hole' | 'leaf' | 'table';
  /** The most salient PageState in it. */
  readonly state: number;
  /** Pages by PageState when they are known exactly, else undefined. */
  readonly pages: Float64Array | undefined;
  /** 2M cells of a GiB that are split to 4K. */
  readonly cellsIn4k: number | undefined;
  /** RAM pages in a GiB. */
  readonly ramPages: number | undefined;
}

const LEAF = 1;
const KINDS = ['hole', 'leaf', 'table'] as const;
const ALL_PAGES = 9;

/** Looks a region up in the newest columns; undefined when they hold no detail of it. */
export function mapCell(columns: Columns, region: Region): MapCell | undefined {
  const gib = Math.floor(region.pfn / PAGES_1G);
  if (gib >= columns.gibKind.length) return undefined;
  if (region.level === 3) {
    return {
      kind: KINDS[columns.gibKind[gib]],
      state: columns.gibKind[gib] === LEAF ? leafState(columns.gibState[gib]) : columns.gibState[gib],
      pages: undefined,
      cellsIn4k: columns.gibIn4k[gib],
      ramPages: columns.gibPages[gib],
    };
  }
  const gibKind = KINDS[columns.gibKind[gib]];
  const detail = columns.detailGib.indexOf(gib);
  if (detail < 0 && gibKind === 'table') return undefined;
  if (detail < 0) {
    const state = leafState(columns.gibState[gib]);
    return { kind: gibKind, state, pages: undefined, cellsIn4k: undefined, ramPages: undefined };
  }
  const cell = detail * 512 + (Math.floor(region.pfn / PAGES_2M) & 511);
  const kind = KINDS[columns.cellKind[cell]];
  const first = columns.cellPages[cell];
  const known = first >= 0 && columns.detailOrder === ALL_PAGES;
  const states = known ? columns.pageState.subarray(first, first + PAGES_2M) : undefined;
  if (region.level === 1) {
    if (kind === 'table' && states === undefined) return undefined;
    const state = states === undefined ? leafState(columns.cellState[cell]) : states[region.pfn & 511];
    return { kind: state === 0 ? 'hole' : 'leaf', state, pages: undefined, cellsIn4k: undefined, ramPages: undefined };
  }
  const pages = states === undefined ? undefined : new Float64Array(PAGE_STATES);
  if (states !== undefined && pages !== undefined) for (const state of states) pages[state]++;
  const state = kind === 'leaf' ? leafState(columns.cellState[cell]) : columns.cellState[cell];
  return { kind, state, pages, cellsIn4k: undefined, ramPages: undefined };
}
