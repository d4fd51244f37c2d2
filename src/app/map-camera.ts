import { type Camera, clampCamera, homeCamera, type Viewport } from '../scene/camera.ts';
import { type Flight, flightBetween } from '../scene/camera-flight.ts';
import { ease } from '../scene/easing.ts';
import type { Layout } from '../scene/layout.ts';
import { tokens } from '../theme/tokens.ts';

interface Flying {
  readonly way: Flight;
  readonly to: Camera;
  startedMs: number | undefined;
}

/** The camera of one map: where it is, and where it flies to. */
export interface MapCamera {
  /** Where the camera is now; the home view when nothing else was chosen. */
  now(): Camera;
  /** Where it is or will be after its flight. */
  target(): Camera;
  /** What the store should know: undefined is the home view. */
  chosen(): Camera | undefined;
  flying(): boolean;
  /** 0..1: labels are hidden during a flight and come back at its end. */
  labelAlpha(timeMs: number): number;
  go(to: Camera | undefined, smooth: boolean): void;
  /** Moves on to the time of a frame; true when the camera has moved. */
  advance(timeMs: number): boolean;
  /** The layout or the viewport has changed. */
  refit(layout: Layout, viewport: Viewport): void;
}

const { ms: FLIGHT_MS, easing: EASING, labelFadeMs: FADE_MS } = tokens.motion.zoom;

const same = (a: Camera, b: Camera): boolean => a.x === b.x && a.y === b.y && a.scale === b.scale;

/** Makes the camera of a map, at home. */
export function mapCamera(firstLayout: Layout, firstViewport: Viewport): MapCamera {
  let layout = firstLayout;
  let viewport = firstViewport;
  let home = homeCamera(layout, viewport);
  let camera: Camera | undefined;
  let flight: Flying | undefined;
  const now = (): Camera => camera ?? home;
  const orHome = (to: Camera): Camera | undefined => (same(to, home) ? undefined : to);
  return {
    now,
    target: () => flight?.to ?? now(),
    chosen: () => (flight ? orHome(flight.to) : camera),
    flying: () => flight !== undefined,
    labelAlpha: (timeMs) => {
      if (flight === undefined) return 1;
      const left = FLIGHT_MS - (timeMs - (flight.startedMs ?? timeMs));
      return Math.min(1, Math.max(0, 1 - left / FADE_MS));
    },
    go(to, smooth) {
      const target = to === undefined ? home : clampCamera(to, layout, viewport);
      if (smooth && !same(target, now())) {
        flight = { way: flightBetween(now(), target, viewport), to: target, startedMs: undefined };
        return;
      }
      flight = undefined;
      camera = orHome(target);
    },
    advance(timeMs) {
      if (flight === undefined) return false;
      flight.startedMs ??= timeMs;
      const part = (timeMs - flight.startedMs) / FLIGHT_MS;
      camera = part >= 1 ? orHome(flight.to) : flight.way(ease(EASING, part));
      if (part >= 1) flight = undefined;
      return true;
    },
    refit(nextLayout, nextViewport) {
      layout = nextLayout;
      viewport = nextViewport;
      home = homeCamera(layout, viewport);
      flight = undefined;
      if (camera) camera = orHome(clampCamera(camera, layout, viewport));
    },
  };
}
