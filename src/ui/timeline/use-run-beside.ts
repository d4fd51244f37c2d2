import { useMemo } from 'react';
import { joinTime } from '../../store/joined-time.ts';
import { useApp, useOther } from '../app-context.ts';
import type { Run } from '../data.ts';

/** The run at the right of a comparison, on the timeline of the left one. */
export interface RunBeside {
  readonly run: Run;
  /** Its step at each step of the left run. */
  readonly steps: Uint32Array;
  /** Its splits and merges, at steps of the left run. */
  readonly marks: Run['marks'];
}

/** The run beside this one; undefined when there is none. */
export function useRunBeside(run: Run): RunBeside | undefined {
  const other = useOther((state) => state.run);
  const marks = useApp((state) => state.marksBeside);
  return useMemo(() => {
    if (other === undefined || marks === undefined) return undefined;
    const join = joinTime(run, other);
    const steps = Uint32Array.from({ length: run.steps + 1 }, (_, step) => join(step));
    return { run: other, steps, marks };
  }, [run, other, marks]);
}
