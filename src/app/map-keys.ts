import type { MapColumns } from '../bridge/columns.ts';
import type { Layout } from '../scene/layout.ts';
import { type Direction, firstChildOf, neighbourOf } from '../scene/neighbours.ts';
import { parentOf, type Region, sameRegion } from '../scene/region.ts';
import { pagesOf } from '../x86/page.ts';

/** What a key asks for. */
export type KeyAction =
  | { readonly kind: 'select'; readonly region: Region | undefined }
  | { readonly kind: 'selectAll'; readonly regions: readonly Region[] }
  | { readonly kind: 'go'; readonly to: Region | 'home'; readonly select: Region | undefined }
  | { readonly kind: 'zoom'; readonly factor: number };

/** Where the map is when the key is pressed. */
export interface KeyContext {
  readonly layout: Layout;
  readonly columns: MapColumns | undefined;
  readonly selection: Region | undefined;
  /** Selected beside it. */
  readonly also: readonly Region[];
  /** What fills the view, from the GiB down. */
  readonly trail: readonly Region[];
}

const ARROWS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};
const ZOOM_FACTOR = 1.6;

const inside = (inner: Region, outer: Region): boolean =>
  inner.level <= outer.level && inner.pfn >= outer.pfn && inner.pfn < outer.pfn + pagesOf(outer.level);

const FIRST: Region = { level: 3, pfn: 0 };

/** Enter: to the selection or, when that fills the view already, to its first piece. */
function goIn({ columns, selection, trail, layout }: KeyContext): KeyAction {
  if (!selection) return { kind: 'select', region: trail.at(-1) ?? FIRST };
  const view = trail.at(-1);
  const fills = (view && inside(view, selection)) || (layout.gibCount === 1 && selection.level === 3);
  if (!fills) return { kind: 'go', to: selection, select: selection };
  return { kind: 'select', region: firstChildOf(columns, selection) ?? selection };
}

/** Shift and an arrow: the neighbour, too; back to one that is selected, what one comes from is let go. */
function extend(next: Region, { selection, also }: KeyContext): KeyAction {
  const others = also.filter((region) => !sameRegion(region, next));
  const kept = others.length === also.length && selection ? [...also, selection] : others;
  return { kind: 'selectAll', regions: [...kept, next] };
}

/** Escape: of several selected regions the newest stays. Out of what fills the view, and the selection with it; at home the selection goes, then it means nothing. */
function goOut({ selection, also, trail }: KeyContext): KeyAction | undefined {
  if (also.length > 0) return { kind: 'select', region: selection };
  const view = trail.at(-1);
  if (!view) {
    if (!selection) return undefined;
    const parent = selection.level < 3 ? parentOf(selection) : undefined;
    return { kind: 'select', region: parent };
  }
  const parent = parentOf(view);
  const select = selection && inside(selection, view) && parent && selection.level < 3 ? parent : selection;
  return { kind: 'go', to: parent ?? 'home', select };
}

/** What a key means on the map; undefined when it means nothing there. */
export function keyAction(key: string, context: KeyContext, shift = false): KeyAction | undefined {
  const direction = ARROWS[key];
  if (direction) {
    const { layout, columns, selection, trail } = context;
    if (!selection) return { kind: 'select', region: trail.at(-1) ?? FIRST };
    const next = neighbourOf(layout, columns, selection, direction) ?? selection;
    if (shift && next !== selection) return extend(next, context);
    return shift ? undefined : { kind: 'select', region: next };
  }
  switch (key) {
    case 'Enter':
      return goIn(context);
    case 'Escape':
    case 'Backspace':
      return goOut(context);
    case '+':
    case '=':
      return { kind: 'zoom', factor: ZOOM_FACTOR };
    case '-':
    case '_':
      return { kind: 'zoom', factor: 1 / ZOOM_FACTOR };
    case '0':
    case 'Home':
      return { kind: 'go', to: 'home', select: context.selection };
    default:
      return undefined;
  }
}
