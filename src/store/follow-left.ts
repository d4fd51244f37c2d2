import type { Region, RunInfo } from '../bridge/calls.ts';
import type { Commands } from './commands.ts';
import type { AppStore } from './create-store.ts';
import { type JoinedTime, joinTime, reachedAt } from './joined-time.ts';
import type { AppState } from './state.ts';

/** One of two machines side by side. */
export interface Side {
  readonly store: AppStore;
  readonly commands: Commands;
}

/** Choices that both sides share. */
const SHARED = [
  'beside',
  'playing',
  'speed',
  'camera',
  'hover',
  'hiddenStates',
  'colouring',
  'order',
  'theme',
  'motion',
] as const;

/** Machines of so many leaves are compared in a few ms: marks follow every step, also while the run plays. */
const LIGHT_LEAVES = 65536;
/** While it plays. */
const MOST_MOVES_LATE = 2;

/**
 * Keeps the right machine where the left one is: its step (see joinTime), view, selection and how it looks. Both have
 * the comparison from left to right, large machines while both stand still. Returns the way to stop, after which the left one has none.
 */
export function followLeft(left: Side, right: Side): () => void {
  let stopped = false;
  let seeking = false;
  let comparing = false;
  let joined: { readonly left: RunInfo; readonly right: RunInfo; readonly join: JoinedTime } | undefined;
  let selected: { readonly run: RunInfo; readonly selection: Region | undefined; readonly also: readonly Region[] };
  /** What was compared last: runs and steps. */
  let compared: readonly unknown[] = [];
  /** The step that the left machine shows, how often it changed, and how often it had when it was compared. */
  let shownStep: number | undefined;
  let moves = 0;
  let comparedAt = 0;

  const states = (): readonly [AppState, AppState] => [left.store.getState(), right.store.getState()];

  const wantedStep = (): number | undefined => {
    const [{ run, step }, { run: other }] = states();
    if (run === undefined || other === undefined) return undefined;
    if (joined?.left !== run || joined.right !== other) {
      const join = joinTime(run, other);
      joined = { left: run, right: other, join };
      const { marks } = other;
      left.store.setState({ marksBeside: { ...marks, step: reachedAt(join, run.steps, marks.step) } });
    }
    return joined.join(step);
  };

  const followStep = async (): Promise<void> => {
    if (seeking) return;
    seeking = true;
    try {
      // One at a time: however fast the left one moves, the right one shows something.
      for (;;) {
        const wanted = wantedStep();
        if (stopped || wanted === undefined || wanted === right.store.getState().step) return;
        await right.commands.seek(wanted);
      }
    } finally {
      seeking = false;
    }
  };

  const followSelection = (): void => {
    const [{ selection, also }, { run }] = states();
    if (run === undefined) return;
    if (selected?.run === run && selected.selection === selection && selected.also === also) return;
    selected = { run, selection, also };
    if (selection !== undefined && also.length > 0) right.commands.selectAll([...also, selection]);
    else right.commands.select(selection);
  };

  const followLooks = (): void => {
    const [from, to] = states();
    if (SHARED.some((key) => from[key] !== to[key]))
      right.store.setState(Object.fromEntries(SHARED.map((key) => [key, from[key]])));
  };

  /** Runs and steps that are on the screen, when both sides show one moment that can be compared now. */
  const moment = (): readonly unknown[] => {
    const [a, b] = states();
    const still = [a, b].every(({ run, frame, step }) => run && frame?.step === step) && (!a.playing || light());
    return still && b.step === wantedStep() ? [a.run, a.step, b.run, b.step] : [];
  };

  const light = (): boolean => states().every(({ frame }) => leavesOf(frame) <= LIGHT_LEAVES);

  /** Whether what was compared then may still be shown: until what is new is there, where that is soon. */
  const timely = ([leftRun, , rightRun]: readonly unknown[], at: number): boolean => {
    const [a, b] = states();
    return a.run === leftRun && b.run === rightRun && moves - at <= (light() ? MOST_MOVES_LATE : 0);
  };

  const mark = (comparison: AppState['comparison']): void => {
    for (const { store } of [left, right])
      if (store.getState().comparison !== comparison) store.setState({ comparison });
  };

  const markDifferences = async (): Promise<void> => {
    const now = moment();
    const [a, b] = states();
    const fresh = sameList(now, compared);
    if (fresh && a.comparison !== undefined && a.comparison === b.comparison) return;
    if (!fresh && !timely(compared, comparedAt)) mark(undefined);
    if (comparing || now.length === 0) return;
    comparing = true;
    const at = moves;
    try {
      const leaves = await left.commands.leaves();
      // What it is asked now it answers at its step of that moment, and no other.
      const asked = !stopped && right.store.getState().step === b.step;
      const comparison = asked ? await right.commands.differencesFrom(leaves) : undefined;
      if (stopped) return;
      if (asked && timely(now, at)) {
        compared = now;
        comparedAt = at;
        mark(comparison);
      }
    } finally {
      comparing = false;
    }
    if (!sameList(moment(), compared)) await markDifferences();
  };

  const look = (): void => {
    if (stopped) return;
    const { frame } = left.store.getState();
    if (frame?.step !== shownStep) moves++;
    shownStep = frame?.step;
    followLooks();
    followSelection();
    void followStep();
    void markDifferences();
  };
  const unsubscribe = [left, right].map(({ store }) => store.subscribe(look));
  look();
  return () => {
    stopped = true;
    for (const stop of unsubscribe) stop();
    left.store.setState({ marksBeside: undefined });
    left.commands.clearComparison();
  };
}

const leavesOf = (frame: AppState['frame']): number =>
  Object.values(frame?.counters.leaves ?? {}).reduce((sum, count) => sum + count, 0);

const sameList = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((value, i) => value === b[i]);

/** Commands of the right machine: what both share is done on the left one, and followed. */
export function rightCommands(left: Commands, right: Commands): Commands {
  const { choose, cancel, requestView, setTrail, setTree, diagnose, write, fingerprint, find } = right;
  return { ...left, choose, cancel, requestView, setTrail, setTree, diagnose, write, fingerprint, find };
}
