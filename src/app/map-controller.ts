import type { MachineInfo, Region } from '../bridge/calls.ts';
import type { MapColumns, ViewRequest } from '../bridge/columns.ts';
import { frameLoop } from '../render/frame-loop.ts';
import { type Minimap, minimapOf } from '../render/minimap.ts';
import { drawOverlay } from '../render/overlay-layer.ts';
import type { Pen } from '../render/pen.ts';
import { createSurface } from '../render/surface.ts';
import { type Camera, evenFactor, panBy, zoomAbout } from '../scene/camera.ts';
import { colouredMotions } from '../scene/coloured-motions.ts';
import { colouredColumns } from '../scene/colouring.ts';
import { type Geometry, geometryOf, regionPx } from '../scene/geometry.ts';
import { regionAtPx } from '../scene/hit-test.ts';
import { type Inks, makeInks } from '../scene/inks.ts';
import { labelScene, nodeStarts } from '../scene/labels.ts';
import { type Layout, layoutOf } from '../scene/layout.ts';
import { answers, sameView, viewRequestOf } from '../scene/level-of-detail.ts';
import { mapTree, sameTree, type TreeRow } from '../scene/map-tree.ts';
import { bandRings, hoverRings, selectionRings } from '../scene/overlay.ts';
import { paintChanges } from '../scene/paint-changes.ts';
import { paintMap } from '../scene/raster.ts';
import { sameRegion } from '../scene/region.ts';
import { regionCamera } from '../scene/region-camera.ts';
import { regionsInBand } from '../scene/regions-in-band.ts';
import { regionsInView, type VisibleRegion } from '../scene/regions-in-view.ts';
import { regionsOutline } from '../scene/regions-outline.ts';
import { trailOf } from '../scene/trail.ts';
import type { Rect } from '../scene/world-rect.ts';
import { palette } from '../theme/palette.ts';
import { tokens } from '../theme/tokens.ts';
import { mapCamera } from './map-camera.ts';
import { listenForGestures } from './map-gestures.ts';
import { keyAction } from './map-keys.ts';
import { mapMotions } from './map-motions.ts';
import type { MapOnScreen } from './map-picture.ts';
import type { MapInputs, MapPort } from './map-port.ts';
import { steerMinimap } from './steer-minimap.ts';

/** A map that is attached to its host element. */
export interface MapHandle {
  detach(): void;
  /** True when what is drawn is what was asked for: nothing moves, and no detail is still to come. */
  settled(): boolean;
  /** Zooms about the middle of the view. */
  zoomBy(factor: number): void;
  zoomTo(region: Region | 'home', animate?: boolean): void;
  /** The smallest region under a point (CSS px from the host's corner) that makes sense at this zoom. */
  regionAt(x: number, y: number): Region | undefined;
  regionsInView(): readonly VisibleRegion[];
  /** Where a region is drawn, CSS px from the host's corner; undefined when it is out of view. */
  rectOf(region: Region): Rect | undefined;
  /** What a picture of it is made of. */
  onScreen(): MapOnScreen;
  /** Keeps an overview in a canvas up to date until the returned function is called. */
  minimap(canvas: HTMLCanvasElement): () => void;
}

type Layer = 'base' | 'labels' | 'overlay' | 'minimaps' | 'tree';

