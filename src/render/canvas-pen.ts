import type { Label } from '../scene/label.ts';
import type { Bracket, LabelScene } from '../scene/labels.ts';
import type { Ring } from '../scene/overlay.ts';
import { css, type Rgb } from '../theme/colour.ts';
import { tokens } from '../theme/tokens.ts';
import type { Pen } from './pen.ts';

const FONT = `"${tokens.font.mono}", monospace`;
type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;
const BRACKET_TICK = 5;

/** Draws labels; what is as in the label before is not set again, for setting costs more than drawing. */
function drawLabels(context: Context, labels: readonly Label[]): void {
  let before: Label | undefined;
  for (const label of labels) {
    const { weight, sizeCssPx, colour, align } = label;
    if (weight !== before?.weight || sizeCssPx !== before.sizeCssPx) context.font = `${weight} ${sizeCssPx}px ${FONT}`;
    if (colour !== before?.colour) context.fillStyle = css(colour);
    if (align !== before?.align) context.textAlign = align;
    context.fillText(label.text, label.x, label.y);
    before = label;
  }
}

function drawBracket(context: Context, { x, top, bottom }: Bracket): void {
  context.beginPath();
  context.moveTo(x + BRACKET_TICK, top + 0.5);
  context.arcTo(x + 0.5, top + 0.5, x + 0.5, top + 2.5, 2);
  context.lineTo(x + 0.5, bottom - 2.5);
  context.arcTo(x + 0.5, bottom - 0.5, x + BRACKET_TICK, bottom - 0.5, 2);
  context.lineTo(x + BRACKET_TICK, bottom - 0.5);
  context.stroke();
}

/** A pen for a canvas whose size is in device px. */
export function canvasPen(context: Context, dpr: () => number): Pen {
  return {
    clear: () => context.clearRect(0, 0, context.canvas.width, context.canvas.height),
    fill(x: number, y: number, width: number, height: number, colour: Rgb, alpha: number) {
      context.fillStyle = css(colour, alpha);
      context.fillRect(x, y, width, height);
    },
    ring({ rect, radius, width, colour, alpha }: Ring) {
      context.strokeStyle = css(colour, alpha);
      context.lineWidth = width;
      context.beginPath();
      context.roundRect(rect.x, rect.y, rect.width, rect.height, Math.min(radius, rect.width / 2, rect.height / 2));
      context.stroke();
    },
    labels({ labels, brackets }: LabelScene, line: Rgb, alpha: number) {
      context.save();
      context.scale(dpr(), dpr());
      context.globalAlpha = alpha;
      context.textBaseline = 'alphabetic';
      context.letterSpacing = `${tokens.font.scale.mono[3]}em`;
      drawLabels(context, labels);
      context.strokeStyle = css(line);
      context.lineWidth = 1;
      for (const bracket of brackets) drawBracket(context, bracket);
      context.restore();
    },
  };
}
