import { mix, pixel, type Rgb } from '../theme/colour.ts';
import { markInk, type Palette } from '../theme/palette.ts';
import { type ProtectionName, tokens } from '../theme/tokens.ts';
import { PAGE_OWNER_NAMES } from '../x86/page-owner.ts';
import { PAGE_STATE_NAMES, PAGE_STATES, PageState } from '../x86/page-state.ts';
import { CODES, type Colouring, LOUD_CODES, ownerCode } from './colouring.ts';
import { LARGEST_GAP_PX } from './geometry.ts';
import { markCoverage, OWNER_MARK } from './marks.ts';
import { type Sprite, spriteOf } from './target.ts';

/** Variants of a pixel by its place: bit 0 is the checker of the 4K grain, bit 1 the hatch of holes. */
export const VARIANTS = 4;

/** All colours of the painter as pixels, by code of a colouring (protection: the PageState), for one theme and one filter. */
export interface Inks {
  readonly palette: Palette;
  readonly ground: number;
  /** A leaf of 2M or 1G, and a 4K page that is a square. */
  readonly solid: Uint32Array;
  /** The gap beside a leaf, by its width in device px (0-10): half way to the ground, three quarters, all the way. */
  readonly gap: readonly Uint32Array[];
  /** A plain leaf of 2M beside the one that fills the view. */
  readonly back: number;
  /** A 4K page too small for a square: state * VARIANTS + variant. */
  readonly grain: Uint32Array;
  /** A leaf of 2M in a GiB without gaps. */
  readonly leaf: Uint32Array;
  /** A GiB without gaps: (2 * state + 1 when split to 4K) * VARIANTS + variant. */
  readonly flat: Uint32Array;
  readonly notPresentEdge: number;
  /** A GiB whose detail is not there yet. */
  readonly unread: number;
  /** The mark of each code, the second code beside colour. */
  readonly marks: readonly (ProtectionName | undefined)[];
  /** The fill by state, to compute with. */
  readonly rgb: readonly Rgb[];
  /** Marks painted on their colour; filled by markSprite. */
  readonly sprites: Map<number, Sprite>;
  /** Small 1G pages; filled by paintTile. */
  readonly tiles: Map<number, Uint32Array>;
}

/** Part of the way to the ground of a leaf that is not in focus. */
const STEPPED_BACK = 0.6;
const FADED = 0.84;
/** Part of the way to plain data of the 2M pages beside tables of 4K entries. */
const QUIET = 0.78;
const GAPS = [tokens.map.gapTowardsGround.default, tokens.map.gapTowardsGround.fromBlockPx448, 1] as const;

/** How far towards the ground a gap of this width is drawn, 0..1. */
export const gapPart = (gapPx: number): number => GAPS[gapPx <= 1 ? 0 : gapPx <= 2 ? 1 : 2];

const STATE_MARKS = PAGE_STATE_NAMES.map((name) => (name === 'hole' || name === 'rw' ? undefined : name));
const OWNER_MARKS = PAGE_OWNER_NAMES.reduce<(ProtectionName | undefined)[]>((marks, name, owner) => {
  marks[ownerCode(owner)] = OWNER_MARK[name];
  return marks;
}, []);

/** Colour of each code before the filter; the hole's is the blank of no RAM. */
function fills(palette: Palette, colouring: Colouring): Rgb[] {
  if (colouring === 'owner') {
    const { owner, protection, map } = palette;
    return Array.from({ length: CODES }, (_, code) =>
      code === 0 ? map.hole : (owner[code - PAGE_STATES] ?? protection.rw),
    );
  }
  const states = PAGE_STATE_NAMES.map((name) => (name === 'hole' ? palette.map.hole : palette.protection[name]));
  const others = colouring === 'protection' ? [] : palette[colouring];
  const quiet = others.map((colour) => (colouring === 'merge' ? mix(colour, palette.protection.rw, QUIET) : colour));
  return Array.from(
    { length: CODES },
    (_, code) => states[code] ?? others[code - LOUD_CODES] ?? quiet[code - PAGE_STATES] ?? palette.map.bg,
  );
}

