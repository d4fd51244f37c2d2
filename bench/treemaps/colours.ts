import { css } from '../../src/theme/colour.ts';
import type { Palette } from '../../src/theme/palette.ts';
import { PAGE_STATE_NAMES } from '../../src/x86/page-state.ts';

/** CSS colours of the states of cells. */
export const coloursOf = ({ protection, map }: Palette): readonly string[] =>
  PAGE_STATE_NAMES.map((name) => css(name === 'hole' ? map.hole : protection[name]));
