import { useApp, useAppContext } from '../app-context.ts';
import type { Inspection, Table } from '../data.ts';
import { entryText } from '../text/address-text.ts';
import { numberText } from '../text/number-text.ts';
import { policyWord } from '../text/policy-word.ts';
import { appearance, whyNotText } from '../text/why-not-text.ts';
import { EntryLink } from './EntryLink.tsx';
import { EntryStrip } from './EntryStrip.tsx';
import { StepLink } from './StepLink.tsx';
import { tableBase } from './table-base.ts';
import './SameProt.css';

/** How many of the 512 entries are equal, which are not, and why the table is not one large page. */
export function SameProt({ inspection, table }: { readonly inspection: Inspection; readonly table: Table }) {
  const { map, commands } = useAppContext();
  const word = useApp((state) => policyWord((state.run ?? state).choice.policy));
  const why = whyNotText(table.whyNot, word);
  const base = tableBase(inspection, table);
  return (
    <section className="inspector-card same-prot" aria-label="Equal entries">
      {inspection.mapped !== 'table' && inspection.region.level > 1 && (
        <h3 className="label">The {table.level} table that holds this entry</h3>
      )}
      <p className="same-prot-head">
        <span className="number" data-testid="same-prot-count">
          {table.nrSameProt}
        </span>
        <span>of 512 {table.tracked ? 'equal to same_prot' : 'are alike'}</span>
      </p>
      <EntryStrip table={table} />
      <p className="same-prot-why" data-testid="why-not">
        <b>{why.lead}</b>{' '}
        {why.sentence.map((words) =>
          words.kind === 'entry' ? (
            <EntryLink key={`entry ${words.index}`} base={base} index={words.index} />
          ) : words.kind === 'step' ? (
            <StepLink key={`${words.of} step`} step={words.step} named />
          ) : (
            <span key={words.text}>{words.text}</span>
          ),
        )}
      </p>
      {why.listed.length > 0 && (
        <ul className="same-prot-list">
          {why.listed.map((entry) => (
            <li key={entry.index}>
              <EntryLink base={base} index={entry.index} />
              <span className="same-prot-what" title={entry.bits.join(', ')}>
                {appearance(entry)}
              </span>
              {entry.sinceStep === undefined ? <span>before step 1</span> : <StepLink step={entry.sinceStep} named />}
            </li>
          ))}
          {why.more > 0 && <li className="detail">and {numberText(why.more)} more</li>}
        </ul>
      )}
      {table.remedy !== undefined && (
        <p className="same-prot-later" data-testid="remedy">
          What would {word} it:{' '}
          {table.remedy.map((text, at) => (
            <span key={text}>
              {at > 0 && ', then '}
              <code className="mono">{text}</code>
            </span>
          ))}
          .
        </p>
      )}
      {inspection.mergesAtStep !== undefined && (
        <p className="same-prot-later">
          One {table.level === 'PTE' ? '2M' : '1G'} page again at{' '}
          <span className="unbroken">
            <StepLink step={inspection.mergesAtStep} named />.
          </span>
        </p>
      )}
      {inspection.region.level === 1 && table.level === 'PTE' && (
        <button
          type="button"
          className="link"
          onClick={() => commands.select({ level: 2, pfn: base.pfn })}
          onDoubleClick={() => map?.zoomTo({ level: 2, pfn: base.pfn }, true)}
        >
          Select the table of {entryText(inspection.region.pfn & 511)}
        </button>
      )}
    </section>
  );
}
