import type { MapColumns } from '../bridge/columns.ts';
import type { Geometry } from './geometry.ts';
import type { Inks } from './inks.ts';
import type { PixelAxis } from './pixel-axes.ts';
import type { Region } from './region.ts';
import type { Target } from './target.ts';

/** Everything that a painter of one block needs. */
export interface Painting {
  readonly target: Target;
  readonly geometry: Geometry;
  readonly columns: MapColumns;
  readonly inks: Inks;
  /** Plain 2M leaves outside of this region are drawn back; undefined: nothing is. */
  readonly focus: Region | undefined;
  readonly x: PixelAxis;
  readonly y: PixelAxis;
}

/** What a row of 2M cells looks like, by column (0-31). */
export interface CellRow {
  /** Ink of the cell, and of the gap beside it. */
  readonly inside: Uint32Array;
  readonly beside: Uint32Array;
  /** Where the states of a split cell begin in Detail.pageState; -1 of others. */
  readonly base: Int32Array;
}

/** Where one 2M cell is, in px of the target, clipped to the view; and its states when it is split. */
export interface CellPx {
  readonly column: number;
  readonly row: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** First state in Detail.pageState. */
  readonly base: number;
  /** The most salient state of the cell. */
  readonly state: number;
}
