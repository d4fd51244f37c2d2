import { useApp } from '../app-context.ts';
import { Breakable } from '../Breakable.tsx';
import type { Inspection } from '../data.ts';
import { countText, numberText } from '../text/number-text.ts';
import { regionName } from '../text/region-name.ts';
import { StepLink } from './StepLink.tsx';
import './History.css';

interface Row {
  readonly step: number;
  readonly what: string;
  readonly call: string;
  readonly here: boolean;
}

/** What happened to the page or table, with the step on the screen in its place. */
export function History({ inspection }: { readonly inspection: Inspection }) {
  const step = useApp((state) => state.frame?.step ?? 0);
  const past = inspection.history.filter((item) => item.step <= step);
  const later = inspection.history.filter((item) => item.step > step);
  const rows: readonly Row[] = [
    ...past.map((item) => ({ ...item, here: item.step === step })),
    ...(past.at(-1)?.step === step ? [] : [{ step, what: 'you are here', call: '', here: true }]),
    ...later.map((item) => ({ ...item, here: false })),
  ];
  return (
    <section data-testid="history" aria-label="History">
      <div className="inspector-section-head label">
        <h3 className="label">History of the {regionName(inspection.region)}</h3>
        <span>{countText(inspection.history.length, 'change')}</span>
      </div>
      <ol className="history">
        {rows.map((row) => (
          <li
            key={`${row.step}-${row.what}`}
            className={row.here ? 'history-here' : row.step > step ? 'history-later' : ''}
          >
            {row.here ? <b className="mono">{numberText(row.step)}</b> : <StepLink step={row.step} />}
            <span>{row.what}</span>
            <span className="history-call mono" title={row.call}>
              <Breakable name={row.call} />
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
