import { SIZE_CODES } from '../../scene/colouring.ts';
import { makeInks } from '../../scene/inks.ts';
import { palette } from '../../theme/palette.ts';
import { CodeSwatch } from '../CodeSwatch.tsx';
import type { DiagnosisInfo } from '../data.ts';
import { Figures } from '../Figures.tsx';
import { numberText } from '../text/number-text.ts';
import { partOf } from '../text/part-of.ts';
import { percentText } from '../text/percent-text.ts';
import { useTheme } from '../use-theme.ts';

const SIZES = ['1G', '2M', '4K'] as const;

/** How much memory each page size maps, against what is possible. */
export function SizesNow({ info }: { readonly info: DiagnosisInfo }) {
  const { rgb } = makeInks(palette(useTheme()), 0, 'size');
  const bars = [
    { name: 'Now', leaves: info.leaves },
    { name: 'Possible', leaves: info.possible },
  ];
  return (
    <section className="diagnosis-card" aria-labelledby="diagnosis-sizes">
      <h3 className="heading" id="diagnosis-sizes">
        Page sizes
      </h3>
      {bars.map(({ name, leaves }) => (
        <div key={name} className="diagnosis-bar-row" aria-hidden="true">
          <span className="detail">{name}</span>
          <span className="diagnosis-bar">
            {SIZES.map((size) => (
              <i
                key={size}
                style={{ width: `${partOf(leaves, size) * 100}%`, background: `rgb(${rgb[SIZE_CODES[size]].join()})` }}
                data-some={leaves[size] > 0}
              />
            ))}
          </span>
        </div>
      ))}
      <Figures
        head={['Size', 'Pages now', 'share now', 'Possible', 'share then']}
        rows={SIZES.map((size) => ({
          key: size,
          testId: `diagnosis-size-${size}`,
          name: (
            <span className="diagnosis-size">
              <CodeSwatch colour={rgb[SIZE_CODES[size]]} mark={undefined} /> {size}
            </span>
          ),
          figures: [
            numberText(info.leaves[size]),
            percentText(partOf(info.leaves, size)),
            numberText(info.possible[size]),
            percentText(partOf(info.possible, size)),
          ],
        }))}
      />
      <p className="detail">Possible: every whole 2M and GiB as one page. The first 2M stay in 4K from boot on.</p>
    </section>
  );
}
