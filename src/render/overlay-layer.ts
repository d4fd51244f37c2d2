import type { Fill, MotionShapes } from '../scene/motion-shapes.ts';
import type { Ring } from '../scene/overlay.ts';
import type { Pen } from './pen.ts';

/** Everything over the painted cells, in the order in which it is drawn. */
export interface OverlayScene {
  readonly motions: MotionShapes;
  readonly hover: readonly Ring[];
  /** The outline of several selected regions. */
  readonly outline: readonly Fill[];
  readonly selection: readonly Ring[];
  /** The rectangle that is being drawn to select what it touches. */
  readonly band: readonly Ring[];
}

/** Draws the overlay anew: motions, then what the pointer is on, then the selection on top. */
export function drawOverlay(pen: Pen, { motions, hover, outline, selection, band }: OverlayScene): void {
  pen.clear();
  const fill = ({ x, y, width, height, colour, alpha }: Fill): void => pen.fill(x, y, width, height, colour, alpha);
  for (const one of motions.fills) fill(one);
  for (const ring of motions.rings) pen.ring(ring);
  for (const ring of hover) pen.ring(ring);
  for (const one of outline) fill(one);
  for (const ring of selection) pen.ring(ring);
  for (const ring of band) pen.ring(ring);
}
