import type { Pen } from '../render/pen.ts';
import { css } from '../theme/colour.ts';

/** A pen that writes down what it is asked to draw, with rounded numbers, one line a call. */
export function recordingPen(): { readonly pen: Pen; readonly calls: readonly string[] } {
  const calls: string[] = [];
  const round = (...numbers: number[]): string => numbers.map((value) => Math.round(value * 10) / 10).join(' ');
  const pen: Pen = {
    clear: () => void calls.push('clear'),
    fill: (x, y, width, height, colour, alpha) =>
      void calls.push(`fill ${round(x, y, width, height)} ${css(colour, alpha)}`),
    ring: ({ rect: { x, y, width, height }, width: line, colour, alpha }) =>
      void calls.push(`ring ${round(x, y, width, height)} line ${round(line)} ${css(colour, alpha)}`),
    labels: ({ labels, brackets }) => {
      for (const label of labels) calls.push(`text ${round(label.x, label.y)} ${label.align} ${label.text}`);
      for (const { x, top, bottom } of brackets) calls.push(`bracket ${round(x, top, bottom)}`);
    },
  };
  return { pen, calls };
}
