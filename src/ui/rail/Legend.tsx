import { PageState } from '../../x86/page-state.ts';
import { useApp, useAppContext } from '../app-context.ts';
import { PROTECTIONS, type Protection } from '../protections.ts';
import { Swatch } from '../Swatch.tsx';
import { legendLabel } from '../text/legend-label.ts';
import { numberText } from '../text/number-text.ts';
import { shortNumberText } from '../text/short-number-text.ts';
import './Legend.css';

/** What the colours mean, how many pages each has, and a filter: every row shows or fades its pages. */
export function Legend() {
  const { commands } = useAppContext();
  const hidden = useApp((state) => state.hiddenStates);
  return (
    <section className="legend" data-testid="legend" aria-label="Protection">
      <div className="legend-head label">
        <h2 className="label">Protection</h2>
        {hidden === 0 ? (
          <span>pages of 4K</span>
        ) : (
          <button type="button" className="link" data-testid="legend-show-all" onClick={() => commands.showAllStates()}>
            Show all
          </button>
        )}
      </div>
      <ul className="legend-rows">
        {PROTECTIONS.map((protection) => (
          <LegendRow key={protection.name} protection={protection} shown={(hidden & (1 << protection.state)) === 0} />
        ))}
      </ul>
    </section>
  );
}

function LegendRow({ protection, shown }: { readonly protection: Protection; readonly shown: boolean }) {
  const { commands } = useAppContext();
  const { name, label, state, short } = protection;
  const count = useApp(({ frame }) =>
    state === PageState.pt ? frame?.counters.tablePages : frame?.columns.pagesByState[state],
  );
  const text = count === undefined ? '–' : shortNumberText(count);
  return (
    <li>
      <button
        type="button"
        className="legend-row"
        data-testid={`legend-${name}`}
        data-empty={count === undefined || count === 0}
        aria-pressed={shown}
        title={shown ? `Fade ${label} on the map` : `Show ${label} on the map`}
        onClick={() => commands.toggleState(state)}
      >
        <Swatch state={name} />
        <span className="legend-label">{legendLabel(label, text)}</span>
        <span className="legend-short">{short}</span>
        <span className="legend-count mono" title={count === undefined ? undefined : numberText(count)}>
          {text}
        </span>
      </button>
    </li>
  );
}
