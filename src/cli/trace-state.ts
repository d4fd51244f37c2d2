import { type Counters, type Machine, POINTER, type TableId } from '../engine/index.ts';
import type { GoldenRun, GoldenState, GoldenTable } from '../formats/golden-trace.ts';
import { leafRun } from '../x86/leaf-runs.ts';
import { ENTRIES, levelName, PAGES_1G, pagesOf } from '../x86/page.ts';
import { P, protHex } from '../x86/prot.ts';

/** The window of a recording: its first page and its size in pages. */
export interface Window {
  readonly windowPfn: number;
  readonly windowPages: number;
}

/** Everything that a recording holds of one moment, each as a list of short texts or numbers. */
export interface TraceState {
  readonly directMap: readonly number[];
  readonly events: readonly number[];
  readonly cpaStats: readonly number[];
  readonly flushes: readonly number[];
  readonly leaves: readonly string[];
  readonly pfnBad: number;
  readonly tables: readonly string[] | undefined;
}

/** The recorded state; leaf entries and events since `base`. */
export function recordedState(state: GoldenState, base: GoldenState): TraceState {
  return {
    directMap: differences(state.directMap, base.directMap),
    events: differences(state.deltaEvents, base.deltaEvents),
    cpaStats: state.cpaStats,
    flushes: state.flushes,
    leaves: state.runs.map(runText),
    pfnBad: state.pfnBad,
    tables: state.tables?.map(tableText),
  };
}

/** What a machine has counted at some moment. */
export interface Counted {
  readonly counters: Counters;
  readonly leaves: readonly number[];
}

/** What a machine has counted by now. */
export const countedOf = (machine: Machine): Counted => ({
  counters: { ...machine.counters },
  leaves: machine.leafCounts(),
});

/** The engine's state; leaf entries and events since `base`, CPA statistics and flushes since `before`. */
export function engineState(machine: Machine, window: Window, before: Counters, base: Counted): TraceState {
  const { counters } = machine;
  const since = (...names: (keyof Counters)[]): number[] => names.map((name) => counters[name] - before[name]);
  const events = (of: Counters): number[] => [of.level2Splits, of.level3Splits, of.made2m, of.made1g];
  return {
    directMap: differences(machine.leafCounts(), base.leaves),
    events: differences(events(counters), events(base.counters)),
    cpaStats: since(
      'cpa1gChecked',
      'cpa1gSameprot',
      'cpa1gPreserved',
      'cpa2mChecked',
      'cpa2mSameprot',
      'cpa2mPreserved',
      'cpa4kInstall',
    ),
    flushes: since('flushAll', 'flushRanged', 'flushedPages', 'cpaFlushAll'),
    leaves: leavesOf(machine, window).map(runText),
    ...tablesOf(machine, window),
  };
}

const differences = (values: readonly number[], base: readonly number[]): number[] =>
  values.map((value, i) => value - (base[i] ?? 0));

const runText = ({ start, level, prot, count, raw }: GoldenRun): string =>
  `${start} ${levelName(level)} ${protHex(prot)} x${count}${raw === undefined ? '' : ` raw ${raw}`}`;

/** Of a table that no split made, same_prot and nr_same_prot mean nothing. */
const tableText = ({ start, level, tracked, sameProt, nrSameProt }: GoldenTable): string =>
  tracked ? `${start} ${level} tracked same_prot ${protHex(sameProt)} nr ${nrSameProt}` : `${start} ${level} untracked`;

function leavesOf(machine: Machine, { windowPfn, windowPages }: Window): GoldenRun[] {
  const runs = machine.leafRuns(windowPfn, windowPfn + windowPages);
  return Array.from(runs.pfn, (pfn, row) => {
    const { level, prot, count } = leafRun(runs, row);
    const { table, index } = machine.lookup(pfn);
    const raw = prot & P ? undefined : machine.entryHalves(table, index);
    return { start: pfn - windowPfn, level, prot, count, raw: raw && hex64(raw.lo, raw.hi) };
  });
}

const hex64 = (lo: number, hi: number): string =>
  hi === 0 ? lo.toString(16) : hi.toString(16) + lo.toString(16).padStart(8, '0');

/** Tables under the window in address order, and leaf entries there whose PFN is not that of their address. */
function tablesOf(machine: Machine, { windowPfn, windowPages }: Window): { tables: string[]; pfnBad: number } {
  const found: string[] = [];
  const { tables } = machine;
  let pfnBad = 0;
  const visit = (table: TableId): void => {
    const level = tables.level(table);
    const row = { start: tables.base(table) - windowPfn, level: level === 2 ? 'PMD' : 'PTE' } as const;
    const sameProt = machine.words.prot[tables.sameProt(table)];
    found.push(tableText({ ...row, tracked: tables.isSplit(table), sameProt, nrSameProt: tables.nrSame(table) }));
    for (let i = 0; i < ENTRIES; i++) {
      if (tables.get(table, i) === POINTER) visit(tables.child(table, i));
      else if (isBad(table, i)) pfnBad++;
    }
  };
  const isBad = (table: TableId, index: number): boolean => {
    const odd = tables.oddPfn(table, index);
    return odd !== undefined && odd !== tables.base(table) + index * pagesOf(tables.level(table));
  };
  for (let gib = Math.floor(windowPfn / PAGES_1G); gib * PAGES_1G < windowPfn + windowPages; gib++) {
    const below = machine.gibTable(gib);
    if (below !== 0) visit(below);
    else {
      const { table, index } = machine.lookup(gib * PAGES_1G);
      if (isBad(table, index)) pfnBad++;
    }
  }
  return { tables: found, pfnBad };
}
