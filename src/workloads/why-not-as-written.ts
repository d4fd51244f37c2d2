import { profileFor } from '../engine/index.ts';
import { equalRuns } from '../x86/leaf-runs.ts';
import { type TracedRun, workloadOfTrace } from './traced-run.ts';

/** Why a run that was read from a file does not begin with the leaves that are written in it; undefined: it does. */
export function whyNotAsWritten(trace: TracedRun): string | undefined {
  if (trace.boot === undefined) return undefined;
  try {
    const leaves = workloadOfTrace(trace, []).start(profileFor(trace.choice)).leafRuns();
    return equalRuns(leaves, trace.leaves)
      ? undefined
      : 'the machine that boots has other leaves than those written in the file';
  } catch (error) {
    if (error instanceof RangeError) return `its machine does not come up: ${error.message}`;
    throw error;
  }
}