/** Draws the map of a port into a host, and turns what the user does there into the port's calls. */
export function attachMap(host: HTMLElement, port: MapPort): MapHandle {
  let inputs: MapInputs = port.read();
  let layout: Layout = layoutOf(inputs.machine?.gibCount ?? 1, inputs.order, nodeStarts(inputs.machine?.zones ?? []));
  let inks: Inks = makeInks(palette(inputs.theme), inputs.hiddenStates, inputs.colouring);
  let requested: { view: ViewRequest; step: number | undefined; machine: MachineInfo | undefined } | undefined;
  let trail: readonly Region[] = [];
  let tree: readonly TreeRow[] = [];
  let fontsReady = false;
  /** The rectangle that is being drawn to select what it touches, device px. */
  let band: Rect | undefined;
  /** Where a mouse rests on the map, CSS px: what lies under it changes with the camera, too. */
  let pointer: { readonly x: number; readonly y: number } | undefined;
  const dirty = new Set<Layer>();
  const sent = new WeakSet<Camera>();
  const minimaps = new Map<Minimap, HTMLCanvasElement>();
  const motions = mapMotions();

  let drawnMs = 0;

  const draw = (timeMs: number): boolean => {
    drawnMs = timeMs;
    if (camera.advance(timeMs)) moved();
    const geometry = geometryNow();
    if (dirty.delete('base')) {
      const target = surface.base.target(geometry.widthPx, geometry.heightPx);
      paintMap(target, geometry, drawnColumns(), inks, trail.at(-1));
      if (inputs.columns && inputs.changes) paintChanges(target, geometry, inputs.changes, inks.palette);
      dirty.add('labels');
    }
    if (dirty.delete('labels')) drawLabels(geometry, camera.labelAlpha(timeMs));
    if (dirty.delete('overlay') || motions.moving()) paintOverlay(geometry, timeMs);
    if (dirty.delete('minimaps')) drawMinimaps();
    askForView();
    if (!camera.flying() && dirty.delete('tree')) tellTree(geometry);
    return camera.flying() || motions.moving() || dirty.size > 0;
  };
  const loop = frameLoop(draw);
  const redraw = (...layers: Layer[]): void => {
    for (const layer of layers) dirty.add(layer);
    loop.request();
  };
  const redrawAll = (): void => redraw('base', 'labels', 'overlay', 'minimaps', 'tree');
  /** The layout or the size of the map has changed. */
  const refit = (): void => {
    camera.refit(layout, surface.viewport());
    if (inputs.linked) camera.go(inputs.camera, false);
  };
  const surface = createSurface(host, () => {
    refit();
    redrawAll();
  });
  const camera = mapCamera(layout, surface.viewport());

  function geometryNow(): Geometry {
    return geometryOf(layout, camera.now(), surface.viewport());
  }

  /** The columns as the colouring shows them. */
  function drawnColumns(): MapColumns | undefined {
    return inputs.columns && colouredColumns(inputs.columns, inputs.colouring);
  }

  function drawLabels(geometry: Geometry, alpha: number, pen = surface.labels): void {
    pen.clear();
    const columns = drawnColumns();
    if (!columns || !inputs.machine || alpha <= 0) return;
    const scene = labelScene(geometry, columns, inputs.machine.zones, inks, trail.at(-1));
    pen.labels(scene, inks.palette.ui.lineStrong, alpha);
  }

  function paintOverlay(geometry: Geometry, timeMs: number, pen = surface.overlay): void {
    const { machine, columns, hover, selection, also } = inputs;
    const shown = machine !== undefined && columns !== undefined;
    drawOverlay(pen, {
      motions: motions.shapes(timeMs, geometry, inks),
      hover: shown ? hoverRings(geometry, inks.palette, hover, selection) : [],
      outline:
        shown && selection && also.length > 0 ? regionsOutline(geometry, inks.palette, [...also, selection]) : [],
      selection: shown ? selectionRings(geometry, inks.palette, selection) : [],
      band: bandRings(geometry, inks.palette, band),
    });
  }

  function drawMinimaps(): void {
    for (const minimap of minimaps.keys()) {
      minimap.draw({ layout, columns: drawnColumns(), inks, camera: camera.now(), viewport: surface.viewport() });
    }
  }

  const wantedView = (): ViewRequest => {
    const at = geometryOf(layout, camera.target(), surface.viewport());
    return viewRequestOf(at, inputs.columns, {
      differing: inputs.colouring === 'merge',
      owners: inputs.colouring === 'owner',
    });
  };

  const answered = (wanted: ViewRequest): boolean => {
    return inputs.columns !== undefined && answers(inputs.columns, wanted);
  };

  function askForView(): void {
    const { machine, columns } = inputs;
    if (!machine || surface.viewport().width === 0) return;
    const view = wantedView();
    if (answered(view)) return;
    const again = requested?.machine !== machine || requested.step !== columns?.step || !sameView(requested.view, view);
    if (!again) return;
    requested = { view, step: columns?.step, machine };
    port.requestView(view);
  }

  function moved(): void {
    redrawAll();
    const chosen = camera.flying() ? camera.now() : camera.chosen();
    if (chosen) sent.add(chosen);
    port.setCamera(chosen);
    tellTrail();
    if (pointer) hoverAt(pointer);
  }

  function tellTrail(): void {
    const next = trailOf(geometryNow(), inputs.columns, inputs.selection);
    if (next.length === trail.length && next.every((region, i) => sameRegion(region, trail[i]))) return;
    trail = next;
    redraw('base', 'labels', 'tree');
    port.setTrail(trail);
  }

  function tellTree(geometry: Geometry): void {
    const { columns, selection } = inputs;
    if (columns === undefined) return;
    const active = selection && rectOf(selection) ? selection : trail.at(-1);
    const next = mapTree(geometry, columns, active);
    if (sameTree(tree, next)) return;
    tree = next;
    port.setTree(tree);
  }

  const go = (to: Camera | undefined, smooth: boolean): void => {
    camera.go(to, smooth && inputs.motion === 'on');
    if (camera.flying()) loop.request();
    else moved();
  };

  const regionAt = (x: number, y: number): Region | undefined => {
    const { dpr } = surface.viewport();
    return regionAtPx(geometryNow(), inputs.columns, x * dpr, y * dpr);
  };

  const hoverAt = (at: { readonly x: number; readonly y: number }): void =>
    port.hover(camera.flying() ? undefined : regionAt(at.x, at.y), at);

  const stopHovering = (): void => {
    pointer = undefined;
    port.hover(undefined, undefined);
  };

  const rectOf = (region: Region): Rect | undefined => {
    const geometry = geometryNow();
    const { widthPx, heightPx, dpr } = geometry;
    const { x, y, width, height } = regionPx(geometry, region);
    if (x >= widthPx || y >= heightPx || x + width <= 0 || y + height <= 0) return undefined;
    return { x: x / dpr, y: y / dpr, width: width / dpr, height: height / dpr };
  };

  const zoomTo = (region: Region | 'home', animate = true): void =>
    go(region === 'home' ? undefined : regionCamera(layout, surface.viewport(), region), animate);

  const zoomAt = (factor: number, x: number, y: number, smooth: boolean): void => {
    const viewport = surface.viewport();
    const from = smooth ? camera.target() : camera.now();
    const step = smooth ? evenFactor(from, layout, viewport, factor) : factor;
    go(zoomAbout(from, viewport, step, x, y), smooth);
  };

  /** Moves the view so far that a region that was selected by key is in it. */
  const reveal = (region: Region): void => {
    const rect = rectOf(region);
    const { width, height } = surface.viewport();
    const fits = rect && rect.x >= 0 && rect.y >= 0 && rect.x + rect.width <= width && rect.y + rect.height <= height;
    if (fits || (rect && (rect.width > width || rect.height > height))) return;
    const centre = regionCamera(layout, surface.viewport(), region);
    go({ ...centre, scale: camera.target().scale }, true);
  };

  const stopGestures = listenForGestures(host, {
    zoom: zoomAt,
    pan(dx, dy) {
      stopHovering();
      go(panBy(camera.now(), dx, dy), false);
    },
    click: (x, y) => port.select(regionAt(x, y)),
    toggle(x, y) {
      const region = regionAt(x, y);
      if (region) port.toggle(region);
    },
    band(rect, done) {
      const { dpr } = surface.viewport();
      const px = rect && { x: rect.x * dpr, y: rect.y * dpr, width: rect.width * dpr, height: rect.height * dpr };
      band = done ? undefined : px;
      redraw('overlay');
      if (!done || !px || !inputs.columns) return;
      port.selectAll(regionsInBand(geometryNow(), inputs.columns, px));
    },
    doubleClick(x, y) {
      const region = regionAt(x, y);
      const deepest = trail.at(-1)?.level ?? (layout.gibCount === 1 ? 3 : 4);
      if (!region) return;
      const level = Math.max(region.level, deepest - 1) as Region['level'];
      const pages = { 1: 1, 2: 512, 3: 512 * 512 }[level];
      zoomTo({ level, pfn: region.pfn - (region.pfn % pages) });
    },
    hover(x, y) {
      pointer = { x, y };
      hoverAt(pointer);
    },
    leave: () => stopHovering(),
    key(key, shift) {
      const { columns, selection, also } = inputs;
      const action = keyAction(key, { layout, columns, selection, also, trail }, shift);
      if (!action) return false;
      if (action.kind === 'zoom') zoomAt(action.factor, host.clientWidth / 2, host.clientHeight / 2, true);
      else if (action.kind === 'go') {
        if (!sameRegion(action.select, inputs.selection)) port.select(action.select);
        zoomTo(action.to);
      } else {
        const region = action.kind === 'select' ? action.region : action.regions.at(-1);
        if (action.kind === 'select') port.select(region);
        else port.selectAll(action.regions);
        if (region) reveal(region);
      }
      return true;
    },
  });

  /** Shows the newest events as motions, in the colours of the map. */
  function showMotions(motion: MapInputs['motion']): void {
    const { events, columns, colouring, speed } = inputs;
    if (!events) return;
    motions.show(events, motion, speed, (plan) => (columns ? colouredMotions(plan, colouring, columns) : plan));
    redraw('overlay');
  }

  const changed = (): void => {
    const before = inputs;
    inputs = port.read();
    if (inputs === before) return;
    if ((inputs.machine !== before.machine || inputs.order !== before.order) && inputs.machine) {
      layout = layoutOf(inputs.machine.gibCount, inputs.order, nodeStarts(inputs.machine.zones));
      refit();
      redrawAll();
    }
    const { theme, hiddenStates, colouring } = before;
    if (inputs.theme !== theme || inputs.hiddenStates !== hiddenStates || inputs.colouring !== colouring) {
      inks = makeInks(palette(inputs.theme), inputs.hiddenStates, inputs.colouring);
      redrawAll();
    }
    if (inputs.columns !== before.columns) {
      tellTrail();
      redrawAll();
    }
    if (inputs.events !== before.events && inputs.events) {
      showMotions(inputs.motion);
    } else if (inputs.motion !== before.motion || inputs.colouring !== colouring) {
      showMotions(typeof inputs.motion === 'number' ? inputs.motion : 'off');
    } else if (inputs.columns !== before.columns && typeof inputs.motion === 'number') {
      showMotions(inputs.motion);
    }
    if (inputs.camera !== before.camera) followCamera(before.machine === inputs.machine);
    if (!sameRegion(inputs.selection, before.selection) || inputs.also !== before.also) {
      tellTrail();
      redraw('overlay', 'tree');
    }
    if (!sameRegion(inputs.hover, before.hover)) redraw('overlay');
    if (inputs.changes !== before.changes) redraw('base');
  };

  /** The camera was set by somebody else: a link, the browser's back button, the map beside this one. */
  function followCamera(smooth: boolean): void {
    const to = inputs.camera;
    if (to ? sent.has(to) : camera.chosen() === undefined) return;
    if (inputs.linked) {
      camera.go(to, false);
      redrawAll();
      tellTrail();
      return;
    }
    camera.go(to, smooth && inputs.motion === 'on');
    if (camera.flying()) loop.request();
    else moved();
  }

  const unsubscribe = port.subscribe(changed);
  if (inputs.camera) followCamera(false);
  showMotions(inputs.motion);
  redrawAll();
  const { fonts } = host.ownerDocument;
  void Promise.all([fonts.load(`500 11px "${tokens.font.mono}"`), fonts.ready]).then(() => {
    fontsReady = true;
    redraw('labels');
  });

  return {
    detach() {
      stopGestures();
      unsubscribe();
      loop.stop();
      surface.remove();
    },
    settled: () => {
      const still = fontsReady && !loop.pending() && !camera.flying() && !motions.moving();
      return still && (inputs.machine === undefined || surface.viewport().width === 0 || answered(wantedView()));
    },
    zoomBy: (factor) => zoomAt(factor, host.clientWidth / 2, host.clientHeight / 2, true),
    zoomTo,
    regionAt,
    regionsInView: () => (inputs.columns ? regionsInView(geometryNow(), inputs.columns) : []),
    rectOf,
    onScreen() {
      const geometry = geometryNow();
      const layers = [(pen: Pen) => drawLabels(geometry, 1, pen), (pen: Pen) => paintOverlay(geometry, drawnMs, pen)];
      return { surface, geometry, inks, layers };
    },
    minimap(canvas) {
      const minimap = minimapOf(canvas);
      minimaps.set(minimap, canvas);
      redraw('minimaps');
      const steer = (x: number, y: number, pressed: boolean): void =>
        go({ ...minimap.worldAt(layout, x, y), scale: camera.now().scale }, pressed);
      const stop = steerMinimap(canvas, steer, () => redraw('minimaps'));
      return () => {
        stop();
        minimaps.delete(minimap);
      };
    },
  };
}
