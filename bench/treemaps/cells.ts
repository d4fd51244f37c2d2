/** Cells of a GiB. */
export const CELLS = 512;

/** Number of protections that cells have. */
const STATES = 9;

/** What a treemap shows: GiB of 512 equal cells each, and the state (1-9) of every cell at each redraw. */
export interface Cells {
  readonly gibs: number;
  /** By cell; all differ from those of the redraw before. Made beforehand: no part of what is measured. */
  states(redraw: number): Uint8Array;
}

/** Cells of so many GiB. */
export function cellsOf(gibs: number): Cells {
  const made = Array.from({ length: STATES }, (_, redraw) =>
    Uint8Array.from({ length: gibs * CELLS }, (_, i) => (((Math.imul(i, 0x9e3779b1) >>> 20) + redraw) % STATES) + 1),
  );
  return { gibs, states: (redraw) => made[redraw % STATES] as Uint8Array };
}

/** Size of every treemap, CSS px. */
export const WIDTH = 1920;
export const HEIGHT = 1080;

/** Width and height that a treemap has at a redraw: a little more each time, and back, so that every cell moves. */
export function sizeAt(redraw: number): readonly [width: number, height: number] {
  const part = 1 - (redraw % 4) * 0.01;
  return [Math.round(WIDTH * part), Math.round(HEIGHT * part)];
}
