import type { Problem, Source } from '../bridge/calls.ts';
import type { Commands } from '../store/commands.ts';
import type { AppStore } from '../store/create-store.ts';
import { sameSource } from '../store/same-source.ts';
import { initialState } from '../store/state.ts';
import { readUrl, type UrlState, writeUrl } from '../store/url.ts';
import { policyChoice } from '../x86/policies.ts';

const sameBeside = (a: UrlState['beside'], b: UrlState['beside']): boolean =>
  a === b || (a !== undefined && b !== undefined && sameSource(a.source, b.source));

/** A browser allows some 100 changes of the address in 10 s; this stays below. */
const QUIET_MS = 150;
/** While the run plays, the step moves all the time. */
const QUIET_PLAYING_MS = 1000;
/** Zooms and selections that follow each other sooner are one step of the history. */
const REST_MS = 500;

/** What the page's address asks for. */
export const addressed = (): UrlState => readUrl(location.search);

/** The part of a query that says where one is: view and selection. */
function placeIn(query: string): string {
  const params = new URLSearchParams(query);
  return `${params.get('view')} ${params.get('at')}`;
}

/**
 * Keeps the address equal to what is on the screen. Opening something, a zoom and a selection are steps that "back"
 * undoes by `restore`; all else changes the address in place. `settled`: the address says what the store says.
 */
export function syncUrl(
  store: AppStore,
  restore: (url: UrlState, file: Source | undefined) => Promise<unknown>,
): { settled(): boolean } {
  let first = true;
  let dirty = false;
  let quiet = false;
  let { source, beside } = store.getState();
  /** The newest file that was open: the address does not hold it. */
  let file: Source | undefined;
  /** Until it ends, what moves belongs to the newest step of the history. */
  let moving: ReturnType<typeof setTimeout> | undefined;
  /** The screen is on its way to what the address says already. */
  let restoring = false;

  const keepMoving = (): void => {
    clearTimeout(moving);
    moving = setTimeout(() => {
      moving = undefined;
      restoring = false;
      write();
    }, REST_MS);
  };

  const write = (): void => {
    if (quiet || restoring || !dirty) return;
    dirty = false;
    const state = store.getState();
    const url = writeUrl(state);
    if (url !== location.search) {
      // The first writing fills in what the address left out.
      const moved = !first && placeIn(url) !== placeIn(location.search);
      const opened = state.source !== source || (state.beside === undefined) !== (beside === undefined);
      if (opened || (moved && moving === undefined)) history.pushState(undefined, '', url);
      else history.replaceState(undefined, '', url);
      if (opened || moved) keepMoving();
      quiet = true;
      setTimeout(
        () => {
          quiet = false;
          write();
        },
        state.playing ? QUIET_PLAYING_MS : QUIET_MS,
      );
    }
    ({ source, beside } = state);
    first = false;
  };

  store.subscribe((state) => {
    if (state.source.kind === 'file') file = state.source;
    if (restoring) keepMoving();
    if (state.run === undefined || dirty) return;
    dirty = true;
    queueMicrotask(write);
  });
  addEventListener('popstate', () => {
    restoring = true;
    keepMoving();
    void restore(addressed(), file).finally(() => {
      ({ source, beside } = store.getState());
    });
  });
  return { settled: () => !dirty };
}

/**
 * Goes to what an address of the history asks for: of the machine that is open only view and selection. An address
 * without a scenario is that of `file`.
 */
export async function restoreAddressed(
  url: UrlState,
  file: Source | undefined,
  store: AppStore,
  commands: Commands,
): Promise<void> {
  const { source } = store.getState();
  const { scenario, seed = 1, camera, selection, also = [] } = url;
  const open = source.kind === 'scenario' ? source.id === scenario && source.seed === seed : scenario === undefined;
  if (open) {
    const at = selection === 'none' ? undefined : (selection ?? store.getState().run?.startAt);
    if (at !== undefined && also.length > 0) commands.selectAll([...also, at]);
    else commands.select(at);
    commands.setCamera(camera);
    if (!sameBeside(url.beside, store.getState().beside)) commands.setBeside(url.beside);
  } else if (scenario === undefined && file !== undefined) {
    if (await commands.open(file, { step: url.step, selection, also })) commands.setCamera(camera);
  } else await openAddressed(url, store, commands);
}

/**
 * Opens what an address asks for; its parts that are missing are the defaults. An address of a file opens the default
 * scenario and says that the file must be opened again.
 */
export async function openAddressed(url: UrlState, store: AppStore, commands: Commands): Promise<boolean> {
  const { theme, motion, speed, hiddenStates, colouring, order } = { ...initialState, ...url };
  commands.setTheme(theme);
  commands.setMotion(motion);
  commands.setSpeed(speed);
  commands.setColouring(colouring);
  commands.setOrder(order);
  store.setState({ hiddenStates });
  const { scenario, seed = 1, policy, globalFix = true, step, calls, selection, also, camera, file, beside } = url;
  const first = store.getState().library[0].id;
  if (scenario === undefined && file !== undefined) {
    const opened = await commands.open({ kind: 'scenario', id: first, seed: 1 });
    commands.showProblem(fileIsGone(file));
    return opened;
  }
  const opened = await commands.open(
    { kind: 'scenario', id: scenario ?? first, seed },
    { choice: policy && policyChoice(policy, globalFix), userCalls: calls, step, selection, also, beside },
  );
  if (opened) {
    commands.setCamera(camera);
    await compareAddressed(url, store, commands);
    if (url.besideFile !== undefined)
      commands.showProblem(fileIsGone(url.besideFile, 'What stood at the left is open.'));
  } else if (store.getState().run === undefined) await openInstead(first, store, commands);
  return opened;
}

/** What changed since the step that an address names; one past the end of the run is left out. */
export async function compareAddressed(url: UrlState, store: AppStore, commands: Commands): Promise<void> {
  const { changedSince } = url;
  const { steps = 0 } = store.getState().run ?? {};
  if (changedSince === undefined || changedSince > steps || url.beside !== undefined) return;
  await commands.compare({ kind: 'step', step: changedSince });
}

/** Nothing is open, and what was asked for cannot be: the message stands before the first scenario, a cancel leads to the library. */
async function openInstead(first: string, store: AppStore, commands: Commands): Promise<void> {
  const { problem } = store.getState();
  if (problem === undefined) {
    commands.setDialog('library');
    return;
  }
  await commands.open({ kind: 'scenario', id: first, seed: 1 });
  commands.showProblem(problem);
}

const fileIsGone = (name: string, seen = 'What you see now is the scenario of the first visit.'): Problem => ({
  title: `${name} was open here`,
  detail: 'A file stays on the computer that opened it: the address has its name, not its contents.',
  excerpt: [],
  remedy: `Open the file again. ${seen}`,
});
