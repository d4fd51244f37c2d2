import type { MapColumns } from '../bridge/columns.ts';
import type { Layout } from '../scene/layout.ts';
import { type Direction, firstChildOf, neighbourOf } from '../scene/neighbours.ts';
import { parentOf, type Region } from '../scene/region.ts';
import { pagesOf } from '../x86/page.ts';

/** What a key asks for. */
export type KeyAction =
  | { readonly kind: 'select'; readonly region: Region | undefined }
  | { readonly kind: 'go'; readonly to: Region | 'home'; readonly select: Region | undefined }
  | { readonly kind: 'zoom'; readonly factor: number };

/** Where the map is when the key is pressed. */
export interface KeyContext {
  readonly layout: Layout;
  readonly columns: MapColumns | undefined;
  readonly selection: Region | undefined;
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

/** Escape: out of what fills the view, and the selection with it; at home the selection goes. */
function goOut({ selection, trail }: KeyContext): KeyAction {
  const view = trail.at(-1);
  if (!view) {
    const parent = selection && selection.level < 3 ? parentOf(selection) : undefined;
    return { kind: 'select', region: parent };
  }
  const parent = parentOf(view);
  const select = selection && inside(selection, view) && parent && selection.level < 3 ? parent : selection;
  return { kind: 'go', to: parent ?? 'home', select };
}

/** What a key means on the map; undefined when it means nothing there. */
export function keyAction(key: string, context: KeyContext): KeyAction | undefined {
  const direction = ARROWS[key];
  if (direction) {
    const { layout, columns, selection, trail } = context;
    if (!selection) return { kind: 'select', region: trail.at(-1) ?? FIRST };
    return { kind: 'select', region: neighbourOf(layout, columns, selection, direction) ?? selection };
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
