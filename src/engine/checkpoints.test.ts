import { expect, it } from 'vitest';
import { Checkpoints } from './checkpoints.ts';
import type { MachineCheckpoint } from './machine-checkpoint.ts';

const state = (copied: number): MachineCheckpoint =>
  ({ areas: [{ tables: { copied } }] }) as unknown as MachineCheckpoint;

/** Steps of this much work each, with a checkpoint wherever one is due. */
function checkpointsOf(works: readonly number[], copiedEach = 0): Checkpoints {
  const checkpoints = new Checkpoints(state(0));
  let work = 0;
  works.forEach((cost, i) => {
    work += cost;
    if (checkpoints.isDue(work)) checkpoints.add(i + 1, work, state((i + 1) * copiedEach));
  });
  return checkpoints;
}

const widest = (checkpoints: Checkpoints, works: readonly number[]): number => {
  let most = 0;
  let since = 0;
  works.forEach((cost, i) => {
    since = checkpoints.before(i + 1).step === i + 1 ? 0 : since + cost;
    most = Math.max(most, since);
  });
  return most;
};

it('[RUN-8] however long a run is, little work lies between any step and the checkpoint before it', () => {
  for (const steps of [1000, 100_000, 1_000_000]) {
    const works = new Array<number>(steps).fill(9);
    const checkpoints = checkpointsOf(works);
    expect(checkpoints.length).toBeLessThanOrEqual(512);
    expect(widest(checkpoints, works)).toBeLessThan(Math.max(2 ** 14 + 9, (9 * steps) / 200));
  }
});

it('[RUN-8] also when few operations do most of the work', () => {
  const works = Array.from({ length: 200_000 }, (_, i) => (i % 997 === 0 ? 50_000 : 9));
  const total = works.reduce((sum, work) => sum + work, 0);
  expect(widest(checkpointsOf(works), works)).toBeLessThan(total / 100);
});

it('[RUN-9] checkpoints that hold much are fewer', () => {
  const works = new Array<number>(400).fill(2 ** 14);
  expect(checkpointsOf(works).length).toBe(401);
  expect(checkpointsOf(works, 2 ** 18).length).toBeLessThan(80);
});

it('finds the last one at or before a step, and forgets later ones', () => {
  const checkpoints = checkpointsOf(new Array<number>(10).fill(2 ** 14));
  expect([0, 3, 10, 99].map((step) => checkpoints.before(step).step)).toEqual([0, 3, 10, 10]);
  checkpoints.cut(4);
  expect(checkpoints.before(99).step).toBe(4);
  expect(checkpoints.isDue(5 * 2 ** 14)).toBe(true);
});
