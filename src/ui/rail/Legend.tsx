import { PageState } from '../../x86/page-state.ts';
import { useApp, useAppContext } from '../app-context.ts';
import type { Counters } from '../data.ts';
import { PROTECTIONS, type Protection } from '../protections.ts';
import { Swatch } from '../Swatch.tsx';
import { legendLabel } from '../text/legend-label.ts';
import { LEGEND_TITLE, legendUnit } from '../text/legend-title.ts';
import { numberText } from '../text/number-text.ts';
import { shortNumberText } from '../text/short-number-text.ts';
import { ColourBy } from './ColourBy.tsx';
import { ScaleLegend } from './ScaleLegend.tsx';
import './Legend.css';

/** What the colours mean, how many pages or tables each has; every row shows or fades what it counts. */
export function Legend() {
  const { commands } = useAppContext();
  const hidden = useApp((state) => state.hiddenStates);
  const colouring = useApp((state) => state.colouring);
  return (
    <section className="legend" data-testid="legend" aria-label="Legend">
      <ColourBy />
      <div className="legend-head label">
        <h2 className="label">{LEGEND_TITLE[colouring]}</h2>
        {hidden === 0 ? (
          <span>{legendUnit(colouring)}</span>
        ) : (
          <button type="button" className="link" data-testid="legend-show-all" onClick={() => commands.showAllStates()}>
            Show all
          </button>
        )}
      </div>
      {colouring === 'protection' ? (
        <ul className="legend-rows">
          {PROTECTIONS.map((protection) => (
            <LegendRow key={protection.name} protection={protection} shown={(hidden & (1 << protection.state)) === 0} />
          ))}
        </ul>
      ) : (
        <ScaleLegend colouring={colouring} />
      )}
    </section>
  );
}

function LegendRow({ protection, shown }: { readonly protection: Protection; readonly shown: boolean }) {
  const { commands } = useAppContext();
  const { name, label, state, short } = protection;
  const count = useApp(({ frame }) => frame?.columns.pagesByState[state]);
  const unplaced = useApp(({ frame }) => (state === PageState.pt ? unplacedTables(frame?.counters) : 0));
  const text = count === undefined || (count === 0 && unplaced > 0) ? '–' : shortNumberText(count);
  const notes = [...(state === PageState.pt ? [OF_ALL_AREAS] : []), ...(unplaced > 0 ? [unplacedText(unplaced)] : [])];
  const action = shown ? `Fade ${label} on the map` : `Show ${label} on the map`;
  return (
    <li>
      <button
        type="button"
        className="legend-row"
        data-testid={`legend-${name}`}
        data-empty={count === undefined || count === 0}
        aria-pressed={shown}
        title={[action, ...notes].join('. ')}
        onClick={() => commands.toggleState(state)}
      >
        <Swatch state={name} />
        <span className="legend-label">{legendLabel(label, text)}</span>
        <span className="legend-short">{short}</span>
        <span className="legend-count mono" title={count === undefined || unplaced > 0 ? undefined : numberText(count)}>
          {text}
        </span>
      </button>
    </li>
  );
}

const OF_ALL_AREAS = 'Tables of all areas; a page of another protection shows that';

/** Tables whose page is not known, as those of a recorded machine: they cannot be drawn. */
const unplacedTables = (counters: Counters | undefined): number =>
  counters === undefined ? 0 : Math.max(0, counters.tablePages - counters.tablePagesPlaced);

const unplacedText = (tables: number): string =>
  `${numberText(tables)} page ${tables === 1 ? 'table lies' : 'tables lie'} in pages that the recording does not tell`;