/** Plain data in 2M leaves steps 30 % towards the ground; all else keeps its colour, so that it is found. */
function flatInks(rgb: readonly Rgb[], grain: Uint32Array, ground: Rgb): Uint32Array {
  const flat = new Uint32Array(2 * grain.length);
  for (let state = 0; state < CODES; state++) {
    const towards = state === PageState.rw ? tokens.map.tinyBlockTowardsGround : 0;
    const leaf = pixel(mix(rgb[state], ground, towards));
    for (let variant = 0; variant < VARIANTS; variant++) {
      const split = grain[state * VARIANTS + variant];
      flat[2 * state * VARIANTS + variant] = state === PageState.hole ? split : leaf;
      flat[(2 * state + 1) * VARIANTS + variant] = split;
    }
  }
  return flat;
}

/** Makes the inks. `hiddenStates`: bit set of the codes that the legend filters out; they are drawn faded. */
export function makeInks(palette: Palette, hiddenStates: number, colouring: Colouring = 'protection'): Inks {
  const { bg: ground, hatch, hole, npEdge } = palette.map;
  // With a group of tables go the 2M pages of such tables.
  const hidden = colouring === 'merge' ? hiddenStates | (hiddenStates >> (LOUD_CODES - PAGE_STATES)) : hiddenStates;
  const fade = (colour: Rgb, state: number): Rgb => ((hidden >> state) & 1 ? mix(colour, ground, FADED) : colour);
  const rgb = fills(palette, colouring).map(fade);
  const byState = (ink: (colour: Rgb, state: number) => Rgb): Uint32Array =>
    Uint32Array.from(rgb, (colour, state) => pixel(ink(colour, state)));
  const contrasting: Rgb = palette.theme === 'dark' ? [255, 255, 255] : palette.ui.text;
  const data = palette.protection.rw;
  const checker = [mix(data, ground, tokens.map.grain.groundMix), mix(data, contrasting, tokens.map.grain.whiteMix)];
  const grain = new Uint32Array(CODES * VARIANTS);
  for (let state = 0; state < CODES; state++) {
    for (let variant = 0; variant < VARIANTS; variant++) {
      let ink = rgb[state];
      if (state === PageState.hole) ink = variant & 2 ? hatch : hole;
      else if (state === PageState.rw) ink = fade(checker[variant & 1], state);
      else if (state === PageState.np) ink = fade(npEdge, state);
      grain[state * VARIANTS + variant] = pixel(ink);
    }
  }
  const towardsGround = (part: number) => byState((colour) => mix(colour, ground, part));
  return {
    palette,
    ground: pixel(ground),
    solid: byState((colour) => colour),
    gap: Array.from({ length: LARGEST_GAP_PX + 1 }, (_, gapPx) => towardsGround(gapPart(gapPx))),
    back: pixel(mix(rgb[PageState.rw], ground, STEPPED_BACK)),
    grain,
    leaf: byState((colour, state) =>
      mix(colour, ground, state === PageState.rw ? tokens.map.tinyBlockTowardsGround : 0),
    ),
    flat: flatInks(rgb, grain, ground),
    notPresentEdge: pixel(fade(npEdge, PageState.np)),
    unread: pixel(mix(data, ground, 0.62)),
    marks: colouring === 'owner' ? OWNER_MARKS : STATE_MARKS,
    rgb,
    sprites: new Map(),
    tiles: new Map(),
  };
}

/** The mark of a protection on its own colour, `sizePx` wide and high; undefined for other codes. */
export function markSprite(inks: Inks, state: number, sizePx: number): Sprite | undefined {
  const mark = inks.marks[state];
  if (mark === undefined) return undefined;
  const key = state * 1024 + sizePx;
  let sprite = inks.sprites.get(key);
  if (!sprite) {
    const under = inks.rgb[state];
    const ink = mark === 'rwg' ? inks.palette.map.bg : markInk(under);
    const coverage = markCoverage(mark, sizePx);
    sprite = spriteOf(
      Uint32Array.from(coverage, (part) => (part === 0 ? 0 : pixel(mix(under, ink, part)))),
      sizePx,
    );
    inks.sprites.set(key, sprite);
  }
  return sprite;
}
