import { useApp, useAppContext, useOther } from '../app-context.ts';
import type { Counters } from '../data.ts';
import { numberText } from '../text/number-text.ts';
import { shortSignedText, signedText } from '../text/signed-text.ts';

interface Figure {
  readonly id: string;
  readonly name: string;
  /** What a kernel says of it. */
  readonly line: (value: number) => string;
  readonly of: (counters: Counters) => number;
}

const FIGURES: readonly Figure[] = [
  {
    id: '4K',
    name: '4K pages',
    line: (leaves) => `DirectMap4k: ${leaves * 4} kB`,
    of: ({ leaves }) => leaves['4K'],
  },
  {
    id: '2M',
    name: '2M pages',
    line: (leaves) => `DirectMap2M: ${leaves * 2048} kB`,
    of: ({ leaves }) => leaves['2M'],
  },
  {
    id: '1G',
    name: '1G pages',
    line: (leaves) => `DirectMap1G: ${leaves * 1048576} kB`,
    of: ({ leaves }) => leaves['1G'],
  },
  {
    id: 'tables',
    name: 'Page-table pages',
    line: (pages) => `${numberText(pages * 4)} kB of tables`,
    of: ({ tablePages }) => tablePages,
  },
];

/** Pages by size and page-table pages, as bars on one scale with the other side; at the right also how many more or fewer. */
export function SideFigures() {
  const { side } = useAppContext();
  const counters = useApp((state) => state.frame?.counters);
  const others = useOther((state) => state.frame?.counters);
  return (
    <dl className="side-figures" data-testid="side-figures">
      {FIGURES.map(({ id, name, line, of }) => {
        const value = counters && of(counters);
        const other = others && of(others);
        const most = Math.max(value ?? 0, other ?? 0);
        const change = side === 'right' && value !== undefined && other !== undefined ? value - other : 0;
        return (
          <div key={id}>
            <dt>{name}</dt>
            <dd data-testid={`side-figure-${id}`}>
              <span className="side-value">
                <b className="side-figure">{value === undefined ? '–' : numberText(value)}</b>
                {change !== 0 && (
                  <span className="side-change" title={signedText(change)}>
                    {' '}
                    {shortSignedText(change)}
                  </span>
                )}
              </span>
              <span className="side-bar" aria-hidden="true">
                <span style={{ width: `${most === 0 ? 0 : (100 * (value ?? 0)) / most}%` }} />
              </span>
              <span className="side-kernel mono">{value === undefined ? '' : line(value)}</span>
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
