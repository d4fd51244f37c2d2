import { diffMachines, type LeafRun, type Run, summariseDiff } from '../engine/index.ts';
import type { Comparison } from './comparison.ts';

/** From some leaves to others, columns and numbers. */
export function comparisonOf(before: readonly LeafRun[], after: readonly LeafRun[]): Comparison {
  const columns = diffMachines(before, after);
  return { columns, ...summariseDiff(columns) };
}

/** From one step of a run to another, at which the run is left. Throws RangeError for a step that is none. */
export function compareSteps(run: Run, from: number, to: number): Comparison {
  if (!Number.isInteger(from)) throw new RangeError(`step ${from} is not a whole number`);
  const before = run.seek(from).leafRuns();
  return comparisonOf(before, run.seek(to).leafRuns());
}
