import { useState } from 'react';
import { useApp } from '../app-context.ts';
import { Counters } from '../rail/Counters.tsx';
import { PageSizes } from '../rail/PageSizes.tsx';
import { Intro } from '../stage/Intro.tsx';
import { useIntro } from '../stage/use-intro.ts';
import { NARROW, useMedia } from '../use-media.ts';
import { CallRow } from './CallRow.tsx';
import { MachineSummary } from './MachineSummary.tsx';
import { MachineTools } from './MachineTools.tsx';
import { SelectionView } from './SelectionView.tsx';
import { SeveralView } from './SeveralView.tsx';
import { SheetGrip, type SheetSize } from './SheetGrip.tsx';
import './Inspector.css';

/** The panel at the right (a sheet on small screens): the selection, or the machine when nothing is selected. */
export function Inspector() {
  const narrow = useMedia(NARROW);
  const [sheet, setSheet] = useState<SheetSize>('half');
  const home = useApp((state) => state.camera === undefined);
  const { overMap } = useIntro();
  const selection = useApp((state) => state.selection);
  const also = useApp((state) => state.also);
  const inspection = useApp((state) => state.inspection);
  const ready = useApp((state) => state.frame !== undefined);
  /** Nothing to call on, and nothing to take back. */
  const idle = useApp((state) => state.selection === undefined && state.run?.userCalls.length === 0);
  const fits =
    selection !== undefined && inspection?.region.pfn === selection.pfn && inspection.region.level === selection.level;
  return (
    <aside className={`inspector inspector-${sheet}`} data-testid="inspector" aria-label="Inspector">
      {narrow && <SheetGrip size={sheet} onSize={setSheet} />}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it */}
      <section className="inspector-scroll" aria-label="Selection" tabIndex={0}>
        {(narrow || (home && !overMap)) && <Intro place="inspector" />}
        {selection === undefined && ready && <MachineSummary />}
        {selection !== undefined && also.length > 0 && <SeveralView regions={[...also, selection]} />}
        {selection !== undefined && also.length === 0 && inspection !== undefined && (
          <div className="inspector-parts" aria-busy={!fits}>
            <SelectionView inspection={inspection} />
          </div>
        )}
        {narrow && ready && (
          <div className="inspector-extras">
            {selection !== undefined && <MachineTools />}
            <PageSizes />
            <Counters />
          </div>
        )}
      </section>
      {ready && !(narrow && idle) && <CallRow />}
    </aside>
  );
}
