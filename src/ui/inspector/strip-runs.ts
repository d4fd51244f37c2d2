import { PAGE_STATES } from '../../x86/page-state.ts';

/** Neighbouring entries of one state, as a box on a strip. */
export interface StripRun {
  readonly state: number;
  /** Number of its first entry. */
  readonly first: number;
  readonly x: number;
  readonly width: number;
}

const LEAST_PX = 4;

/** Boxes for the 512 states of a table on a strip of `widthPx`, the less salient first, so that odd entries lie on top. */
export function stripRuns(states: Uint8Array, widthPx: number): readonly StripRun[] {
  if (widthPx <= 0) return [];
  const scale = widthPx / states.length;
  const runs: StripRun[] = [];
  for (let first = 0; first < states.length; ) {
    let end = first + 1;
    while (end < states.length && states[end] === states[first]) end++;
    const width = Math.max(LEAST_PX, (end - first) * scale);
    const middle = ((first + end) / 2) * scale;
    const x = Math.min(widthPx - width, Math.max(0, middle - width / 2));
    runs.push({ state: states[first], first, x, width });
    first = end;
  }
  return runs.sort((a, b) => a.state - b.state);
}

/** How many entries have each PageState. */
export function stateCounts(states: Uint8Array): Float64Array {
  const counts = new Float64Array(PAGE_STATES);
  for (const state of states) counts[state]++;
  return counts;
}
