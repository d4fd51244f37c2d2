import { useLayoutEffect, useRef } from 'react';
import { useApp } from '../app-context.ts';
import { Overview } from '../rail/Overview.tsx';
import { NARROW, PHONE, useMedia } from '../use-media.ts';
import { BitCard } from './BitCard.tsx';
import { Breadcrumb } from './Breadcrumb.tsx';
import { HoverCard } from './HoverCard.tsx';
import { Intro } from './Intro.tsx';
import { MapHost } from './MapHost.tsx';
import { ProgressCard } from './ProgressCard.tsx';
import { useFreeCorner } from './use-free-corner.ts';
import { useIntro } from './use-intro.ts';
import { ZoomButtons } from './ZoomButtons.tsx';
import './Stage.css';

/** The middle of the screen: the map, the way to where it looks, and what floats over it. */
export function Stage({ onHost }: { readonly onHost: (host: HTMLElement | null) => void }) {
  const area = useRef<HTMLDivElement>(null);
  const narrow = useMedia(NARROW);
  const phone = useMedia(PHONE);
  const lowScreen = useMedia('(max-height: 859px)');
  const zoomed = useApp((state) => state.trail.length > 0);
  const ready = useApp((state) => state.frame !== undefined);
  const { setOverMap } = useIntro();
  const corner = useFreeCorner(area);
  useLayoutEffect(() => setOverMap(corner !== undefined), [corner, setOverMap]);
  return (
    <main className="stage">
      <Breadcrumb />
      <div className="stage-map" ref={area}>
        <MapHost onHost={onHost} />
        {!ready && <div className="stage-skeleton" data-testid="skeleton" aria-hidden="true" />}
        {!narrow && corner !== undefined && (
          <div className="stage-intro" style={{ left: corner.left, top: corner.top, width: corner.width }}>
            <Intro place="map" />
          </div>
        )}
        {ready && !phone && zoomed && (narrow || lowScreen) && <Overview corner />}
        {ready && <ZoomButtons />}
        {!narrow && <BitCard />}
        <HoverCard />
        <ProgressCard />
      </div>
    </main>
  );
}
