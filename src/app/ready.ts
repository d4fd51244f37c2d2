import type { AppStore } from '../store/create-store.ts';
import { nextFrame } from './clock.ts';

/** Knows whether the drawn state is the requested one. */
export interface Readiness {
  /** Resolves when it is. */
  ready(): Promise<void>;
  /** Looks again at once: something was asked for that the store does not know of. */
  look(): void;
}

/** True while a card, dialog or panel comes in: motion that styles make, and that ends. */
const panelsMove = (): boolean =>
  document
    .getAnimations()
    .some(({ playState, effect }) => playState === 'running' && effect?.getComputedTiming().endTime !== Infinity);

/** True when all that a store asked for is in it. */
export function storeSettled(store: AppStore): boolean {
  const { run, frame, step, pending, playing, selection, inspection } = store.getState();
  if (pending > 0 || playing || run === undefined || frame?.step !== step) return false;
  if (selection === undefined) return true;
  const { level, pfn } = inspection?.region ?? {};
  return inspection?.step === step && level === selection.level && pfn === selection.pfn;
}

/** True while what a dialog shows is on its way. */
const dialogWaits = (): boolean => document.querySelector('dialog [aria-busy="true"]') !== null;

/** Watches for the moment at which the drawn state is the requested one, and says so on the document. */
export function watchReady(store: AppStore, othersSettled: () => boolean): Readiness {
  let waiting: (() => void)[] = [];

  const settled = (): boolean => {
    const { run, frame, pending, problem, dialog } = store.getState();
    if (run === undefined || frame === undefined)
      return pending === 0 && (problem !== undefined || dialog !== undefined) && !dialogWaits();
    return storeSettled(store) && othersSettled() && !panelsMove() && !dialogWaits();
  };

  let looking = false;
  const look = (): void => {
    const now = settled();
    const text = String(now);
    if (document.documentElement.dataset.ready !== text) document.documentElement.dataset.ready = text;
    looking = !now || waiting.length > 0;
    if (now) {
      const told = waiting;
      waiting = [];
      for (const tell of told) tell();
    }
    if (looking) void nextFrame().then(look);
  };
  const begin = (): void => {
    if (!settled()) document.documentElement.dataset.ready = 'false';
    if (looking) return;
    looking = true;
    void nextFrame().then(look);
  };
  store.subscribe(begin);
  void document.fonts.ready.then(begin);

  const ready = async (): Promise<void> => {
    // Two frames: the first draws what was asked for just now, the second sees it settled.
    await nextFrame();
    await nextFrame();
    await new Promise<void>((resolve) => {
      waiting.push(resolve);
      begin();
    });
  };
  return { ready, look: begin };
}
