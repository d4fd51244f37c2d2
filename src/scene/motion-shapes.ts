import { mix, type Rgb } from '../theme/colour.ts';
import { tokens } from '../theme/tokens.ts';
import { type Level, PAGES_1G } from '../x86/page.ts';
import { PageState } from '../x86/page-state.ts';
import { ease } from './easing.ts';
import { type Geometry, regionPx } from './geometry.ts';
import { gapPart, type Inks } from './inks.ts';
import { CELL_COLUMNS, CELL_ROWS, cellIndex, PAGE_COLUMNS, PAGE_ROWS, pageIndex, pageX, pageY } from './morton.ts';
import { indexAt, placeOf } from './order.ts';
import { inflated, type Ring } from './overlay.ts';
import { regionOf } from './region.ts';
import { alignedRuns, type Motion, type MotionPlan, SETTLE_LEAD_MS, SETTLE_MS } from './transitions.ts';
import type { Rect } from './world-rect.ts';

/** A filled rectangle, device px. */
export interface Fill extends Rect {
  readonly colour: Rgb;
  readonly alpha: number;
}

/** What the overlay draws of motions: fills in order, then rings. */
export interface MotionShapes {
  readonly fills: Fill[];
  readonly rings: Ring[];
}

const WHITE: Rgb = [255, 255, 255];
/** Smaller pieces of a wave are drawn together. */
const LEAST_PIECE_PX = 3;
/** A region that splits or merges is ringed at least this large, CSS px: one cell of a whole machine is 6 px. */
const LEAST_RING_CSS_PX = 16;
const RING_OUT_CSS_PX = 4;
const FRONT = tokens.motion.merge.frontCells;

/** The pieces that a page of this level breaks into, and how they lie. */
const GRIDS = {
  2: { columns: PAGE_COLUMNS, rows: PAGE_ROWS, pages: 1, indexOf: pageIndex },
  3: { columns: CELL_COLUMNS, rows: CELL_ROWS, pages: 512, indexOf: cellIndex },
} as const;

interface Piece {
  /** Inside of the piece, and with the gap beside it. */
  readonly inner: Rect;
  readonly outer: Rect;
  /** From the piece where the wave starts, in pieces. */
  readonly distance: number;
}

interface Pieces {
  readonly all: readonly Piece[];
  readonly farthest: number;
  /** Single pieces, large enough to have gaps. */
  readonly apart: boolean;
}

function unionOf(a: Rect, b: Rect): Rect {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  };
}

const inView = ({ widthPx, heightPx }: Geometry, { x, y, width, height }: Rect): boolean =>
  x < widthPx && y < heightPx && x + width > 0 && y + height > 0;

function piecesOf(geometry: Geometry, motion: Motion): Pieces {
  const grid = GRIDS[motion.level === 3 ? 3 : 2];
  const childLevel: Level = motion.level === 3 ? 2 : 1;
  const region = regionPx(geometry, { level: motion.level, pfn: motion.pfn });
  const pieceWidth = region.width / grid.columns;
  let group = 1;
  while (pieceWidth * group < LEAST_PIECE_PX && group < grid.columns) group *= 2;
  const { order } = geometry.layout;
  const first = placeOf(order, regionOf(childLevel, motion.origin).pfn - motion.pfn);
  const originX = motion.level === 3 ? pageX(first) >> 4 : pageX(first);
  const originY = motion.level === 3 ? pageY(first) >> 5 : pageY(first);
  const gap = group === 1 ? Math.max(1, motion.level === 3 ? geometry.cellGapPx : geometry.pageGapPx) : 0;
  const all: Piece[] = [];
  let farthest = 0;
  for (let y = 0; y < grid.rows; y += group) {
    for (let x = 0; x < grid.columns; x += group) {
      const middle = (group - 1) / 2;
      const distance = Math.hypot(x + middle - originX, y + middle - originY);
      farthest = Math.max(farthest, distance);
      const at = (column: number, row: number): Rect =>
        regionPx(geometry, {
          level: childLevel,
          pfn: motion.pfn + indexAt(order, grid.indexOf(column, row) * grid.pages),
        });
      const inner = group === 1 ? at(x, y) : unionOf(at(x, y), at(x + group - 1, Math.min(grid.rows, y + group) - 1));
      if (!inView(geometry, inner)) continue;
      all.push({ inner, outer: { ...inner, width: inner.width + gap, height: inner.height + gap }, distance });
    }
  }
  return { all, farthest, apart: group === 1 };
}

