import type { LabelScene } from '../scene/labels.ts';
import type { Ring } from '../scene/overlay.ts';
import type { Rgb } from '../theme/colour.ts';

/** What layers draw with; all lengths in device px but for labels, which are in CSS px. */
export interface Pen {
  clear(): void;
  fill(x: number, y: number, width: number, height: number, colour: Rgb, alpha: number): void;
  ring(ring: Ring): void;
  /** Draws labels and brackets; `line` is the colour of the brackets, `alpha` 0..1. */
  labels(scene: LabelScene, line: Rgb, alpha: number): void;
}
