import { diffMachines, machineFromLeaves, type Operation, profileFor } from '../engine/index.ts';
import type { DmapMark } from '../formats/dmap-events.ts';
import type { OpenedMachine } from '../formats/opened-machine.ts';
import type { LeafRuns } from '../x86/leaf-runs.ts';
import { type Level, levelName } from '../x86/page.ts';
import { cacheMode, G, NX, type Prot, protHex, RW, US } from '../x86/prot.ts';
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
  return differences(expected.leaves, machine.leafRuns());
}

/** One line for each stretch of pages that differs in size, RW, NX, GLOBAL or cache mode; A and D are the CPU's. */
function differences(expected: LeafRuns, engine: LeafRuns): string[] {
  const { pfn, pages, fromLevel, fromProt, toLevel, toProt } = diffMachines(expected, engine);
  return Array.from(pfn, (at, row) => {
    const texts = [leafText(fromLevel[row], fromProt[row]), leafText(toLevel[row], toProt[row])] as const;
    return texts[0] === texts[1]
      ? []
      : `pages ${at} to ${at + pages[row] - 1}: expected ${texts[0]}, engine ${texts[1]}`;
  }).flat();
}

/** ACCESSED and DIRTY are the CPU's; software bits are in no recording. */
const COMPARED = RW | NX | G | US;

/** Flags in 4K format. */
const leafText = (level: number, prot: number): string =>
  level === 0
    ? 'nothing'
    : `${levelName(level as Level)} ${protHex((prot & COMPARED) as Prot)} ${cacheMode(prot as Prot, 1)}`;
