import { contrast, mix, type Rgb, rgb } from './colour.ts';
import { type ProtectionName, type Theme, tokens, type UiColourName } from './tokens.ts';

/** The colours of one theme, parsed. */
export interface Palette {
  readonly theme: Theme;
  readonly ui: Readonly<Record<UiColourName, Rgb>>;
  readonly map: Readonly<Record<keyof (typeof tokens)['color']['dark']['map'], Rgb>>;
  readonly protection: Readonly<Record<ProtectionName, Rgb>>;
  /** Page sizes 2M and 4K; a 1G page has the colour of data. */
  readonly size: readonly Rgb[];
  /** Tables by the entries that differ, from the farthest from a merge to the nearest; a 1G page has the colour of data. */
  readonly merge: readonly Rgb[];
  /** Who has a page, from PageOwner `free` on; where nobody has said, a page has the colour of data. */
  readonly owner: readonly Rgb[];
}

function parsed<Name extends string>(colours: Readonly<Record<Name, string>>): Record<Name, Rgb> {
  return Object.fromEntries(Object.entries<string>(colours).map(([name, hex]) => [name, rgb(hex)])) as Record<
    Name,
    Rgb
  >;
}

function parse(theme: Theme): Palette {
  const { ui, map, protection, size, merge, owner } = tokens.color[theme];
  return {
    theme,
    ui: parsed(ui),
    map: parsed(map),
    protection: parsed(protection),
    size: size.map(rgb),
    merge: merge.map(rgb),
    owner: owner.map(rgb),
  };
}

const PALETTES: Readonly<Record<Theme, Palette>> = { light: parse('light'), dark: parse('dark') };

/** The colours of a theme; always the same object. */
export const palette = (theme: Theme): Palette => PALETTES[theme];

const BLACK: Rgb = [0, 0, 0];
const WHITE: Rgb = [255, 255, 255];

/** The ink of a mark on a colour: black 72 % or white 85 %, the one that contrasts more (visual.md, "Colour"). */
export function markInk(under: Rgb): Rgb {
  const onLight = mix(under, BLACK, 0.72);
  const onDark = mix(under, WHITE, 0.85);
  return contrast(onLight, under) >= contrast(onDark, under) ? onLight : onDark;
}
