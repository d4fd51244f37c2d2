import { useEffect, useMemo } from 'react';
import type { StoreApi } from 'zustand/vanilla';
import type { Commands } from '../../store/commands.ts';
import type { AppState } from '../../store/state.ts';
import { AppContext, type AppContextValue, useAppContext } from '../app-context.ts';
import { Breadcrumb } from '../stage/Breadcrumb.tsx';
import { takesEscape } from '../takes-keys.ts';
import { type AttachMap, useAttachedMap } from '../use-attached-map.ts';
import { NARROW, useMedia } from '../use-media.ts';
import { PairLegend } from './PairLegend.tsx';
import { PairTools } from './PairTools.tsx';
import { Side } from './Side.tsx';
import './Pair.css';

interface PairProps {
  readonly onHost: (host: HTMLElement | null) => void;
  readonly right: {
    readonly store: StoreApi<AppState>;
    readonly commands: Commands;
    readonly attach: AttachMap;
  };
}

/** Two machines side by side, with one view, one selection and one time; each side is the same component. */
export function Pair({ onHost, right }: PairProps) {
  const left = useAppContext();
  const { store, commands, attach } = right;
  const [map, setHost] = useAttachedMap(attach);
  const context = useMemo<AppContextValue>(
    () => ({ ...left, store, commands, map, other: left.store, side: 'right' }),
    [left, store, commands, map],
  );
  const narrow = useMedia(NARROW);
  useEscape(right);
  return (
    <main className="pair" data-testid="pair">
      <Breadcrumb
        aside={
          <>
            {!narrow && <PairLegend />}
            <PairTools />
          </>
        }
      />
      <div className="pair-sides">
        <Side onHost={onHost} />
        <AppContext value={context}>
          <Side onHost={setHost} />
        </AppContext>
      </div>
      {narrow && <PairLegend />}
    </main>
  );
}

/** Escape cancels what takes long at the right; where it means nothing else, it ends the comparison. */
function useEscape(right: PairProps['right']): void {
  const { commands } = useAppContext();
  useEffect(() => {
    const stop = new AbortController();
    const onEscape = (capture: boolean, act: (event: KeyboardEvent) => void): void =>
      window.addEventListener(
        'keydown',
        (event) => {
          if (event.key === 'Escape' && !event.defaultPrevented && !takesEscape(event.target)) act(event);
        },
        { capture, signal: stop.signal },
      );
    // Before the map, to which Escape means to go out.
    onEscape(true, (event) => {
      if (right.store.getState().busy === undefined) return;
      event.stopImmediatePropagation();
      right.commands.cancel();
    });
    onEscape(false, () => commands.setBeside(undefined));
    return () => stop.abort();
  }, [commands, right]);
}
