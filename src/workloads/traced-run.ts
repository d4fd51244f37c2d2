import type { MachineSpec, Operation } from '../engine/index.ts';
import type { LeafRuns } from '../x86/leaf-runs.ts';
import type { PolicyChoice } from '../x86/set-memory.ts';
import type { Session } from './session.ts';
import { startMachine } from './start-machine.ts';
import type { Origin, Workload } from './workload.ts';

/** A run as a file holds it: what it began with, and every operation. The pages of a recorded machine's tables are not in it. */
export interface TracedRun extends Omit<Workload, 'start' | 'origin' | 'warnings'> {
  readonly choice: PolicyChoice;
  readonly directMapBase: bigint;
  readonly pagingLevels: 4 | 5;
  /** Bit of an entry that means encrypted memory; absent: there is none. */
  readonly cBit: number | undefined;
  /** The leaves that the machine begins with. */
  readonly leaves: LeafRuns;
  /** The RAM of a machine that the engine booted; undefined: it was made of its leaves. */
  readonly boot: Omit<MachineSpec, 'directMapBase' | 'pagingLevels'> | undefined;
  /** Operations before step 1. */
  readonly before: readonly Operation[];
}

/** A session's run, with the calls that the user put in, as a file holds it. */
export function tracedRun({ workload, phases, run, choice }: Session): TracedRun {
  const { title, note, provenance, zones, startAt, origin } = workload;
  const { directMapBase, pagingLevels, cBit } = run.machine;
  const booted = origin.kind === 'boot';
  return {
    ...{ title, note, provenance, zones, phases, startAt, choice, directMapBase, pagingLevels, cBit },
    leaves: booted ? workload.start(run.machine.profile).leafRuns() : origin.leaves,
    boot: booted ? origin.spec : undefined,
    before: booted ? [] : origin.before,
    startStep: run.step,
    operations: Array.from({ length: run.steps }, (_, i) => run.operation(i + 1)),
  };
}

/** The workload of a run that was read from a file; its warnings are the caller's. */
export function workloadOfTrace(trace: TracedRun, warnings: readonly string[]): Workload {
  const { title, note, provenance, zones, phases, startStep, startAt, operations, choice } = trace;
  const { directMapBase, pagingLevels, cBit, leaves, boot, before } = trace;
  const place = { directMapBase, pagingLevels };
  const origin: Origin =
    boot === undefined
      ? { kind: 'leaves', leaves, place: { ...place, cBit }, before, tables: [] }
      : { kind: 'boot', spec: { ...boot, ...place } };
  return {
    ...{ title, note, provenance, zones, phases, startStep, startAt, operations, warnings, origin, choice },
    start: (profile) => startMachine(origin, profile),
  };
}
