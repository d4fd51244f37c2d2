import { diffMachines, diffSide, diffText, summariseDiff } from '../engine/index.ts';
import type { Session } from '../workloads/session.ts';
import { endOfRuns, type LeafRuns } from '../x86/leaf-runs.ts';
import { PAGES_1G } from '../x86/page.ts';
import type { MachineLeaves } from './calls.ts';
import type { Comparison } from './comparison.ts';
import { momentName } from './host-diagnosis.ts';

/** From another machine to the open one at its step, whose `format` is given: columns, numbers and text. */
export const comparisonWith = (session: Session, other: MachineLeaves, format: string): Comparison =>
  comparisonOf(other, leavesOf(session, format));

/** The machine at its step, as another worker can compare with it. */
export const leavesOf = (session: Session, format: string): MachineLeaves => ({
  name: titleAt(session, session.run.step),
  format,
  leaves: session.run.machine.leafRuns(),
});

/**
 * From a machine in another worker to the open one at its step. Of machines of different size only the GiB of addresses
 * that both have are compared.
 */
export function comparisonBeside(session: Session, other: MachineLeaves, format: string): Comparison {
  const ours = leavesOf(session, format);
  return comparisonOf(other, ours, Math.min(wholeGib(other.leaves), wholeGib(ours.leaves)));
}

/** End of the last GiB that leaves are in. */
const wholeGib = (leaves: LeafRuns): number => Math.ceil(endOfRuns(leaves) / PAGES_1G) * PAGES_1G;

/** From one step of the run to its step, at which it is left. Throws RangeError for a step that is none. */
export function compareSteps(session: Session, from: number, format: string): Comparison {
  if (!Number.isInteger(from)) throw new RangeError(`step ${from} is not a whole number`);
  const { run } = session;
  const to = run.step;
  const before = { name: titleAt(session, from), format, leaves: run.seek(from).leafRuns() };
  return comparisonOf(before, { name: titleAt(session, to), format, leaves: run.seek(to).leafRuns() });
}

const titleAt = ({ run, workload }: Session, step: number): string => momentName(workload.title, step, run.steps);

/** `endPfn`: what lies behind it is not compared. */
function comparisonOf(a: MachineLeaves, b: MachineLeaves, endPfn?: number): Comparison {
  const columns = diffMachines(a.leaves, b.leaves, endPfn);
  const summary = summariseDiff(columns);
  const [before, after] = [a, b].map(({ name, format, leaves }) => diffSide(name, format, leaves));
  const text = diffText({ before, after, diff: columns, summary }).join('\n');
  const pages = columns.pages.reduce((sum, count) => sum + count, 0);
  return { columns, pages, ...summary, before, after, text };
}
