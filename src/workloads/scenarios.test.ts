import { describe, expect, it } from 'vitest';
import { hostClient } from '../testing/host-client.ts';
import { PAIRS } from './pairs.ts';
import { SCENARIOS } from './scenarios.ts';

const everything = { gibs: new Uint32Array(), order: 0 };

describe.each(SCENARIOS.map(({ id }) => id))('scenario %s', (id) => {
  it('[RUN-5] opens, and the same seed gives the same run', async () => {
    const runs = [];
    for (let i = 0; i < 2; i++) {
      const answer = await hostClient().request('open', {
        source: { kind: 'scenario', id, seed: 3 },
        choice: undefined,
        userCalls: [],
      });
      if (!answer.ok) throw new Error(answer.problem.title);
      runs.push(answer.run);
    }
    const [first, second] = runs;
    expect(first).toEqual(second);
    expect(first.startStep).toBeLessThanOrEqual(first.steps);
    expect(first.marks.step.length).toBeGreaterThan(0);
  });
});

it('[PAIR-5] a pair of the library is of scenarios that are there', () => {
  const ids = SCENARIOS.map(({ id }) => id);
  for (const { id, left, right } of PAIRS) {
    expect(ids).toEqual(expect.arrayContaining([left, right]));
    expect(ids).not.toContain(id);
  }
});

async function endOf(id: string, globalFix: boolean) {
  const client = hostClient();
  const choice = { policy: 'rfc-merge', globalFix } as const;
  const answer = await client.request('open', { source: { kind: 'scenario', id, seed: 1 }, choice, userCalls: [] });
  if (!answer.ok) throw new Error(answer.problem.title);
  const { steps, series } = answer.run;
  const frame = await client.request('seek', { step: steps, from: 0, view: everything });
  return { startsWith: series.leaves1g[0], endsWith: frame.counters.leaves['1G'] };
}

it("[MERGE-1] the RFC's example: the GiB is one page again at the end", async () => {
  expect(await endOf('one-page', true)).toEqual({ startsWith: 6, endsWith: 6 });
});

it('[MERGE-2] GLOBAL lost by np and p keeps the GiB in pieces, unless patch 1 brings it back', async () => {
  expect(await endOf('lost-global', false)).toEqual({ startsWith: 6, endsWith: 5 });
  expect(await endOf('lost-global', true)).toEqual({ startsWith: 6, endsWith: 6 });
});

it.each([
  ['server-1t', 500, 50],
  ['server-64t', 64_000, 300],
])('[RUN-12] %s ends with broken GiB, and most GiB whole', async (id, atLeast, broken) => {
  const answer = await hostClient().request('open', {
    source: { kind: 'scenario', id, seed: 1 },
    choice: undefined,
    userCalls: [],
  });
  if (!answer.ok) throw new Error(answer.problem.title);
  const { series, steps } = answer.run;
  expect(series.leaves1g[steps]).toBeGreaterThan(atLeast);
  expect(series.leaves1g[steps]).toBeLessThan(series.leaves1g[0] - broken);
});

it('[ALIAS-4] a module is RO and X at its own address, RO and NX in the direct map; unloaded it is plain data again', async () => {
  const client = hostClient();
  const source = { kind: 'scenario', id: 'module', seed: 1 } as const;
  const answer = await client.request('open', { source, choice: undefined, userCalls: [] });
  if (!answer.ok) throw new Error(answer.problem.title);
  const { run } = answer;
  const addressesAt = async (step: number) => {
    await client.request('seek', { step, from: 0, view: everything });
    const { addresses } = await client.request('inspect', { region: run.startAt ?? { level: 1, pfn: 0 } });
    return addresses.map(({ where, flags }) => `${where}: ${flags}`);
  };
  expect(await addressesAt(run.startStep)).toEqual(['direct map: RO + NX', 'module area: RO + X']);
  expect(await addressesAt(run.steps)).toEqual(['direct map: RW + NX']);
  const { counters } = await client.request('seek', { step: run.steps, from: 0, view: everything });
  expect(counters.leaves['1G']).toBe(run.series.leaves1g[0]);
  expect(counters.writableExecutable).toEqual({ directMap: 0, elsewhere: 0 });
});
