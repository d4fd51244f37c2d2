import { makeInks } from '../../scene/inks.ts';
import { css } from '../../theme/colour.ts';
import { palette } from '../../theme/palette.ts';
import { useApp } from '../app-context.ts';
import { numberText } from '../text/number-text.ts';
import { mergeRows, sizeRows } from '../text/scale-rows.ts';
import { shortNumberText } from '../text/short-number-text.ts';
import { useTheme } from '../use-theme.ts';
import './Legend.css';

/** What the colours of page sizes, or of tables and the entries that differ, mean, and how many there are. */
export function ScaleLegend({ colouring }: { readonly colouring: 'size' | 'merge' }) {
  const frame = useApp((state) => state.frame);
  const { rgb } = makeInks(palette(useTheme()), 0, colouring);
  const rows = colouring === 'size' ? sizeRows(frame) : mergeRows(frame);
  return (
    <ul className="legend-rows" data-testid="legend-scale">
      {rows.map(({ id, code, label, short, count }) => (
        <li key={id} className="legend-row" data-testid={`legend-${colouring}-${id}`} data-empty={!count}>
          <svg className="swatch" width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">
            <rect x=".5" y=".5" width="17" height="17" rx="2.5" fill={css(rgb[code])} />
          </svg>
          <span className="legend-label">{label}</span>
          <span className="legend-short">{short}</span>
          <span className="legend-count mono" title={count === undefined ? undefined : numberText(count)}>
            {count === undefined ? '–' : shortNumberText(count)}
          </span>
        </li>
      ))}
    </ul>
  );
}