/** How far the front has passed a piece: below 0 not reached, over 1 passed. */
const passed = (piece: Piece, pieces: Pieces, progress: number): number =>
  (progress * (pieces.farthest + FRONT) - piece.distance) / FRONT;

function splitShapes(geometry: Geometry, inks: Inks, motion: Motion, progress: number, out: MotionShapes): void {
  const pieces = piecesOf(geometry, motion);
  const colour = inks.rgb[motion.from];
  for (const piece of pieces.all) {
    const alpha = 1 - Math.min(1, Math.max(0, passed(piece, pieces, progress)));
    if (alpha > 0) out.fills.push({ ...piece.outer, colour, alpha });
  }
}

/** The colour that a merging cell is lifted to. */
const liftColour = ({ palette }: Inks): Rgb =>
  palette.theme === 'dark' ? mix(palette.map.glow, WHITE, 0.65) : palette.map.glow;

function mergeShapes(geometry: Geometry, inks: Inks, motion: Motion, progress: number, out: MotionShapes): void {
  const pieces = piecesOf(geometry, motion);
  const colour = inks.rgb[motion.to];
  const ground = inks.palette.map.bg;
  const gap = mix(colour, ground, gapPart(geometry.cellGapPx));
  const before = pieces.apart ? colour : mix(colour, ground, 0.4);
  const lifted = liftColour(inks);
  for (const piece of pieces.all) {
    const part = passed(piece, pieces, progress);
    if (part >= 1) continue;
    const here = Math.max(0, part);
    const lift = tokens.motion.merge.lift * Math.sin(Math.PI * here);
    if (pieces.apart) {
      out.fills.push({ ...piece.outer, colour: mix(gap, colour, here), alpha: 1 });
      out.fills.push({ ...piece.inner, colour: mix(colour, lifted, lift), alpha: 1 });
    } else {
      out.fills.push({ ...piece.inner, colour: mix(mix(before, colour, here), lifted, lift * 1.6), alpha: 1 });
    }
  }
}

function ringAround(geometry: Geometry, rect: Rect, colour: Rgb, alpha: number, out: number, width: number): Ring {
  const { dpr } = geometry;
  const grown = inflated(rect, out * dpr, LEAST_RING_CSS_PX * dpr);
  return { rect: grown, radius: 4 * dpr, width: width * dpr, colour, alpha };
}

/** The edge that shows at the end of a motion and then fades. */
function settleRing(geometry: Geometry, inks: Inks, motion: Motion, atMs: number, out: MotionShapes): void {
  const rect = regionPx(geometry, { level: motion.level, pfn: motion.pfn });
  if (!inView(geometry, rect)) return;
  const length = motion.endMs - motion.startMs;
  const since = (atMs - motion.startMs) / (length - SETTLE_LEAD_MS);
  const fade = (atMs - motion.endMs + SETTLE_LEAD_MS) / SETTLE_MS;
  const alpha = fade > 0 ? 1 - Math.min(1, fade) : Math.min(1, since * 1.5);
  if (alpha <= 0) return;
  const { ui, map } = inks.palette;
  const colour = motion.kind === 'merge' ? ui.accent : ui.text;
  const distance = RING_OUT_CSS_PX * (motion.kind === 'merge' ? 0.25 : Math.min(1, Math.max(0, since)) * 0.75);
  out.rings.push(ringAround(geometry, rect, map.selectUnder, alpha * 0.8, distance, 5));
  out.rings.push(ringAround(geometry, rect, colour, alpha, distance, motion.kind === 'merge' ? 2 : 1.5));
}

