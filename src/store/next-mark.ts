import type { RunInfo } from '../bridge/calls.ts';

/** The nearest step after (1) or before (-1) `step` at which one of the runs has a mark of this kind. */
export function nextMark(
  runs: readonly RunInfo['marks'][],
  kind: number,
  step: number,
  direction: 1 | -1,
): number | undefined {
  let nearest: number | undefined;
  for (const marks of runs)
    for (let row = 0; row < marks.step.length; row++) {
      const ahead = (marks.step[row] - step) * direction;
      const nearer = nearest === undefined || ahead < (nearest - step) * direction;
      if (marks.kind[row] === kind && ahead > 0 && nearer) nearest = marks.step[row];
    }
  return nearest;
}
