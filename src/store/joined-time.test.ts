import { describe, expect, it } from 'vitest';
import { joinTime, reachedAt, sharedParts, type Timed } from './joined-time.ts';

const run = (steps: number, ...phases: readonly (readonly [name: string, step: number])[]): Timed => ({
  steps,
  phases: phases.map(([name, step]) => ({ name, step })),
});
const table = (left: Timed, right: Timed): readonly number[] =>
  Array.from({ length: left.steps + 1 }, (_, step) => joinTime(left, right)(step));

describe('[PAIR-1] time of two runs', () => {
  it('is the same where the parts are the same', () => {
    const both = run(6, ['load', 0], ['free', 4]);
    expect(table(both, both)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('is joined at the parts that both have, and at the end; between them it is in proportion, rounded down', () => {
    const left = run(8, ['load', 0], ['only here', 2], ['free', 4]);
    const right = run(7, ['load', 0], ['free', 2], ['only there', 3]);
    expect(table(left, right)).toEqual([0, 0, 1, 1, 2, 3, 4, 5, 7]);
    expect(sharedParts(left, right)).toBe(2);
  });

  it('takes a name that comes again in its turn, and parts in another order as they come', () => {
    const left = run(4, ['a', 0], ['a', 2], ['b', 3]);
    expect(table(left, run(9, ['a', 1], ['a', 5], ['b', 6]))).toEqual([0, 3, 5, 6, 9]);
    expect(table(run(4, ['a', 0], ['b', 2]), run(8, ['b', 1], ['a', 6]))).toEqual([0, 6, 7, 7, 8]);
  });

  it('begins at step 0, passes a part without steps at once, and has an end for a run without steps', () => {
    const empty = run(4, ['a', 1], ['b', 1]);
    expect(table(empty, run(10, ['a', 2], ['b', 6]))).toEqual([0, 6, 7, 8, 10]);
    expect(table(empty, run(0))).toEqual([0, 0, 0, 0, 0]);
    expect(table(run(0), run(9, ['a', 2]))).toEqual([9]);
    expect(table(run(3), run(6))).toEqual([0, 2, 4, 6]);
  });

  it('leads back: the first left step at which a right step is reached', () => {
    const [left, right] = [run(4), run(8)];
    expect([...reachedAt(joinTime(left, right), 4, [0, 1, 2, 3, 8])]).toEqual([0, 1, 1, 2, 4]);
  });
});
