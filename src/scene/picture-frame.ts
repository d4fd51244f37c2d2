import { PageState } from '../x86/page-state.ts';
import type { Inks } from './inks.ts';
import { type Label, textWidth } from './label.ts';

/** What a saved picture says above a map: the title, and a sentence or two. */
export interface PictureCaption {
  readonly title: string;
  readonly about: readonly string[];
}

/** What a saved picture says around its map, or its maps side by side. */
export interface PictureWords {
  /** From left to right. */
  readonly captions: readonly PictureCaption[];
  /** Below them: what is counted, and a row of each colour by its code in scene/colouring. */
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

/** Width and height of a map, CSS px. */
export interface MapSize {
  readonly width: number;
  readonly height: number;
}

/** Captions and legend around maps side by side, in CSS px of the whole picture; the maps' upper edges are at `top`. */
export interface PictureFrame {
  readonly width: number;
  readonly height: number;
  readonly top: number;
  /** Left edges of the maps. */
  readonly lefts: readonly number[];
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

/** Lays out a caption above each map, and the legend below them. */
export function pictureFrame(words: PictureWords, maps: readonly MapSize[], inks: Inks): PictureFrame {
  const { text, text2, text3 } = inks.palette.ui;
  const labels: Label[] = [];
  const squares: FrameSquare[] = [];
  const lefts = maps.map((_, i) => maps.slice(0, i).reduce((sum, map) => sum + map.width + MARGIN, 0));
  const width = lefts[maps.length - 1] + maps[maps.length - 1].width;
  type Style = typeof TITLE | typeof TEXT;
  /** Writes a line from `left` on; where the next one begins. */
  const write = (line: string, style: Style, colour: Label['colour'], left: number, room: number, from: number) => {
    let y = from;
    for (const part of wrapped(line, room - 2 * MARGIN, style.sizeCssPx)) {
      y += style.line;
      labels.push({ ...style, text: part, x: left + MARGIN, y: y - 5, align: 'left', colour });
    }
    return y;
  };
  const ends = words.captions.map(({ title, about }, i) => {
    const room = maps[i].width;
    const below = write(title, TITLE, text, lefts[i], room, MARGIN);
    return about.reduce((y, line) => write(line, TEXT, text2, lefts[i], room, y), below);
  });
  const top = Math.max(...ends) + MARGIN;
  let y = top + Math.max(...maps.map(({ height }) => height)) + MARGIN;
  y = write(words.counted, TEXT, text3, 0, width, y);
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
  return { width, height: y + ROW + MARGIN - 6, top, lefts, labels, squares };
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
