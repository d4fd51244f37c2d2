import '../theme/fonts.css';
import '../theme/theme.css';
import './base.css';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import type { Commands } from '../store/commands.ts';
import type { AppState } from '../store/state.ts';
import { AppContext, type AppContextValue, type TakePicture } from './app-context.ts';
import { DropOverlay } from './dialogs/DropOverlay.tsx';
import { LazyDialogs } from './dialogs/LazyDialogs.tsx';
import { fileSource } from './file-source.ts';
import { Header } from './header/Header.tsx';
import { Inspector } from './inspector/Inspector.tsx';
import { LiveRegion } from './LiveRegion.tsx';
import { Pair } from './pair/Pair.tsx';
import { Legend } from './rail/Legend.tsx';
import { Rail } from './rail/Rail.tsx';
import { Stage } from './stage/Stage.tsx';
import { IntroContext } from './stage/use-intro.ts';
import { Timeline } from './timeline/Timeline.tsx';
import { type AttachMap, useAttachedMap } from './use-attached-map.ts';
import { BitWishContext } from './use-bit-view.ts';
import { useBringFile } from './use-bring-file.ts';
import { NARROW, useMedia } from './use-media.ts';
import { useShortcuts } from './use-shortcuts.ts';
import './App.css';

/** A machine on the page. */
interface Machine {
  readonly store: StoreApi<AppState>;
  readonly commands: Commands;
  readonly attach: AttachMap;
}

export interface AppProps {
  readonly store: StoreApi<AppState>;
  readonly commands: Commands;
  readonly attachMap: AttachMap;
  /** The machine at the right, while two are compared. */
  readonly right?: Machine | undefined;
  /** Whether the introduction was put away in an earlier visit; it is called when it is put away now. */
  readonly introSeen?: boolean;
  readonly onIntroSeen?: () => void;
  readonly takePicture: TakePicture;
  /** Goes to a place, by the query string of its address. */
  readonly goTo: (address: string) => void;
}

/** Everything on the screen but the map's pixels. */
export function App({
  store,
  commands,
  attachMap,
  right,
  introSeen = false,
  onIntroSeen,
  takePicture,
  goTo,
}: AppProps) {
  const [map, setHost] = useAttachedMap(attachMap);
  const [wish, setWish] = useState<boolean>();
  const [seen, setSeen] = useState(introSeen);
  const [searching, setSearching] = useState(false);
  const [overMap, setOverMap] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const narrow = useMedia(NARROW);
  const lightSystem = useMedia('(prefers-color-scheme: light)');
  const motion = useStore(store, (state) => state.motion);

  useEffect(() => {
    document.documentElement.dataset.motion = motion === 'on' ? 'on' : 'off';
  }, [motion]);

  const openFile = useCallback(() => input.current?.click(), []);
  const toggleTheme = useCallback(() => {
    const system = lightSystem ? 'light' : 'dark';
    const { theme } = store.getState();
    const other = (theme === 'auto' ? system : theme) === 'dark' ? 'light' : 'dark';
    commands.setTheme(other === system ? 'auto' : other);
  }, [store, commands, lightSystem]);
  const openSearch = useCallback(() => setSearching(true), []);
  useShortcuts({ store, commands, openFile, openSearch, toggleTheme });
  const dragged = useBringFile(commands);

  const context = useMemo<AppContextValue>(
    () => ({
      store,
      other: right?.store,
      side: 'left',
      commands,
      map,
      openFile,
      searching,
      setSearching,
      takePicture,
      goTo,
      toggleTheme,
    }),
    [store, right, commands, map, openFile, searching, takePicture, goTo, toggleTheme],
  );
  const bitWish = useMemo(() => ({ wish, setWish }), [wish]);
  const intro = useMemo(
    () => ({
      seen,
      overMap,
      setOverMap,
      dismiss: () => {
        setSeen(true);
        onIntroSeen?.();
      },
    }),
    [seen, overMap, onIntroSeen],
  );

  return (
    <AppContext value={context}>
      <BitWishContext value={bitWish}>
        <IntroContext value={intro}>
          <div className={right ? 'app app-pair' : 'app'} data-testid="app">
            <Header />
            {right === undefined ? (
              <>
                {!narrow && <Rail />}
                <Stage onHost={setHost} />
                {narrow && <Legend />}
                <Inspector />
              </>
            ) : (
              <Pair onHost={setHost} right={right} />
            )}
            <Timeline />
            {right === undefined && <LiveRegion />}
          </div>
          <input
            ref={input}
            type="file"
            multiple
            hidden
            data-testid="file-input"
            aria-label="Files to open"
            onChange={(event) => {
              const source = fileSource([...(event.target.files ?? [])]);
              event.target.value = '';
              if (source !== undefined) void commands.open(source);
            }}
          />
          <LazyDialogs />
          {dragged && <DropOverlay />}
        </IntroContext>
      </BitWishContext>
    </AppContext>
  );
}