function rectsOf(geometry: Geometry, motion: Motion): Rect[] {
  return alignedRuns(motion.pfn, motion.pages).map(({ pfn, pages }) => {
    if (pages === PAGES_1G) return regionPx(geometry, { level: 3, pfn });
    return unionOf(regionPx(geometry, { level: 1, pfn }), regionPx(geometry, { level: 1, pfn: pfn + pages - 1 }));
  });
}

function recolourShapes(geometry: Geometry, inks: Inks, motion: Motion, atMs: number, out: MotionShapes): void {
  const part = (atMs - motion.startMs) / (motion.endMs - motion.startMs);
  const alpha = part <= 0 ? 1 : 1 - ease(tokens.motion.home.easing, part);
  if (alpha <= 0) return;
  const rects = rectsOf(geometry, motion).filter((rect) => inView(geometry, rect));
  const colour = inks.rgb[motion.from];
  for (const rect of rects) {
    if (rect.width < 2 || motion.from === PageState.hole) continue;
    out.fills.push({ ...rect, colour, alpha });
    if (motion.from !== PageState.np) continue;
    const inset = { x: rect.x + 0.5, y: rect.y + 0.5, width: rect.width - 1, height: rect.height - 1 };
    out.rings.push({ rect: inset, radius: 1, width: 1, colour: inks.palette.map.npEdge, alpha });
  }
  const first = rects[0];
  if (!first || rects.length > 1 || part < 0) return;
  const { dpr } = geometry;
  const fading = Math.max(0, 1 - part);
  const small = inflated(first, RING_OUT_CSS_PX * part * dpr, 8 * dpr);
  out.rings.push({ rect: small, radius: 3 * dpr, width: 2 * dpr, colour: inks.palette.ui.accent, alpha: fading });
}

function liftShapes(geometry: Geometry, inks: Inks, motion: Motion, atMs: number, out: MotionShapes): void {
  const part = (atMs - motion.startMs) / (motion.endMs - motion.startMs);
  if (part < 0 || part >= 1) return;
  const rect = regionPx(geometry, { level: motion.level, pfn: motion.pfn });
  if (!inView(geometry, rect)) return;
  const strength = Math.sin(Math.PI * (0.5 + part / 2));
  out.fills.push({ ...rect, colour: liftColour(inks), alpha: tokens.motion.merge.lift * strength });
  if (rect.width >= LEAST_RING_CSS_PX * geometry.dpr) return;
  const ring = inflated(rect, geometry.dpr, 8 * geometry.dpr);
  out.rings.push({
    rect: ring,
    radius: 2 * geometry.dpr,
    width: geometry.dpr,
    colour: inks.palette.ui.accent,
    alpha: strength,
  });
}

/** What a plan looks like `atMs` after its start. Later motions of a plan hide what has not come yet. */
export function motionShapes(plan: MotionPlan, atMs: number, geometry: Geometry, inks: Inks): MotionShapes {
  const out: MotionShapes = { fills: [], rings: [] };
  for (const motion of [...plan.motions].reverse()) {
    const part = (atMs - motion.startMs) / (motion.endMs - motion.startMs);
    if (motion.kind === 'lift') liftShapes(geometry, inks, motion, atMs, out);
    else if (motion.kind === 'recolour') recolourShapes(geometry, inks, motion, atMs, out);
    else {
      const easing = motion.kind === 'split' ? tokens.motion.split.easing : tokens.motion.merge.easing;
      const draw = motion.kind === 'split' ? splitShapes : mergeShapes;
      const rect = regionPx(geometry, { level: motion.level, pfn: motion.pfn });
      if (part < 1 && inView(geometry, rect)) draw(geometry, inks, motion, ease(easing, part), out);
      if (part >= 0) settleRing(geometry, inks, motion, atMs, out);
    }
  }
  return out;
}
