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

/**
 * Keeps the right machine where the left one is: its step (see joinTime), view, selection and how it looks. While both
 * stand still, both have the comparison from left to right. Returns the way to stop, after which the left one has none.
 */
export function followLeft(left: Side, right: Side): () => void {
  let stopped = false;
  let seeking = false;
  let comparing = false;
  let joined: { readonly left: RunInfo; readonly right: RunInfo; readonly join: JoinedTime } | undefined;
  let selected: { readonly run: RunInfo; readonly selection: Region | undefined; readonly also: readonly Region[] };
  /** What was compared last: runs and steps. */
  let compared: readonly unknown[] = [];

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

  const moment = (): readonly unknown[] => {
    const [a, b] = states();
    const still = [a, b].every(({ run, frame, step, playing }) => run && frame?.step === step && !playing);
    return still && b.step === wantedStep() ? [a.run, a.step, b.run, b.step] : [];
  };

  const markDifferences = async (): Promise<void> => {
    if (comparing) return;
    const now = moment();
    const [a, b] = states();
    const fresh = sameList(now, compared) && a.comparison !== undefined && a.comparison === b.comparison;
    if (fresh) return;
    comparing = true;
    try {
      for (const { store, commands } of [left, right])
        if (store.getState().comparison !== undefined) commands.clearComparison();
      if (now.length === 0) return;
      await right.commands.compare({ kind: 'machine', ...(await left.commands.leaves()) });
    } finally {
      comparing = false;
    }
    if (stopped) return;
    compared = now;
    if (sameList(now, moment())) left.store.setState({ comparison: right.store.getState().comparison });
    else await markDifferences();
  };

  const look = (): void => {
    if (stopped) return;
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

const sameList = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((value, i) => value === b[i]);

/** Commands of the right machine: what both share is done on the left one, and followed. */
export function rightCommands(left: Commands, right: Commands): Commands {
  const { choose, cancel, requestView, setTrail, setTree, diagnose, write, fingerprint, find } = right;
  return { ...left, choose, cancel, requestView, setTrail, setTree, diagnose, write, fingerprint, find };
}
