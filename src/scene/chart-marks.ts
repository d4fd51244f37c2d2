/// <reference path="./d3-modules.d.ts" />
import { bisectLeft, bisectRight } from 'd3-array';
import { EventKind, type MarkColumns } from '../bridge/columns.ts';
import { firstStepAt, type StepScale } from './chart.ts';

/** Splits and merges of one pixel column: exact counts by the level of the page split or made (2 = 2M, 3 = 1G). */
export interface MarkColumn {
  /** Whole chart px. */
  readonly x: number;
  readonly firstStep: number;
  readonly lastStep: number;
  readonly splits2m: number;
  readonly splits1g: number;
  readonly merges2m: number;
  readonly merges1g: number;
}

/** The marks of a run, added up by pixel column; columns without marks are left out. */
export function markColumns(marks: MarkColumns, scale: StepScale): readonly MarkColumn[] {
  const columns: MarkColumn[] = [];
  const { step, kind, level } = marks;
  for (let row = 0; row < step.length; ) {
    const x = Math.round(scale.toPx(step[row]));
    const count = { splits2m: 0, splits1g: 0, merges2m: 0, merges1g: 0 };
    const firstStep = step[row];
    let lastStep = firstStep;
    const endStep = firstStepAt(scale, x + 0.5);
    for (; row < step.length && (step[row] < endStep || step[row] === firstStep); row++) {
      lastStep = step[row];
      if (kind[row] === EventKind.split) count[level[row] === 3 ? 'splits1g' : 'splits2m']++;
      else count[level[row] === 3 ? 'merges1g' : 'merges2m']++;
    }
    columns.push({ x, firstStep, lastStep, ...count });
  }
  return columns;
}

/** Rows of the marks made by one step: from `first` up to and without `end`. */
export function markRowsAt(marks: MarkColumns, step: number): { readonly first: number; readonly end: number } {
  return { first: bisectLeft(marks.step, step), end: bisectRight(marks.step, step) };
}

const mergesBefore = new WeakMap<MarkColumns, Uint32Array>();

/** Splits and merges up to and including a step. */
export function marksUpTo(marks: MarkColumns, step: number): { readonly splits: number; readonly merges: number } {
  let counts = mergesBefore.get(marks);
  if (counts === undefined) {
    counts = new Uint32Array(marks.step.length + 1);
    for (let row = 0; row < marks.step.length; row++)
      counts[row + 1] = counts[row] + (marks.kind[row] === EventKind.merge ? 1 : 0);
    mergesBefore.set(marks, counts);
  }
  const { end } = markRowsAt(marks, step);
  return { splits: end - counts[end], merges: counts[end] };
}
