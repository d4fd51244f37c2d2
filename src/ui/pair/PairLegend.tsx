import { useMemo } from 'react';
import { makeInks } from '../../scene/inks.ts';
import { palette } from '../../theme/palette.ts';
import { useApp, useAppContext, useOther } from '../app-context.ts';
import { CodeSwatch } from '../CodeSwatch.tsx';
import { ColourBy } from '../rail/ColourBy.tsx';
import { Swatch } from '../Swatch.tsx';
import { legendRows } from '../text/legend-rows.ts';
import { LEGEND_TITLE, legendUnit } from '../text/legend-title.ts';
import { numberText } from '../text/number-text.ts';
import { NARROW, useMedia } from '../use-media.ts';
import { useTheme } from '../use-theme.ts';
import './PairLegend.css';

/** What the colours on either map mean; each fades what it stands for on both, and its tooltip counts both. */
export function PairLegend() {
  const { commands } = useAppContext();
  const hidden = useApp((state) => state.hiddenStates);
  const colouring = useApp((state) => state.colouring);
  const left = useApp((state) => state.frame);
  const right = useOther((state) => state.frame);
  const theme = useTheme();
  const { rgb } = useMemo(() => makeInks(palette(theme), 0, colouring), [theme, colouring]);
  const narrow = useMedia(NARROW);
  const others = legendRows(colouring, right);
  return (
    <section className="pair-legend" data-testid="legend" aria-label={`Legend: ${LEGEND_TITLE[colouring]}`}>
      {narrow && <ColourBy />}
      {colouring === 'merge' && <h2 className="label pair-legend-title">{LEGEND_TITLE.merge}</h2>}
      <ul className="pair-legend-rows">
        {legendRows(colouring, left).map(({ id, code, label, short, count = 0, mark, state }, i) => {
          const other = others[i].count ?? 0;
          const shown = (hidden & (1 << code)) === 0;
          if (shown && count + other === 0) return null;
          const counted = `${numberText(count)} ${legendUnit(colouring)} at the left, ${numberText(other)} at the right`;
          return (
            <li key={id}>
              <button
                type="button"
                className="legend-row"
                data-testid={state === undefined ? `legend-${colouring}-${id}` : `legend-${id}`}
                aria-pressed={shown}
                title={`${shown ? 'Fade' : 'Show'} ${label} on both maps. ${counted}`}
                onClick={() => commands.toggleState(code)}
              >
                {state === undefined ? <CodeSwatch colour={rgb[code]} mark={mark} /> : <Swatch state={state} />}
                <span>{short}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
