import type { Viewport } from '../scene/camera.ts';
import { canvasPen } from './canvas-pen.ts';
import type { Pen } from './pen.ts';
import { type Picture, pictureOf } from './picture.ts';

/** The stacked canvases of a map inside its host: painted cells, labels, and what moves. */
export interface Surface {
  viewport(): Viewport;
  readonly base: Picture;
  readonly labels: Pen;
  readonly overlay: Pen;
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

/** Makes the canvases; `changed` is called when their size or the device pixel ratio has changed. */
export function createSurface(host: HTMLElement, changed: () => void): Surface {
  const view = host.ownerDocument.defaultView ?? window;
  const layers = [canvasIn(host, 'base', true), canvasIn(host, 'labels', false), canvasIn(host, 'overlay', false)];
  let viewport: Viewport = { width: 0, height: 0, dpr: 1 };
  const dpr = (): number => viewport.dpr;

  const resize = (): boolean => {
    const next = { width: host.clientWidth, height: host.clientHeight, dpr: view.devicePixelRatio };
    if (next.width === viewport.width && next.height === viewport.height && next.dpr === viewport.dpr) return false;
    viewport = next;
    for (const { canvas } of layers) {
      canvas.width = Math.max(1, Math.round(next.width * next.dpr));
      canvas.height = Math.max(1, Math.round(next.height * next.dpr));
    }
    return true;
  };
  const measure = (): void => {
    if (resize()) changed();
  };
  resize();
  const observer = new ResizeObserver(measure);
  observer.observe(host);
  view.addEventListener('resize', measure);
  const [base, labels, overlay] = layers.map(({ context }) => context) as [
    CanvasRenderingContext2D,
    CanvasRenderingContext2D,
    CanvasRenderingContext2D,
  ];
  return {
    viewport: () => viewport,
    base: pictureOf(base),
    labels: canvasPen(labels, dpr),
    overlay: canvasPen(overlay, dpr),
    remove() {
      observer.disconnect();
      view.removeEventListener('resize', measure);
      for (const { canvas } of layers) canvas.remove();
    },
  };
}
