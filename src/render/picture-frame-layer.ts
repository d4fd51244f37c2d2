import { type Inks, markSprite } from '../scene/inks.ts';
import { CUT_CORNER } from '../scene/marks.ts';
import { type PictureFrame, SQUARE_CSS_PX } from '../scene/picture-frame.ts';
import type { Rgb } from '../theme/colour.ts';
import type { Pen } from './pen.ts';

/** Draws captions and legend on the ground, over which the maps are drawn. */
export function drawPictureFrame(pen: Pen, frame: PictureFrame, inks: Inks, dpr: number): void {
  const { bg, npEdge } = inks.palette.map;
  pen.fill(0, 0, frame.width * dpr, frame.height * dpr, bg, 1);
  const size = Math.round(SQUARE_CSS_PX * dpr);
  for (const { x, y, code, edged } of frame.squares) {
    const [left, upper] = [Math.round(x * dpr), Math.round(y * dpr)];
    pen.fill(left, upper, size, size, inks.rgb[code], 1);
    if (edged)
      pen.ring({
        rect: { x: left + 0.5, y: upper + 0.5, width: size - 1, height: size - 1 },
        radius: 0,
        width: 1,
        colour: npEdge,
        alpha: 1,
      });
    const corner = inks.marks[code] === 'rwg';
    const markPx = corner ? Math.floor(size * CUT_CORNER) : size;
    const mark = markSprite(inks, code, markPx);
    mark?.inks.forEach((ink, at) => {
      pen.fill(left + size - markPx + mark.columns[at], upper + mark.rows[at], 1, 1, rgbOf(ink), 1);
    });
  }
  pen.labels({ labels: frame.labels, brackets: [] }, bg, 1);
}

/** A pixel value has red in its lowest byte. */
const rgbOf = (ink: number): Rgb => [ink & 255, (ink >> 8) & 255, (ink >> 16) & 255];
