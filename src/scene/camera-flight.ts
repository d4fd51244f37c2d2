import type { Camera, Viewport } from './camera.ts';

/** The camera at part 0..1 of a way between two cameras. */
export type Flight = (part: number) => Camera;

const RHO = Math.SQRT2;

/**
 * A zoom about the point that both cameras show at the same place of the view; undefined when there
 * is none in either view.
 */
function aboutPoint(from: Camera, to: Camera, viewport: Viewport): Flight | undefined {
  const difference = to.scale - from.scale;
  if (Math.abs(difference) < 1e-9 * from.scale) return undefined;
  const x = (to.x * to.scale - from.x * from.scale) / difference;
  const y = (to.y * to.scale - from.y * from.scale) / difference;
  const wide = Math.min(from.scale, to.scale) * 0.75;
  if (Math.abs(x - from.x) * wide > viewport.width || Math.abs(y - from.y) * wide > viewport.height) return undefined;
  return (part) => {
    const scale = from.scale * (to.scale / from.scale) ** part;
    return { x: x + ((from.x - x) * from.scale) / scale, y: y + ((from.y - y) * from.scale) / scale, scale };
  };
}

/** Smooth zooming and panning (van Wijk and Nuij 2003): out, over and in again. */
function overview(from: Camera, to: Camera, viewport: Viewport): Flight {
  const size = Math.max(viewport.width, viewport.height);
  const w0 = size / from.scale;
  const w1 = size / to.scale;
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const d2 = dx * dx + dy * dy;
  const d1 = Math.sqrt(d2);
  if (d1 < 1e-9 * w0) return (part) => ({ ...to, scale: from.scale * (to.scale / from.scale) ** part });
  const r = (w: number, sign: number): number => {
    const b = (w1 * w1 - w0 * w0 + sign * RHO ** 4 * d2) / (2 * w * RHO ** 2 * d1);
    return -Math.asinh(b);
  };
  const r0 = r(w0, 1);
  const length = (r(w1, -1) - r0) / RHO;
  return (part) => {
    const s = part * length;
    const along = (w0 / (RHO ** 2 * d1)) * (Math.cosh(r0) * Math.tanh(RHO * s + r0) - Math.sinh(r0));
    const w = (w0 * Math.cosh(r0)) / Math.cosh(RHO * s + r0);
    return { x: from.x + along * dx, y: from.y + along * dy, scale: size / w };
  };
}

/** The way from one camera to another: ends are exact, zooms about the pointer stay there. */
export function flightBetween(from: Camera, to: Camera, viewport: Viewport): Flight {
  const way = aboutPoint(from, to, viewport) ?? overview(from, to, viewport);
  return (part) => (part <= 0 ? from : part >= 1 ? to : way(part));
}
