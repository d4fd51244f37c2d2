import { useApp, useAppContext } from '../app-context.ts';
import { LiveRegion } from '../LiveRegion.tsx';
import { HoverCard } from '../stage/HoverCard.tsx';
import { MapHost } from '../stage/MapHost.tsx';
import { ProgressCard } from '../stage/ProgressCard.tsx';
import { ZoomButtons } from '../stage/ZoomButtons.tsx';
import { SideFigures } from './SideFigures.tsx';
import { SideHead } from './SideHead.tsx';
import { SideSelection } from './SideSelection.tsx';
import { useSideNames } from './use-side-names.ts';
import './Side.css';

/** One machine of two: its name and policy, its map, its figures, and what is selected in it. */
export function Side({ onHost }: { readonly onHost: (host: HTMLElement | null) => void }) {
  const { side } = useAppContext();
  const ready = useApp((state) => state.frame !== undefined);
  const hover = useApp((state) => state.hover);
  const names = useSideNames();
  const name = `${side === 'left' ? 'Left' : 'Right'}${names === undefined ? '' : `, ${names.own}`}`;
  return (
    <section className={`side side-${side}`} data-testid={`side-${side}`} aria-label={name}>
      <SideHead />
      <div className="side-map">
        <MapHost onHost={onHost} name={`Physical memory map, ${name}`} />
        {!ready && <div className="stage-skeleton" data-testid="skeleton" aria-hidden="true" />}
        {hover !== undefined && (
          <span className="side-cross" aria-hidden="true" style={{ left: hover.x, top: hover.y }} />
        )}
        {ready && side === 'right' && <ZoomButtons />}
        <HoverCard />
        <ProgressCard />
      </div>
      <SideSelection />
      <SideFigures />
      <LiveRegion of={name} />
    </section>
  );
}
