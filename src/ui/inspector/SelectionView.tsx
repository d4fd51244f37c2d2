import { useApp } from '../app-context.ts';
import type { Inspection } from '../data.ts';
import { Icon } from '../Icon.tsx';
import { PROTECTIONS } from '../protections.ts';
import { inspectionTitle } from '../text/inspection-title.ts';
import { mixText } from '../text/mix-text.ts';
import { useBitView } from '../use-bit-view.ts';
import { NARROW, useMedia } from '../use-media.ts';
import { Addresses } from './Addresses.tsx';
import { EntryView } from './EntryView.tsx';
import { History } from './History.tsx';
import { LeafOriginRows } from './LeafOriginRows.tsx';
import { OwnerView } from './OwnerView.tsx';
import { SameProt } from './SameProt.tsx';
import { shownEntry } from './shown-entry.ts';
import { Walk } from './Walk.tsx';
import './SelectionView.css';

/** Everything about one selected region. */
export function SelectionView({ inspection }: { readonly inspection: Inspection }) {
  const narrow = useMedia(NARROW);
  const policy = useApp((state) => state.run?.choice.policy);
  const bits = useBitView(inspection);
  const entry = shownEntry(inspection);
  const { title, subtitle } = inspectionTitle(inspection);
  const { table, mapped } = inspection;
  return (
    <>
      <header>
        <div className="selection-head">
          <h2 className="heading" data-testid="inspector-title">
            {title}
          </h2>
          {table !== undefined && policy === 'rfc-merge' && (
            <span
              className="pill"
              title={
                table.tracked
                  ? 'Made by a split: same_prot and nr_same_prot are kept'
                  : 'From boot: the RFC does not count its entries'
              }
            >
              {table.tracked ? 'Tracked' : 'Untracked'}
            </span>
          )}
        </div>
        <p className="selection-subtitle">{subtitle}</p>
      </header>
      {table !== undefined && <SameProt inspection={inspection} table={table} />}
      {table === undefined && mapped === 'leaf' && (
        <p className="inspector-card" data-testid="leaf-mix">
          <b>One entry, one protection:</b> {leafText(inspection)}.
        </p>
      )}
      {entry !== undefined && (
        <button
          type="button"
          className="button selection-bits"
          data-testid="bits-toggle"
          aria-pressed={bits.open}
          onClick={bits.toggle}
        >
          <Icon name="bits" />
          {bits.open ? 'Hide the 64 bits of the entry' : 'Show the 64 bits of the entry'}
        </button>
      )}
      {narrow && bits.open && entry !== undefined && (
        <div className="inspector-card selection-entry">
          <EntryView inspection={inspection} entry={entry} onClose={bits.close} />
        </div>
      )}
      {inspection.leafOrigin !== undefined && <LeafOriginRows leafOrigin={inspection.leafOrigin} />}
      <Addresses inspection={inspection} />
      {inspection.walk.length > 0 && <Walk inspection={inspection} />}
      <OwnerView inspection={inspection} />
      {inspection.history.length > 0 && <History inspection={inspection} />}
    </>
  );
}

/** "data"; with the pages that tell more about themselves counted, too. */
function leafText({ pagesByState }: Inspection): string {
  const kinds = PROTECTIONS.filter(({ state }) => pagesByState[state] > 0);
  return kinds.length === 1 ? kinds[0].short : mixText(pagesByState);
}
