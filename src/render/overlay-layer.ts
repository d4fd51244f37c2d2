import type { MotionShapes } from '../scene/motion-shapes.ts';
import type { Ring } from '../scene/overlay.ts';
import type { Pen } from './pen.ts';

/** Everything over the painted cells, in the order in which it is drawn. */
export interface OverlayScene {
  readonly motions: MotionShapes;
  readonly hover: readonly Ring[];
  readonly selection: readonly Ring[];
}

/** Draws the overlay anew: motions, then what the pointer is on, then the selection on top. */
export function drawOverlay(pen: Pen, { motions, hover, selection }: OverlayScene): void {
  pen.clear();
  for (const { x, y, width, height, colour, alpha } of motions.fills) pen.fill(x, y, width, height, colour, alpha);
  for (const ring of motions.rings) pen.ring(ring);
  for (const ring of hover) pen.ring(ring);
  for (const ring of selection) pen.ring(ring);
}
