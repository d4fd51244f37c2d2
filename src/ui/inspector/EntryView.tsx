import { levelName, pagesOf } from '../../x86/page.ts';
import type { Inspection } from '../data.ts';
import { type EntryBits, entryBits } from '../entry-bits.ts';
import { IconButton } from '../IconButton.tsx';
import { stateText } from '../protections.ts';
import { entryText, pfnText, rawEntryText } from '../text/address-text.ts';
import { BitRows } from './BitRows.tsx';
import { StepLink } from './StepLink.tsx';
import type { ShownEntry } from './shown-entry.ts';
import './EntryView.css';

interface EntryViewProps {
  readonly inspection: Inspection;
  readonly entry: ShownEntry;
  readonly onClose: () => void;
}

/** One entry's 64 bits, and what they say. */
export function EntryView({ inspection, entry, onClose }: EntryViewProps) {
  const bits = entryBits(entry.hex, entry.level, entry.sameProt);
  const page = inspection.region.pfn - (inspection.region.pfn % pagesOf(entry.level));
  return (
    <section
      className="entry-view"
      data-testid="bit-card"
      aria-label={`Bits of entry ${entryText(entry.index)}`}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <header className="entry-view-head">
        <h3 className="heading">Entry {entryText(entry.index)}</h3>
        <span className="entry-view-page">page {pfnText(page)}</span>
        <span className="pill">
          {levelName(entry.level)}
          {inspection.state === undefined ? '' : `, ${stateText(inspection.state)}`}
        </span>
        <IconButton icon="close" name="Close the bits" testId="bit-card-close" onClick={onClose} />
      </header>
      <p className="mono entry-view-raw" data-testid="entry-raw">
        {rawEntryText(entry.hex)}
      </p>
      <BitRows entry={bits} leafOrigin={inspection.leafOrigin} />
      <table className="entry-words">
        <thead className="unseen">
          <tr>
            <th>Bit</th>
            <th>Value</th>
            <th>Compared with same_prot</th>
          </tr>
        </thead>
        <tbody>
          {bits.words.map((word) => (
            <tr key={word.name} className={word.differs ? 'entry-word-differs' : ''}>
              <th scope="row">{word.name}</th>
              <td>{word.meaning}</td>
              <td>{word.compared}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Conclusion bits={bits} inspection={inspection} compared={entry.sameProt !== undefined} />
    </section>
  );
}

const NUMBERS = ['No bit', 'One bit', 'Two bits', 'Three bits', 'Four bits', 'Five bits', 'Six bits'];

function Conclusion({ bits, inspection, compared }: { bits: EntryBits; inspection: Inspection; compared: boolean }) {
  if (!compared) return null;
  const { mergesAtStep, table } = inspection;
  const size = table?.level === 'PTE' ? '2 MiB' : '1 GiB';
  const count = NUMBERS[bits.differing] ?? `${bits.differing} bits`;
  return (
    <p className="entry-view-end">
      {bits.differing === 0
        ? `This entry is as the others: it does not keep the ${size} in pieces.`
        : `${count} of this entry ${bits.differing === 1 ? 'keeps' : 'keep'} these ${size} in pieces.`}
      {mergesAtStep !== undefined && (
        <>
          {' '}
          They come back together at{' '}
          <span className="unbroken">
            <StepLink step={mergesAtStep} named />.
          </span>
        </>
      )}
    </p>
  );
}
