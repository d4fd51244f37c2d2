import type { Cells } from './cells.ts';

/** One way to draw a treemap, at work in an element of 1920x1080 px. */
export interface Contender {
  /** Draws every cell at its place and state of a redraw, at once or in the next animation frame. */
  redraw(redraw: number): void;
}

/** Makes a contender and its first picture (redraw 0), at once or in the next animation frame. */
export type Start = (host: HTMLElement, cells: Cells) => Contender;
