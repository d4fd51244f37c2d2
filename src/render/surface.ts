import type { Viewport } from '../scene/camera.ts';
import { canvasPen } from './canvas-pen.ts';
import type { Pen } from './pen.ts';
import { type Picture, pictureOf } from './picture.ts';

/** The stacked canvases of a map inside its host: painted cells with their labels, and what moves over them. */
export interface Surface {
  viewport(): Viewport;
  readonly base: Picture;
  /** Draws on the base; `clear` shows the base without labels. */
  readonly labels: Pen;
  readonly overlay: Pen;
  /** Draws all layers, as they are now, into another canvas. */
  copyTo(context: OffscreenCanvasRenderingContext2D, xPx: number, yPx: number): void;
  remove(): void;
}

function canvasIn(host: HTMLElement, layer: string, opaque: boolean) {
  const canvas = host.ownerDocument.createElement('canvas');
  canvas.dataset.layer = layer;
  canvas.setAttribute('aria-hidden', 'true');
  canvas.style.cssText = 'position:absolute;inset:0;width:100%;height:100%;pointer-events:none';
  host.append(canvas);
  const context = canvas.getContext('2d', { alpha: !opaque });
  if (!context) throw new Error('this browser has no 2D canvas');
  return { canvas, context };
}

/** A pen that costs nothing while it has nothing to draw: its canvas is touched, and composited, only with something on it. */
function hiddenWhenBlank(pen: Pen, { style }: HTMLCanvasElement): Pen {
  let blank = true;
  style.visibility = 'hidden';
  const drawing = <A extends unknown[]>(draw: (...args: A) => void) => {
    return (...args: A): void => {
      if (blank) style.visibility = 'visible';
      blank = false;
      draw(...args);
    };
  };
  return {
    clear() {
      if (blank) return;
      pen.clear();
      style.visibility = 'hidden';
      blank = true;
    },
    fill: drawing(pen.fill),
    ring: drawing(pen.ring),
    labels: drawing(pen.labels),
  };
}

/** Makes the canvases; `changed` is called when their size or the device pixel ratio has changed. */
export function createSurface(host: HTMLElement, changed: () => void): Surface {
  const view = host.ownerDocument.defaultView ?? window;
  const layers = [canvasIn(host, 'base', true), canvasIn(host, 'overlay', false)];
  let viewport: Viewport = { width: 0, height: 0, dpr: 1 };
  const dpr = (): number => viewport.dpr;

  const [{ canvas: first }] = layers as [(typeof layers)[number]];
  const resize = (next: Viewport): boolean => {
    if (next.width === viewport.width && next.height === viewport.height && next.dpr === viewport.dpr) return false;
    viewport = next;
    for (const { canvas } of layers) {
      canvas.width = Math.max(1, Math.round(next.width * next.dpr));
      canvas.height = Math.max(1, Math.round(next.height * next.dpr));
    }
    return true;
  };
  const measured = (): Viewport => ({
    width: host.clientWidth,
    height: host.clientHeight,
    dpr: view.devicePixelRatio,
  });
  resize(measured());
  // Where the browser says it, the true number of device px: with a ratio of 1.25 a rounded one would be blurred.
  const exact = 'devicePixelContentBoxSize' in ResizeObserverEntry.prototype;
  const observer = new ResizeObserver((entries) => {
    const size = exact ? entries.at(-1)?.devicePixelContentBoxSize[0] : undefined;
    const dpr = view.devicePixelRatio;
    const rounded = measured();
    const next = size ? { width: size.inlineSize / dpr, height: size.blockSize / dpr, dpr } : rounded;
    // Where a device is emulated, Chromium gives CSS px instead.
    if (resize(Math.abs(next.width - rounded.width) <= 1 ? next : rounded)) changed();
  });
  observer.observe(first, { box: exact ? 'device-pixel-content-box' : 'content-box' });
  const [base, overlay] = layers.map(({ context }) => context) as [CanvasRenderingContext2D, CanvasRenderingContext2D];
  const picture = pictureOf(base);
  return {
    viewport: () => viewport,
    base: picture,
    labels: { ...canvasPen(base, dpr), clear: picture.show },
    overlay: hiddenWhenBlank(canvasPen(overlay, dpr), overlay.canvas),
    copyTo(context, xPx, yPx) {
      for (const { canvas } of layers) context.drawImage(canvas, xPx, yPx);
    },
    remove() {
      observer.disconnect();
      for (const { canvas } of layers) canvas.remove();
    },
  };
}
