import { Fragment, type ReactNode } from 'react';
import { useApp, useAppContext } from '../app-context.ts';
import type { Counters, Run } from '../data.ts';
import { MachineButton } from '../header/MachineButton.tsx';
import { ProvenanceBadge } from '../header/ProvenanceBadge.tsx';
import { Icon } from '../Icon.tsx';
import { crumbText } from '../text/crumb-text.ts';
import { eventsText, machineText } from '../text/machine-text.ts';
import { policyTitle } from '../text/policy-title.ts';
import { policyWord } from '../text/policy-word.ts';
import { NARROW, PHONE, useMedia } from '../use-media.ts';
import './Breadcrumb.css';

/** The way from the machine to what is in view, each step a button; at the right `aside`, else what one square is, or what happened so far. */
export function Breadcrumb({ aside }: { readonly aside?: ReactNode }) {
  const { map, commands } = useAppContext();
  const narrow = useMedia(NARROW);
  const phone = useMedia(PHONE);
  const run = useApp((state) => state.run);
  const opening = useApp((state) => state.pending > 0 || state.library.length === 0);
  const trail = useApp((state) => state.trail);
  const columns = useApp((state) => state.frame?.columns);
  const machine = run?.machine;
  const zone = trail.length === 0 ? undefined : machine?.zones.find((zone) => contains(zone, trail[0].pfn));
  return (
    <div className="crumbs">
      {narrow && trail.length === 0 ? (
        <div className="crumbs-machine">
          <MachineButton />
          {run !== undefined && <ProvenanceBadge run={run} />}
        </div>
      ) : (
        <nav className="crumbs-path" data-testid="breadcrumb" aria-label="Where the map looks">
          {trail.length === 0 ? (
            <>
              <b className="crumb-here" aria-current="location">
                Machine
              </b>
              <span className="crumbs-about">
                {machine ? machineText(machine) : opening ? 'Opening…' : 'Nothing is open'}
              </span>
            </>
          ) : (
            <button type="button" className="crumb" onClick={() => map?.zoomTo('home', true)}>
              Machine
            </button>
          )}
          {zone !== undefined && !phone && (
            <>
              <Icon name="crumb" />
              <span className="crumb-zone">{zone.name}</span>
            </>
          )}
          {trail.map((region, index) => (
            <Fragment key={region.level}>
              <Icon name="crumb" />
              <button
                type="button"
                className={index === trail.length - 1 ? 'crumb crumb-here' : 'crumb'}
                aria-current={index === trail.length - 1 ? 'location' : undefined}
                onClick={() => map?.zoomTo(region, true)}
              >
                {crumbText(region, index === trail.length - 1 ? columns : undefined)}
              </button>
            </Fragment>
          ))}
        </nav>
      )}
      {aside !== undefined ? (
        aside
      ) : phone && trail.length > 0 ? null : narrow && run !== undefined ? (
        <button type="button" className="pill crumbs-policy" onClick={() => commands.setDialog('library')}>
          {policyTitle(run.choice.policy)}
        </button>
      ) : (
        run !== undefined && <Aside run={run} deep={trail.length >= 2} />
      )}
    </div>
  );
}

function Aside({ run, deep }: { readonly run: Run; readonly deep: boolean }) {
  const vmstat = useApp((state) => state.frame?.counters.vmstat);
  if (deep) return <span className="crumbs-aside">one square is one 4K page</span>;
  if (run.steps === 0) return <span className="pill">snapshot, no timeline</span>;
  const { splits, merges } = eventsIn(vmstat ?? []);
  return (
    <span className="pill crumbs-events" data-testid="events-so-far">
      {eventsText(splits, merges, policyWord(run.choice.policy))}
    </span>
  );
}

/** The kernel's own counts, those before step 1 included. */
function eventsIn(vmstat: Counters['vmstat']): { readonly splits: number; readonly merges: number } {
  const sum = (split: boolean): number =>
    vmstat.filter(({ name }) => name.endsWith('_splits') === split).reduce((total, { value }) => total + value, 0);
  return { splits: sum(true), merges: sum(false) };
}

const contains = (zone: { readonly firstPfn: number; readonly endPfn: number }, pfn: number): boolean =>
  pfn >= zone.firstPfn && pfn < zone.endPfn;
