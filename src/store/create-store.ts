import { createStore, type StoreApi } from 'zustand/vanilla';
import { type AppState, initialState } from './state.ts';

/** The store of one page. */
export type AppStore = StoreApi<AppState>;

/** Makes a store that begins with these choices. */
export function createAppStore(choices: Partial<AppState> = {}): AppStore {
  return createStore<AppState>(() => ({ ...initialState, ...choices }));
}
