import type { Commands } from '../store/commands.ts';
import type { AppStore } from '../store/create-store.ts';
import { readUrl, type UrlState, writeUrl } from '../store/url.ts';

/** A browser allows some 100 changes of the address in 10 s; this stays below. */
const QUIET_MS = 150;

/** What the page's address asks for. */
export const addressed = (): UrlState => readUrl(location.search);

/**
 * Keeps the address equal to what is on the screen; opening something is a step that "back" undoes.
 * `settled`: the address says what the store says.
 */
export function syncUrl(store: AppStore, restore: (url: UrlState) => void): { settled(): boolean } {
  let dirty = false;
  let quiet = false;
  let source = store.getState().source;

  const write = (): void => {
    if (quiet || !dirty) return;
    dirty = false;
    const state = store.getState();
    const url = writeUrl(state);
    if (url !== location.search) {
      if (state.source === source) history.replaceState(undefined, '', url);
      else history.pushState(undefined, '', url);
      quiet = true;
      setTimeout(() => {
        quiet = false;
        write();
      }, QUIET_MS);
    }
    source = state.source;
  };

  store.subscribe((state) => {
    if (state.playing || state.run === undefined || dirty) return;
    dirty = true;
    queueMicrotask(write);
  });
  addEventListener('popstate', () => {
    restore(addressed());
    source = store.getState().source;
  });
  return { settled: () => !dirty };
}

/** Opens what an address asks for; its parts that are missing are the defaults. */
export async function openAddressed(url: UrlState, store: AppStore, commands: Commands): Promise<boolean> {
  const { scenario, seed = 1, policy, globalFix = true, step, calls } = url;
  const { theme, motion, speed, hiddenStates, colouring, order, camera, selection } = url;
  const known = store.getState();
  const opened = await commands.open(
    { kind: 'scenario', id: scenario ?? known.library[0].id, seed },
    { choice: policy && { policy, globalFix: policy === 'rfc-merge' && globalFix }, userCalls: calls, step, selection },
  );
  if (theme !== undefined) commands.setTheme(theme);
  if (motion !== undefined) commands.setMotion(motion);
  if (speed !== undefined) commands.setSpeed(speed);
  if (colouring !== undefined) commands.setColouring(colouring);
  if (order !== undefined) commands.setOrder(order);
  if (hiddenStates !== undefined) store.setState({ hiddenStates });
  if (opened) commands.setCamera(camera);
  return opened;
}
