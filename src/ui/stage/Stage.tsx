import { useApp } from '../app-context.ts';
import { Overview } from '../rail/Overview.tsx';
import { NARROW, PHONE, useMedia } from '../use-media.ts';
import { BitCard } from './BitCard.tsx';
import { Breadcrumb } from './Breadcrumb.tsx';
import { HoverCard } from './HoverCard.tsx';
import { Intro, type IntroMemory } from './Intro.tsx';
import { MapHost } from './MapHost.tsx';
import { ProgressCard } from './ProgressCard.tsx';
import { ZoomButtons } from './ZoomButtons.tsx';
import './Stage.css';

interface StageProps {
  readonly intro: IntroMemory;
  readonly onHost: (host: HTMLElement | null) => void;
}

/** The middle of the screen: the map, the way to where it looks, and what floats over it. */
export function Stage({ intro, onHost }: StageProps) {
  const narrow = useMedia(NARROW);
  const phone = useMedia(PHONE);
  const lowScreen = useMedia('(max-height: 859px)');
  const zoomed = useApp((state) => state.trail.length > 0);
  const ready = useApp((state) => state.frame !== undefined);
  return (
    <main className="stage">
      <Breadcrumb />
      <Intro memory={intro} />
      <div className="stage-map">
        <MapHost onHost={onHost} />
        {!ready && <div className="stage-skeleton" data-testid="skeleton" aria-hidden="true" />}
        {ready && !phone && zoomed && (narrow || lowScreen) && <Overview corner />}
        {ready && <ZoomButtons />}
        {!narrow && <BitCard />}
        <HoverCard />
        <ProgressCard />
      </div>
    </main>
  );
}
