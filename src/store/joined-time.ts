import type { RunInfo } from '../bridge/calls.ts';

/** What joins the time of a run with another's: its length, and its named parts. */
export type Timed = Pick<RunInfo, 'steps' | 'phases'>;

/** A moment that both runs have, by the step of each. */
interface Joint {
  readonly left: number;
  readonly right: number;
}

/** The step of the right run at a step of the left one; it never goes back. */
export type JoinedTime = (leftStep: number) => number;

/**
 * Joins the time of two runs: both begin at step 0, come to a part that both have (of one name, the n-th of it, in one
 * order) at its first step on either side, and end together. Between two such moments the right run has come so far as
 * the left one, in proportion and rounded down: it never is at the next moment before. Where several moments share a
 * step of the left run the last one counts, but step 0 is the beginning.
 */
export function joinTime(left: Timed, right: Timed): JoinedTime {
  const joints = jointsOf(left, right);
  return (leftStep) => {
    if (leftStep <= 0 && left.steps > 0) return 0;
    const at = joints.findLastIndex((joint) => joint.left <= leftStep);
    const [from, to] = [joints[at], joints[at + 1]];
    if (to === undefined) return from.right;
    return from.right + Math.floor(((leftStep - from.left) * (to.right - from.right)) / (to.left - from.left));
  };
}

/** For ascending steps of the right run the first step of the left one at which each has been reached. */
export function reachedAt(join: JoinedTime, leftSteps: number, rightSteps: ArrayLike<number>): Uint32Array {
  let at = 0;
  return Uint32Array.from(rightSteps, (step) => {
    while (at < leftSteps && join(at) < step) at++;
    return at;
  });
}

/** Parts that both runs have: what joins their time beside beginning and end. */
export const sharedParts = (left: Timed, right: Timed): number => jointsOf(left, right).length - 2;

function jointsOf(left: Timed, right: Timed): readonly Joint[] {
  const joints: Joint[] = [{ left: 0, right: 0 }];
  let next = 0;
  for (const { name, step } of left.phases) {
    const found = right.phases.findIndex((phase, at) => at >= next && phase.name === name);
    if (found < 0) continue;
    joints.push({ left: step, right: right.phases[found].step });
    next = found + 1;
  }
  joints.push({ left: left.steps, right: right.steps });
  return joints;
}
