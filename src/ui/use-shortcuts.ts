import { useEffect } from 'react';
import type { StoreApi } from 'zustand/vanilla';
import type { Commands } from '../store/commands.ts';
import type { AppState } from '../store/state.ts';
import { takesEscape, takesText } from './takes-keys.ts';

interface ShortcutsOptions {
  readonly store: StoreApi<AppState>;
  readonly commands: Commands;
  readonly openFile: () => void;
  readonly openSearch: () => void;
  readonly toggleTheme: () => void;
}

/** The keys that work anywhere on the page; those of the map are its controller's. */
export function useShortcuts({ store, commands, openFile, openSearch, toggleTheme }: ShortcutsOptions): void {
  useEffect(() => {
    const keys: Readonly<Record<string, () => void>> = {
      ' ': () => commands.setPlaying(!store.getState().playing),
      ',': () => void commands.stepBy(-1),
      '.': () => void commands.stepBy(1),
      '[': () => void commands.seekMark('split', -1),
      ']': () => void commands.seekMark('split', 1),
      '{': () => void commands.seekMark('merge', -1),
      '}': () => void commands.seekMark('merge', 1),
      '/': openSearch,
      b: () => commands.setDialog('bookmarks'),
      c: () => {
        const { beside, run } = store.getState();
        if (beside !== undefined) commands.setBeside(undefined);
        else if (run !== undefined) commands.setDialog('beside');
      },
      d: () => {
        if (store.getState().run !== undefined) commands.setDialog('diagnosis');
      },
      D: () => {
        if (store.getState().run !== undefined) commands.setDialog('compare');
      },
      f: () => {
        if (store.getState().run?.joined !== undefined) commands.setDialog('files');
      },
      o: openFile,
      t: toggleTheme,
      '?': () => commands.setDialog('help'),
    };
    const listen = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === 'Escape') {
        if (store.getState().busy === undefined || takesEscape(event.target)) return;
        event.stopImmediatePropagation();
        commands.cancel();
        return;
      }
      const act = keys[event.key];
      if (act === undefined || takesText(event.target) || document.querySelector('dialog[open]') !== null) return;
      if (event.key === ' ' && takesSpace(event.target)) return;
      event.preventDefault();
      act();
    };
    // Before the map: but for what lies over all, Escape belongs to what takes long while there is such a thing.
    window.addEventListener('keydown', listen, { capture: true });
    return () => window.removeEventListener('keydown', listen, { capture: true });
  }, [store, commands, openFile, openSearch, toggleTheme]);
}

const takesSpace = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('button, summary, input, a') !== null;
