import type { Rect } from '../scene/world-rect.ts';

/** What the user's hands ask of the map. Points are CSS px from the host's upper left corner. */
export interface Gestures {
  zoom(factor: number, x: number, y: number, smooth: boolean): void;
  pan(dx: number, dy: number): void;
  click(x: number, y: number): void;
  /** Shift and a click, or a long press. */
  toggle(x: number, y: number): void;
  /** The rectangle from where Shift or a long press began; `done`: select what it touches; undefined: given up. */
  band(rect: Rect | undefined, done: boolean): void;
  doubleClick(x: number, y: number): void;
  hover(x: number, y: number): void;
  leave(): void;
  key(key: string, shift: boolean): boolean;
}

/** The pointer may wander so far, in CSS px, and a click is still a click. */
const DRAG_FROM = 5;
/** A wheel that turns by at least this in one event turns in notches, and its zoom is smoothed. */
const NOTCH = 50;
/** A finger that rests so long selects instead of moving the map. */
const LONG_PRESS_MS = 450;
const LINE_CSS_PX = 16;
const WHEEL_ZOOM = 0.0026;
const PINCH_ZOOM = 0.01;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** The rectangle between two corners. */
const spanned = (a: Point, b: Point): Rect => ({
  x: Math.min(a.x, b.x),
  y: Math.min(a.y, b.y),
  width: Math.abs(a.x - b.x),
  height: Math.abs(a.y - b.y),
});

const between = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });

/** Listens on the host; returns the way to stop. */
export function listenForGestures(host: HTMLElement, gestures: Gestures): () => void {
  const pointers = new Map<number, Point>();
  let dragged = false;
  let start: Point | undefined;
  /** What one pointer selects: it does not move the map. */
  let selecting = false;
  let press: ReturnType<typeof setTimeout> | undefined;
  const pointOf = (event: MouseEvent): Point => {
    const { left, top } = host.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };

  const wheel = (event: WheelEvent): void => {
    event.preventDefault();
    const unit = event.deltaMode === 1 ? LINE_CSS_PX : event.deltaMode === 2 ? host.clientHeight : 1;
    const turned = event.deltaY * unit;
    if (turned === 0) return;
    const { x, y } = pointOf(event);
    const speed = event.ctrlKey && Math.abs(turned) < NOTCH ? PINCH_ZOOM : WHEEL_ZOOM;
    gestures.zoom(Math.exp(-turned * speed), x, y, Math.abs(turned) >= NOTCH);
  };
  const longPress = (): void => {
    if (dragged || pointers.size !== 1 || start === undefined) return;
    selecting = true;
    gestures.toggle(start.x, start.y);
  };
  const endSelecting = (): void => {
    clearTimeout(press);
    if (selecting && dragged) gestures.band(undefined, false);
    selecting = false;
  };
  const down = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    host.focus({ preventScroll: true });
    host.setPointerCapture(event.pointerId);
    const point = pointOf(event);
    if (pointers.size === 0) {
      start = point;
      dragged = false;
      selecting = event.shiftKey;
      if (event.pointerType === 'touch') press = setTimeout(longPress, LONG_PRESS_MS);
    } else {
      endSelecting();
      dragged = true;
    }
    pointers.set(event.pointerId, point);
  };
  const pinch = (id: number, was: Point, is: Point): void => {
    const other = [...pointers].find(([key]) => key !== id)?.[1];
    if (!other) return;
    const middle = between(is, other);
    const before = between(was, other);
    gestures.pan(middle.x - before.x, middle.y - before.y);
    const factor =
      Math.hypot(is.x - other.x, is.y - other.y) / Math.max(1, Math.hypot(was.x - other.x, was.y - other.y));
    gestures.zoom(factor, middle.x, middle.y, false);
  };
  const move = (event: PointerEvent): void => {
    const is = pointOf(event);
    const was = pointers.get(event.pointerId);
    if (!was) {
      if (event.pointerType !== 'touch') gestures.hover(is.x, is.y);
      return;
    }
    if (pointers.size > 1) {
      pinch(event.pointerId, was, is);
    } else {
      const from = start ?? was;
      if (!dragged && Math.hypot(is.x - from.x, is.y - from.y) < DRAG_FROM) return;
      clearTimeout(press);
      if (selecting) {
        dragged = true;
        gestures.band(spanned(from, is), false);
        return;
      }
      if (!dragged) host.style.cursor = 'grabbing';
      gestures.pan(is.x - (dragged ? was.x : from.x), is.y - (dragged ? was.y : from.y));
      dragged = true;
    }
    pointers.set(event.pointerId, is);
  };
  const up = (event: PointerEvent): void => {
    if (!pointers.delete(event.pointerId)) return;
    host.style.cursor = '';
    const point = pointOf(event);
    clearTimeout(press);
    if (event.type !== 'pointerup') endSelecting();
    else if (selecting && dragged && start) gestures.band(spanned(start, point), true);
    else if (selecting && event.pointerType !== 'touch') gestures.toggle(point.x, point.y);
    else if (!selecting && !dragged) gestures.click(point.x, point.y);
    selecting = false;
  };
  const double = (event: MouseEvent): void => {
    if (event.shiftKey) return;
    const { x, y } = pointOf(event);
    gestures.doubleClick(x, y);
  };
  const leave = (): void => {
    if (pointers.size === 0) gestures.leave();
  };
  const key = (event: KeyboardEvent): void => {
    if (event.target !== host || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape' && selecting && dragged) endSelecting();
    else if (!gestures.key(event.key, event.shiftKey)) return;
    event.preventDefault();
  };
  const menu = (event: MouseEvent): void => {
    if (selecting || pointers.size > 0) event.preventDefault();
  };

  const touchAction = host.style.touchAction;
  host.style.touchAction = 'none';
  const abort = new AbortController();
  const { signal } = abort;
  host.addEventListener('wheel', wheel, { passive: false, signal });
  host.addEventListener('pointerdown', down, { signal });
  host.addEventListener('pointermove', move, { signal });
  host.addEventListener('pointerup', up, { signal });
  host.addEventListener('pointercancel', up, { signal });
  host.addEventListener('pointerleave', leave, { signal });
  host.addEventListener('dblclick', double, { signal });
  host.addEventListener('keydown', key, { signal });
  host.addEventListener('contextmenu', menu, { signal });
  return () => {
    abort.abort();
    clearTimeout(press);
    host.style.touchAction = touchAction;
  };
}
