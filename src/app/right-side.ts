import { followLeft } from '../store/follow-left.ts';
import { sameSource } from '../store/same-source.ts';
import type { Beside } from '../store/state.ts';
import type { MachineView } from './machine-view.ts';
import { storeSettled } from './ready.ts';

/** The right side of a comparison, which is there while the left store says so. */
export interface RightSide {
  /** What is drawn at the right is what was asked for. */
  settled(): boolean;
}

/**
 * Opens beside the left machine what its store asks for, in a worker of its own that ends with the comparison; `show`
 * is told when it is there and when it is gone. What cannot be opened is a problem at the left, which stays.
 */
export function keepRightSide(
  left: MachineView,
  create: () => MachineView,
  show: (right: MachineView | undefined) => void,
): RightSide {
  let right: { readonly view: MachineView; readonly stop: () => void } | undefined;
  let asked: Beside | undefined;
  let calls = '';
  /** Machines that are on their way to the right side. */
  let opening = 0;

  /** Says what is open at the right, without opening it again. */
  const tell = (beside: Beside): void => {
    asked = beside;
    left.commands.setBeside(beside);
  };

  const begin = (): MachineView => {
    const view = create();
    const unfollow = followLeft(left, { store: view.store, commands: view.own });
    const unsubscribe = view.store.subscribe(({ run, source, choice }) => {
      if (opening === 0 && run?.choice === choice && asked?.choice !== choice) tell({ source, choice });
    });
    right = {
      view,
      stop: () => {
        unsubscribe();
        unfollow();
        view.stop();
      },
    };
    show(view);
    return view;
  };

  const end = (): void => {
    right?.stop();
    right = undefined;
    show(undefined);
  };

  const open = async (beside: Beside): Promise<void> => {
    const view = right?.view ?? begin();
    calls = callsFor(beside);
    const userCalls = calls === '' ? [] : left.store.getState().run?.userCalls;
    opening++;
    const opened = await view.own
      .open(beside.source, { choice: beside.choice, userCalls, selection: 'none' })
      .finally(() => {
        opening--;
      });
    if (asked !== beside || right?.view !== view) return;
    const { problem, run, source, choice } = view.store.getState();
    if (opened) {
      tell({ source, choice });
      return;
    }
    if (problem !== undefined) {
      view.own.dismissProblem();
      const detail = run === undefined ? `${problem.detail} The machine at the left is unchanged.` : problem.detail;
      const { askCr3 } = problem;
      left.commands.showProblem({
        ...problem,
        detail,
        ...(askCr3 && { askCr3: { of: askCr3.of, to: 'setBeside' } }),
      });
    }
    if (run === undefined) left.commands.setBeside(undefined);
    else tell({ source, choice });
  };

  /** The user's own calls, which are made on both sides when they have the same source. */
  const callsFor = (beside: Beside): string => {
    const { source, run } = left.store.getState();
    return sameSource(source, beside.source) ? JSON.stringify(run?.userCalls ?? []) : '';
  };

  left.store.subscribe(({ beside, run }, before) => {
    if (run === undefined || (beside === asked && run === before.run)) return;
    const again = beside !== undefined && calls !== callsFor(beside);
    if (beside === asked && !again) return;
    asked = beside;
    if (beside === undefined) end();
    else void open(beside);
  });

  return {
    settled: () => {
      if (right === undefined || opening > 0) return asked === undefined;
      const { store, map } = right.view;
      return storeSettled(store) && (map()?.settled() ?? false);
    },
  };
}
