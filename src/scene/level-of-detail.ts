import { CellKind, type MapColumns, type ViewRequest } from '../bridge/columns.ts';
import { PageState } from '../x86/page-state.ts';
import { type Geometry, visibleSlots } from './geometry.ts';
import { GIB_EDGE, type Layout } from './layout.ts';
import { placedOrder } from './order.ts';

/** Most GiB in view that are asked for whether they are split or not, and most that are split. */
const MOST_GIBS = 3072;
/** A machine with not more GiB, whose detail has not more bytes than this, is asked for as a whole. */
const WHOLE_GIBS = 4096;
const WHOLE_BYTES = 2 ** 22;
const BYTES_PER_GIB = 512 * 6;

/** Width in pages of one state of a split 2M cell at this order (0-9); its height is as large or twice. */
export const stateWidth = (order: number): number => 2 ** Math.floor((9 - order) / 2);

/** The largest order (0-9) whose states are at least one device px wide and high: then every state has a pixel. */
export function orderOf(geometry: Geometry): number {
  const pagePx = geometry.blockPx / GIB_EDGE;
  let order = 9;
  while (order > 0 && stateWidth(order) * pagePx < 1) order--;
  return order;
}

function wholeMachine(gibCount: number, order: number, known: MapColumns | undefined): boolean {
  if (gibCount > WHOLE_GIBS) return false;
  if (!known) return order === 0 && gibCount * BYTES_PER_GIB <= WHOLE_BYTES;
  let bytes = 0;
  for (let gib = 0; gib < gibCount; gib++)
    if (hasDetail(known, gib)) bytes += BYTES_PER_GIB + (known.gibIn4k[gib] << order);
  return bytes <= WHOLE_BYTES;
}

/**
 * The detail that a view needs. Small machines are asked for as a whole, so that panning never waits
 * and the overview is exact; of large ones the GiB in view, and a margin; where these are very many, only those known
 * to be split. So memory grows with pixels and tables in view. `known`: the newest columns; `also`: what
 * else a colouring needs.
 */
export function viewRequestOf(
  geometry: Geometry,
  known: MapColumns | undefined,
  also: Pick<ViewRequest, 'differing' | 'owners'> = {},
): ViewRequest {
  const same = known?.gibKind.length === geometry.layout.gibCount ? known : undefined;
  return { ...detailFor(geometry, same), ...also };
}

const whole = new WeakMap<Layout, Uint32Array>();

/** The numbers of all GiB; made once, for it is asked for in every frame. */
function allGibs(layout: Layout): Uint32Array {
  const made = whole.get(layout) ?? Uint32Array.from({ length: layout.gibCount }, (_, gib) => gib);
  whole.set(layout, made);
  return made;
}

function detailFor(geometry: Geometry, known: MapColumns | undefined): ViewRequest {
  const { layout } = geometry;
  const order = placedOrder(layout.order, orderOf(geometry));
  if (wholeMachine(layout.gibCount, order, known)) return { gibs: allGibs(layout), order };
  if (geometry.far) return { gibs: new Uint32Array(0), order };
  const marginPx = Math.round(Math.min(geometry.widthPx, geometry.heightPx) / 8);
  const { columns, rows } = visibleSlots(geometry, marginPx);
  const many = (columns.end - columns.first) * (rows.end - rows.first) > MOST_GIBS;
  const gibs: number[] = [];
  for (let row = rows.first; row < rows.end && gibs.length <= MOST_GIBS; row++) {
    for (let column = columns.first; column < columns.end; column++) {
      const gib = row * layout.columns + column;
      if (gib < layout.gibCount && (!many || (known !== undefined && hasDetail(known, gib)))) gibs.push(gib);
    }
  }
  return { gibs: Uint32Array.from(gibs.length <= MOST_GIBS ? gibs : []), order };
}

/** Whether the columns tell of a GiB's cells when asked: it is split, or a 1G page with pages that hold tables. */
const hasDetail = ({ gibKind, gibState }: MapColumns, gib: number): boolean =>
  gibKind[gib] === CellKind.table || gibState[gib] === PageState.pt;

/** Whether columns are the answer to a request: they have the detail of all that it names and is split. */
export function answers(columns: MapColumns, { gibs, order, differing, owners }: ViewRequest): boolean {
  const split = gibs.filter((gib) => hasDetail(columns, gib));
  const given = {
    gibs: columns.detailGib,
    order: columns.detailOrder,
    differing: columns.differing !== undefined,
    owners: columns.owners !== undefined,
  };
  return sameView({ gibs: split, order, differing: differing ?? false, owners: owners ?? false }, given);
}

/** Whether two requests ask for the same. */
export function sameView(a: ViewRequest, b: ViewRequest): boolean {
  if (Boolean(a.differing) !== Boolean(b.differing) || Boolean(a.owners) !== Boolean(b.owners)) return false;
  return a.order === b.order && a.gibs.length === b.gibs.length && a.gibs.every((gib, i) => gib === b.gibs[i]);
}
