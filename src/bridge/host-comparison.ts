import { diffMachines, diffSide, diffText, type LeafRun, summariseDiff } from '../engine/index.ts';
import type { Session } from '../workloads/session.ts';
import { type Level, PAGES_1G, pagesOf } from '../x86/page.ts';
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

/**
 * From a machine in another worker to the open one at its step. Of machines of different size only the GiB of addresses
 * that both have are compared.
 */
export function comparisonBeside(session: Session, other: MachineLeaves, format: string): Comparison {
  const { pfn, count, level, prot } = other.leaves;
  const theirs = Array.from(pfn, (first, i): LeafRun => {
    return { pfn: first, count: count[i], level: level[i] as Level, prot: prot[i] as Prot };
  });
  const ours = session.run.machine.leafRuns();
  const end = Math.min(...[theirs, ours].map((runs) => Math.ceil(endOf(runs.at(-1)) / PAGES_1G) * PAGES_1G));
  return comparisonOf(
    { name: other.name, format: other.format, leaves: theirs },
    { name: titleAt(session, session.run.step), format, leaves: ours },
    end,
  );
}

const endOf = (run: LeafRun | undefined): number => (run === undefined ? 0 : run.pfn + run.count * pagesOf(run.level));

/** The runs up to a whole GiB: no leaf lies across it. */
function runsBelow(runs: readonly LeafRun[], endPfn: number): readonly LeafRun[] {
  if (endOf(runs.at(-1)) <= endPfn) return runs;
  return runs
    .filter(({ pfn }) => pfn < endPfn)
    .map((run) => ({ ...run, count: Math.min(run.count, (endPfn - run.pfn) / pagesOf(run.level)) }));
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

/** `endPfn`: what lies behind it is not compared. */
function comparisonOf(a: Other, b: Other, endPfn = Number.POSITIVE_INFINITY): Comparison {
  const columns = diffMachines(runsBelow(a.leaves, endPfn), runsBelow(b.leaves, endPfn));
  const summary = summariseDiff(columns);
  const [before, after] = [a, b].map(({ name, format, leaves }) => diffSide(name, format, leaves));
  const text = diffText({ before, after, diff: columns, summary }).join('\n');
  const pages = columns.pages.reduce((sum, count) => sum + count, 0);
  return { columns, pages, ...summary, before, after, text };
}
