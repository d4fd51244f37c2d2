import type { Rgb } from '../theme/colour.ts';

/** One line of text in CSS px of the view; `y` is its baseline, `x` its left or right end. Always in the mono font. */
export interface Label {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly align: 'left' | 'right' | 'center';
  readonly sizeCssPx: number;
  readonly weight: 500 | 650;
  readonly colour: Rgb;
}

/** Advance of a glyph of the mono font, in em (JetBrains Mono: 600/1000, with the tracking of the tokens). */
const ADVANCE = 0.59;
/** Width of a text in the mono font, CSS px. */
export const textWidth = (text: string, sizeCssPx: number): number => text.length * ADVANCE * sizeCssPx;
