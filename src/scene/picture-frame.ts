import { PageState } from '../x86/page-state.ts';
import type { Inks } from './inks.ts';
import { type Label, textWidth } from './label.ts';

/** What a saved picture says around the map. */
export interface PictureWords {
  /** Above it: the title, and a sentence or two. */
  readonly title: string;
  readonly about: readonly string[];
  /** Below it: what is counted, and a row of each colour by its code in scene/colouring. */
  readonly counted: string;
  readonly legend: readonly { readonly code: number; readonly text: string }[];
}

/** A colour of the legend: its upper left corner in CSS px. */
export interface FrameSquare {
  readonly x: number;
  readonly y: number;
  readonly code: number;
  /** It has an edge, as a page that is not present. */
  readonly edged: boolean;
}

/** Caption and legend around a map, in CSS px of the whole picture; the map lies between `top` and `bottom`. */
export interface PictureFrame {
  readonly width: number;
  readonly top: number;
  /** Where the map ends. */
  readonly bottom: number;
  readonly height: number;
  readonly labels: readonly Label[];
  readonly squares: readonly FrameSquare[];
}

/** Edge of a square of the legend, CSS px. */
export const SQUARE_CSS_PX = 14;

const MARGIN = 16;
const TITLE = { sizeCssPx: 15, weight: 650, line: 22 } as const;
const TEXT = { sizeCssPx: 11, weight: 500, line: 17 } as const;
const ROW = 22;
const BETWEEN = 20;

/** Lays out caption and legend around a map of this size. */
export function pictureFrame(words: PictureWords, width: number, mapHeight: number, inks: Inks): PictureFrame {
  const { text, text2, text3 } = inks.palette.ui;
  const labels: Label[] = [];
  const squares: FrameSquare[] = [];
  let y = MARGIN;
  const write = (line: string, style: typeof TITLE | typeof TEXT, colour: Label['colour']): void => {
    for (const part of wrapped(line, width - 2 * MARGIN, style.sizeCssPx)) {
      y += style.line;
      labels.push({ ...style, text: part, x: MARGIN, y: y - 5, align: 'left', colour });
    }
  };
  write(words.title, TITLE, text);
  for (const line of words.about) write(line, TEXT, text2);
  const top = y + MARGIN;
  const bottom = top + mapHeight;
  y = bottom + MARGIN;
  write(words.counted, TEXT, text3);
  let x = MARGIN;
  y += 4;
  for (const { code, text: entry } of words.legend) {
    const size = SQUARE_CSS_PX + 6 + textWidth(entry, TEXT.sizeCssPx);
    if (x > MARGIN && x + size > width - MARGIN) {
      x = MARGIN;
      y += ROW;
    }
    squares.push({ x, y, code, edged: code === PageState.np });
    labels.push({ ...TEXT, text: entry, x: x + SQUARE_CSS_PX + 6, y: y + 11, align: 'left', colour: text });
    x += size + BETWEEN;
  }
  return { width, top, bottom, height: y + ROW + MARGIN - 6, labels, squares };
}

/** Lines of at most `room` CSS px, broken at spaces. */
function wrapped(text: string, room: number, sizeCssPx: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && textWidth(`${line} ${word}`, sizeCssPx) <= room) lines[lines.length - 1] += ` ${word}`;
    else lines.push(word);
  }
  return lines;
}
