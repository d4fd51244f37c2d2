import { type LeafRun, machineFromLeaves, type Operation, profileFor } from '../engine/index.ts';
import type { DmapMark } from '../formats/dmap-events.ts';
import type { OpenedMachine } from '../formats/opened-machine.ts';
import { levelName, pagesOf } from '../x86/page.ts';
import { cacheMode, G, NX, P, type Prot, protHex, RW, US } from '../x86/prot.ts';
import type { PolicyChoice } from '../x86/set-memory.ts';

/** What is replayed on a recorded machine. */
export interface MachineReplay {
  readonly before: OpenedMachine;
  /** Pages made read-only before the first recorded event. */
  readonly untraced: readonly number[];
  readonly operations: readonly Operation[];
  readonly expected: OpenedMachine;
  readonly choice: PolicyChoice;
}

/** The operations up to a mark whose name begins with `mark`; undefined when there is none. */
export function operationsUntil(
  operations: readonly Operation[],
  marks: readonly DmapMark[],
  mark: string,
): readonly Operation[] | undefined {
  const found = marks.find(({ name }) => name.startsWith(mark));
  return found === undefined ? undefined : operations.slice(0, found.step);
}

/** Replays recorded events on a recorded machine; gives back where its leaves differ from those expected. */
export function replayMachine({ before, untraced, operations, expected, choice }: MachineReplay): string[] {
  const machine = machineFromLeaves(before.leaves, before, profileFor(choice));
  const readOnly = { set: 0 as Prot, clear: RW as Prot, pages: 1, caller: undefined };
  for (const pfn of untraced) machine.apply({ kind: 'pass', pfn, ...readOnly });
  for (const operation of operations) machine.apply(operation);
  return differences(present(expected.leaves), present(machine.leafRuns()));
}

const present = (runs: readonly LeafRun[]): LeafRun[] => runs.filter(({ prot }) => (prot & P) !== 0);

/** One line for each stretch of pages that differs in size, RW, NX, GLOBAL or cache mode; A and D are the CPU's. */
function differences(expected: readonly LeafRun[], engine: readonly LeafRun[]): string[] {
  const lines: string[] = [];
  const left = new Stretches(expected);
  const right = new Stretches(engine);
  for (let at = Math.min(left.next(0), right.next(0)); Number.isFinite(at); ) {
    const [a, b] = [left.at(at), right.at(at)];
    const end = Math.min(a.end, b.end);
    if (a.text !== b.text) lines.push(`pages ${at} to ${end - 1}: expected ${a.text}, engine ${b.text}`);
    at = Math.min(left.next(end), right.next(end));
  }
  return lines;
}

/** Runs as a function of the page, read in ascending order. */
class Stretches {
  readonly #runs: readonly LeafRun[];
  #index = 0;

  constructor(runs: readonly LeafRun[]) {
    this.#runs = runs;
  }

  /** First mapped page from `pfn` on; Infinity when there is none. */
  next(pfn: number): number {
    this.#advance(pfn);
    const run = this.#runs[this.#index];
    return run === undefined ? Number.POSITIVE_INFINITY : Math.max(pfn, run.pfn);
  }

  /** What maps `pfn`, and up to where. */
  at(pfn: number): { readonly text: string; readonly end: number } {
    this.#advance(pfn);
    const run = this.#runs[this.#index];
    if (run === undefined) return { text: 'nothing', end: Number.POSITIVE_INFINITY };
    if (run.pfn > pfn) return { text: 'nothing', end: run.pfn };
    return { text: leafText(run), end: endOf(run) };
  }

  #advance(pfn: number): void {
    while (this.#index < this.#runs.length && endOf(this.#runs[this.#index]) <= pfn) this.#index++;
  }
}

const endOf = ({ pfn, level, count }: LeafRun): number => pfn + count * pagesOf(level);

/** ACCESSED and DIRTY are the CPU's; software bits are in no recording. */
const COMPARED = RW | NX | G | US;

const leafText = ({ level, prot }: LeafRun): string =>
  `${levelName(level)} ${protHex((prot & COMPARED) as Prot)} ${cacheMode(prot, level)}`;
