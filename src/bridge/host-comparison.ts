import { diffMachines, diffSide, diffText, type LeafRun, summariseDiff } from '../engine/index.ts';
import type { Session } from '../workloads/session.ts';
import type { Level } from '../x86/page.ts';
import type { Prot } from '../x86/prot.ts';
import type { MachineLeaves } from './calls.ts';
import type { Comparison } from './comparison.ts';
import { momentName } from './host-diagnosis.ts';

/** A machine to compare with: its name, what it was read from, its leaves. */
interface Other {
  readonly name: string;
  readonly format: string;
  readonly leaves: readonly LeafRun[];
}

/** From another machine to the open one at its step, whose `format` is given: columns, numbers and text. */
export function comparisonWith(session: Session, other: Other, format: string): Comparison {
  return comparisonOf(other, {
    name: titleAt(session, session.run.step),
    format,
    leaves: session.run.machine.leafRuns(),
  });
}

/** The machine at its step, as another worker can compare with it. */
export function leavesOf(session: Session, format: string): MachineLeaves {
  const runs = session.run.machine.leafRuns();
  return {
    name: titleAt(session, session.run.step),
    format,
    leaves: {
      pfn: Float64Array.from(runs, ({ pfn }) => pfn),
      count: Float64Array.from(runs, ({ count }) => count),
      level: Uint8Array.from(runs, ({ level }) => level),
      prot: Int32Array.from(runs, ({ prot }) => prot),
    },
  };
}

/** The same, there. */
export function otherMachine({ name, format, leaves }: MachineLeaves): Other {
  const { pfn, count, level, prot } = leaves;
  const runs = Array.from(pfn, (first, i): LeafRun => {
    return { pfn: first, count: count[i], level: level[i] as Level, prot: prot[i] as Prot };
  });
  return { name, format, leaves: runs };
}

/** From one step of the run to its step, at which it is left. Throws RangeError for a step that is none. */
export function compareSteps(session: Session, from: number, format: string): Comparison {
  if (!Number.isInteger(from)) throw new RangeError(`step ${from} is not a whole number`);
  const { run } = session;
  const to = run.step;
  const before = { name: titleAt(session, from), format, leaves: run.seek(from).leafRuns() };
  return comparisonOf(before, { name: titleAt(session, to), format, leaves: run.seek(to).leafRuns() });
}

const titleAt = ({ run, workload }: Session, step: number): string => momentName(workload.title, step, run.steps);

function comparisonOf(a: Other, b: Other): Comparison {
  const columns = diffMachines(a.leaves, b.leaves);
  const summary = summariseDiff(columns);
  const [before, after] = [a, b].map(({ name, format, leaves }) => diffSide(name, format, leaves));
  const text = diffText({ before, after, diff: columns, summary }).join('\n');
  const pages = columns.pages.reduce((sum, count) => sum + count, 0);
  return { columns, pages, ...summary, before, after, text };
}
