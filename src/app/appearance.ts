import type { AppStore } from '../store/create-store.ts';
import type { Motion } from '../store/state.ts';

const DARK = '(prefers-color-scheme: dark)';
const REDUCED = '(prefers-reduced-motion: reduce)';

/** The theme that is drawn: the user's choice, else the system's. */
export function drawnTheme(store: AppStore): 'light' | 'dark' {
  const { theme } = store.getState();
  if (theme !== 'auto') return theme;
  return matchMedia(DARK).matches ? 'dark' : 'light';
}

/** The motion that is drawn: a system that asks for reduced motion turns "on" off. */
export function drawnMotion(store: AppStore): Motion {
  const { motion } = store.getState();
  return motion === 'on' && matchMedia(REDUCED).matches ? 'off' : motion;
}

/** Keeps the document's theme equal to the choice; calls `changed` when the system's own preference changes. */
export function syncAppearance(store: AppStore, changed: () => void): void {
  const apply = (): void => {
    document.documentElement.dataset.theme = drawnTheme(store);
  };
  apply();
  store.subscribe(apply);
  for (const query of [DARK, REDUCED]) {
    matchMedia(query).addEventListener('change', () => {
      apply();
      changed();
    });
  }
}
