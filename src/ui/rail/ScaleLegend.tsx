import { makeInks } from '../../scene/inks.ts';
import { palette } from '../../theme/palette.ts';
import { useApp, useAppContext } from '../app-context.ts';
import { CodeSwatch } from '../CodeSwatch.tsx';
import { numberText } from '../text/number-text.ts';
import { SCALE_ROWS } from '../text/scale-rows.ts';
import { shortNumberText } from '../text/short-number-text.ts';
import { useTheme } from '../use-theme.ts';
import './Legend.css';

/** What the colours of page sizes, of tables and the entries that differ, or of owners mean, and how many there are. */
export function ScaleLegend({ colouring }: { readonly colouring: keyof typeof SCALE_ROWS }) {
  const { commands } = useAppContext();
  const hidden = useApp((state) => state.hiddenStates);
  const frame = useApp((state) => state.frame);
  const { rgb } = makeInks(palette(useTheme()), 0, colouring);
  const rows = SCALE_ROWS[colouring](frame);
  return (
    <ul className="legend-rows" data-testid="legend-scale">
      {rows.map(({ id, code, label, short, count, mark }) => (
        <li key={id}>
          <button
            type="button"
            className="legend-row"
            data-testid={`legend-${colouring}-${id}`}
            data-empty={!count}
            aria-pressed={(hidden & (1 << code)) === 0}
            title={hidden & (1 << code) ? `Show ${label} on the map` : `Fade ${label} on the map`}
            onClick={() => commands.toggleState(code)}
          >
            <CodeSwatch colour={rgb[code]} mark={mark} />
            <span className="legend-label">{label}</span>
            <span className="legend-short">{short}</span>
            <span className="legend-count mono" title={count === undefined ? undefined : numberText(count)}>
              {count === undefined ? '–' : shortNumberText(count)}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
