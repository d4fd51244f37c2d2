import { type Camera, homeCamera, type Viewport, worldPoint } from '../scene/camera.ts';
import { type Geometry, geometryOf } from '../scene/geometry.ts';
import type { Inks } from '../scene/inks.ts';
import type { Layout } from '../scene/layout.ts';
import { viewportRect } from '../scene/overlay.ts';
import { paintMap } from '../scene/raster.ts';
import { canvasPen } from './canvas-pen.ts';
import { pictureOf } from './picture.ts';

/** What the overview shows: the whole machine, and the part of it that the map's camera sees. */
export interface MinimapScene {
  readonly layout: Layout;
  readonly columns: Parameters<typeof paintMap>[2];
  readonly inks: Inks;
  readonly camera: Camera;
  readonly viewport: Viewport;
}

/** An overview in a canvas of the page. */
export interface Minimap {
  draw(scene: MinimapScene): void;
  /** The world point under a point of the canvas (CSS px). */
  worldAt(layout: Layout, xCssPx: number, yCssPx: number): { readonly x: number; readonly y: number };
}

/** Draws the overview into a canvas of any size; the canvas' own px follow its size on the screen. */
export function minimapOf(canvas: HTMLCanvasElement): Minimap {
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) throw new Error('this browser has no 2D canvas');
  const picture = pictureOf(context);
  const view = canvas.ownerDocument.defaultView ?? window;
  const viewport = (): Viewport => ({
    width: canvas.clientWidth,
    height: canvas.clientHeight,
    dpr: view.devicePixelRatio,
  });
  const pen = canvasPen(context, () => view.devicePixelRatio);
  /** What the picture was painted from: only the frame over it follows the camera. */
  let shown: readonly unknown[] = [];
  const whole = (layout: Layout, small: Viewport): Geometry => geometryOf(layout, homeCamera(layout, small), small);
  return {
    draw({ layout, columns, inks, camera, viewport: seen }) {
      const small = viewport();
      if (small.width < 1 || small.height < 1) return;
      const geometry = whole(layout, small);
      if (canvas.width !== geometry.widthPx || canvas.height !== geometry.heightPx) {
        canvas.width = geometry.widthPx;
        canvas.height = geometry.heightPx;
      }
      const painted = [layout, columns, inks, geometry.widthPx, geometry.heightPx];
      if (painted.some((part, i) => part !== shown[i])) {
        paintMap(picture.target(geometry.widthPx, geometry.heightPx), geometry, columns, inks);
        shown = painted;
      }
      picture.show();
      const { select, selectUnder } = inks.palette.map;
      const corner = worldPoint(camera, seen, 0, 0);
      const size = { width: seen.width / camera.scale, height: seen.height / camera.scale };
      const rect = viewportRect(geometry, { ...corner, ...size });
      const ring = { rect, radius: 3 * small.dpr, alpha: 1 };
      pen.ring({ ...ring, width: 4 * small.dpr, colour: selectUnder });
      pen.ring({ ...ring, width: 2 * small.dpr, colour: select });
    },
    worldAt(layout, xCssPx, yCssPx) {
      const small = viewport();
      const { camera } = whole(layout, small);
      return worldPoint(camera, small, xCssPx, yCssPx);
    },
  };
}
