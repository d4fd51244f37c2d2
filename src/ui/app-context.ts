import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import type { PictureWords } from '../scene/picture-frame.ts';
import type { Commands } from '../store/commands.ts';
import type { AppState } from '../store/state.ts';
import type { Region } from './data.ts';

/** What the shell asks of the map that is attached to its host. */
export interface MapHandle {
  zoomBy(factor: number): void;
  zoomTo(region: Region | 'home', animate?: boolean): void;
  /** Draws the overview into a canvas until the returned function is called. */
  minimap(canvas: HTMLCanvasElement): () => void;
  /** Where a region is drawn, CSS px relative to the host; undefined when it is out of view. */
  rectOf(region: Region): { x: number; y: number; width: number; height: number } | undefined;
}

export type TakePicture = (kind: 'png' | 'svg', words: PictureWords) => Promise<Blob>;

/** What every component of the shell can reach. */
export interface AppContextValue {
  readonly store: StoreApi<AppState>;
  /** In a comparison the machine on the other side, and which side this one is. */
  readonly other: StoreApi<AppState> | undefined;
  readonly side: 'left' | 'right';
  readonly commands: Commands;
  /** undefined until the map is attached. */
  readonly map: MapHandle | undefined;
  /** Lets the user choose a file and opens it. */
  readonly openFile: () => void;
  /** The search has the keyboard. */
  readonly searching: boolean;
  readonly setSearching: (searching: boolean) => void;
  /** The maps on the screen as a file, with words around them: as many maps as captions, from the left. */
  readonly takePicture: TakePicture;
  /** Goes to a place, by the query string of its address. */
  readonly goTo: (address: string) => void;
  /** From light to dark and back. */
  readonly toggleTheme: () => void;
}

export const AppContext = createContext<AppContextValue | undefined>(undefined);

/** The shell's surroundings; throws outside of the App. */
export function useAppContext(): AppContextValue {
  const value = useContext(AppContext);
  if (value === undefined) throw new Error('used outside of App');
  return value;
}

/** A part of the store's state; renders again when it changes. */
export function useApp<T>(selector: (state: AppState) => T): T {
  return useStore(useAppContext().store, selector);
}

/** A part of the state of the machine on the other side; undefined when there is none. */
export function useOther<T>(selector: (state: AppState) => T): T | undefined {
  const { store, other } = useAppContext();
  return useStore(other ?? store, (state) => (other === undefined ? undefined : selector(state)));
}
