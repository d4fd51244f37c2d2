import { fingerprint, Run } from '../src/engine/index.ts';
import { profileFor } from '../src/engine/profiles.ts';
import { SCENARIOS } from '../src/workloads/scenarios.ts';
import { POLICY_NAMES, policyChoice } from '../src/x86/policies.ts';
import { expect, open, test } from './journey.ts';

/** Scenarios that need no recording; the 1 TiB server stands for the large ones. */
const IDS = ['one-page', 'lost-global', 'two-pages', 'module', 'server-1t'] as const;
const SEED = 7;

/** Fingerprints in Node, half-way and at the end. */
async function inNode(id: string, policy: (typeof POLICY_NAMES)[number]): Promise<readonly string[]> {
  const scenario = SCENARIOS.find((known) => known.id === id);
  if (scenario === undefined) throw new Error(`no scenario ${id}`);
  const recording = () => Promise.reject(new Error(`${id} needs a recording`));
  const workload = await scenario.load(SEED, { recording });
  const run = new Run(workload.start(profileFor(policyChoice(policy))), workload.operations);
  const half = Math.floor(run.steps / 2);
  run.advance(half);
  const atHalf = fingerprint(run);
  run.advance(run.steps);
  return [atHalf, fingerprint(run)];
}

test('[AUTO-6] a run has the same fingerprint in the browser as in Node, also when one goes back to a step', async ({
  page,
}) => {
  await open(page, 'scenario=one-page&motion=off');
  const seen = new Set<string>();
  for (const id of IDS) {
    for (const policy of id === 'server-1t' ? (['none', 'batched'] as const) : POLICY_NAMES) {
      const [atHalf, atEnd] = await page.evaluate(
        async ({ scenario, policy, seed }) => {
          const { recoalesce } = window;
          if (recoalesce === undefined) throw new Error('no automation');
          await recoalesce.load({ scenario, policy, seed });
          await recoalesce.seek(1e9);
          const atEnd = await recoalesce.fingerprint();
          const { step } = recoalesce.counters();
          await recoalesce.seek(Math.floor(step / 2));
          return [await recoalesce.fingerprint(), atEnd] as const;
        },
        { scenario: id, policy, seed: SEED },
      );
      expect([atHalf, atEnd], `${id} under ${policy}`).toEqual(await inNode(id, policy));
      seen.add(atEnd);
    }
  }
  expect(seen.size).toBeGreaterThan(IDS.length * 2);
});
