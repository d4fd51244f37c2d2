import { mix, pixel, type Rgb } from '../theme/colour.ts';
import { tokens } from '../theme/tokens.ts';
import { PageState } from '../x86/page-state.ts';
import { CODES } from './colouring.ts';
import { type Inks, markSprite, VARIANTS } from './inks.ts';
import { CUT_CORNER } from './marks.ts';
import type { Painting } from './painting.ts';
import { type Span, VARIANT } from './pixel-axes.ts';
import { copySquare, fillPx, roundCorners, stamp, strokePx, type Target } from './target.ts';

const LIGHT_FROM_ABOVE = 0.07;
const EDGE_MIX = 0.2;
const EDGE_FROM_PX = 24;
const WIDE_EDGE_FROM_PX = 96;
const LARGEST_MARK_PX = 28;
/** Part of a tile's edge that its mark takes. */
const MARK = 0.6;
/** Below this the hatch of a hole would be noise. */
const HATCH_FROM_PX = 10;
const WHITE: Rgb = [255, 255, 255];
/** Where there are many tiles, they are copies. */
const KEPT_UP_TO_PX = 64;

/** One 1G page: a calm tile with round corners, an inner edge and a light from above. A small one is painted once. */
export function paintTile({ target, geometry, inks }: Painting, state: number, across: Span, down: Span): void {
  const { blockPx } = geometry;
  if (blockPx > KEPT_UP_TO_PX) drawTile(target, inks, state, across.start, down.start, blockPx);
  else copySquare(target, keptTile(inks, state, blockPx), blockPx, across.start, down.start);
}

function keptTile(inks: Inks, state: number, blockPx: number): Uint32Array {
  const key = blockPx * CODES + state;
  let pixels = inks.tiles.get(key);
  if (!pixels) {
    pixels = new Uint32Array(blockPx * blockPx);
    drawTile({ pixels, widthPx: blockPx, heightPx: blockPx }, inks, state, 0, 0, blockPx);
    inks.tiles.set(key, pixels);
  }
  return pixels;
}

function drawTile(target: Target, inks: Inks, state: number, x: number, y: number, blockPx: number): void {
  const fill = inks.rgb[state];
  const towards = inks.palette.theme === 'dark' ? WHITE : inks.palette.ui.text;
  const end = Math.min(target.heightPx, y + blockPx);
  for (let py = Math.max(0, y); py < end; py++) {
    const light = LIGHT_FROM_ABOVE * (1 - (py - y) / blockPx);
    fillPx(target, x, py, blockPx, 1, pixel(mix(fill, WHITE, light)));
  }
  if (blockPx >= EDGE_FROM_PX) {
    const thick = blockPx >= WIDE_EDGE_FROM_PX ? tokens.map.tileEdgePx : 1;
    const ink = state === PageState.np ? inks.notPresentEdge : pixel(mix(fill, towards, EDGE_MIX));
    strokePx(target, x, y, blockPx, blockPx, thick, ink);
  }
  if (blockPx >= tokens.map.markFromCellPx) {
    const corner = state === PageState.rwg;
    const sizePx = Math.min(LARGEST_MARK_PX, Math.floor(blockPx * (corner ? CUT_CORNER : MARK)));
    const sprite = markSprite(inks, state, sizePx);
    const middle = (blockPx - sizePx) >> 1;
    if (sprite) stamp(target, sprite, corner ? x + blockPx - sizePx : x + middle, corner ? y : y + middle);
  }
  const radius = Math.min(48, Math.max(blockPx * tokens.map.tileRadiusFraction, Math.min(2.5, blockPx / 9)));
  roundCorners(target, x, y, blockPx, blockPx, radius, inks.palette.map.bg);
}

/** No RAM: ground with a hatch. */
export function paintHole(painting: Painting, across: Span, down: Span): void {
  const { target, geometry, inks, x, y } = painting;
  const { pixels, widthPx } = target;
  const hatch = geometry.blockPx >= HATCH_FROM_PX ? 2 : 0;
  for (let py = down.first; py < down.end; py++) {
    for (let px = across.first; px < across.end; px++) {
      const variant = VARIANT[x.phase[px] + y.phase[py]] & hatch;
      pixels[py * widthPx + px] = inks.grain[PageState.hole * VARIANTS + variant];
    }
  }
}
