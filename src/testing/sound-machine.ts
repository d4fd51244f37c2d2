import { machineFromLeaves, type Operation, profileFor } from '../engine/index.ts';
import type { OpenedMachine } from '../formats/opened-machine.ts';
import { workloadOfTrace } from '../workloads/traced-run.ts';
import { whyNotAsWritten } from '../workloads/why-not-as-written.ts';
import { leafCounts } from '../x86/leaf-runs.ts';
import { checkInvariants, mappedPages } from './check-invariants.ts';

const PLAIN = profileFor({ policy: 'none', globalFix: false });

/** A machine can be made of what was read, and what is done to it can be done; throws an Error that says what is wrong. */
export function checkSound(opened: OpenedMachine, operations: readonly Operation[] = []): void {
  const { leaves, run, tables } = opened;
  const machine = machineFromLeaves(leaves, opened, PLAIN, tables);
  const pages = mappedPages(machine);
  const [read, made] = [leafCounts(leaves), leafCounts(machine.leafRuns())].map(String);
  if (read !== made) throw new Error(`${read} leaves were read, the machine has ${made}`);
  for (const operation of operations) machine.apply(operation);
  checkInvariants(machine, pages);
  // The page and the commands refuse a run that does not begin with its leaves.
  if (run === undefined || whyNotAsWritten(run) !== undefined) return;
  const started = workloadOfTrace(run, []).start(profileFor(run.choice));
  const before = mappedPages(started);
  for (const operation of run.operations) started.apply(operation);
  checkInvariants(started, before);
}
