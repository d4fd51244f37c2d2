import type { WalkEntry } from '../data.ts';
import { entryText } from '../text/address-text.ts';
import './WalkPicture.css';

const TOP = 20;
const BOX = 62;
const HEIGHT = 102;
const GAP = 10;
const BAR = 5;

interface WalkPictureProps {
  readonly walk: readonly WalkEntry[];
  readonly width: number;
}

/** Tables side by side, the entry of the walk marked in each, and the way from entry to table. */
export function WalkPicture({ walk, width }: WalkPictureProps) {
  const boxWidth = (width - GAP * (walk.length - 1)) / walk.length;
  const x = (at: number): number => at * (boxWidth + GAP);
  const y = (entry: WalkEntry): number => TOP + 3 + (entry.index / 511) * (BOX - 6);
  const stops = walk.map((entry, at) => ({ entry, at })).filter(({ entry }) => !entry.folded);
  const way = stops
    .slice(0, -1)
    .map(({ entry, at }, stop) => {
      const next = stops[stop + 1].at;
      return `M${x(at) + boxWidth} ${y(entry)}H${x(next) - GAP / 2}V${TOP + 6}H${x(next)}`;
    })
    .join('');
  return (
    <svg width={width} height={HEIGHT} role="img" aria-label={walk.map(spoken).join(', ')}>
      {walk.map((entry, at) => (
        <g key={entry.level}>
          <text className="walk-level" x={x(at)} y={12}>
            {entry.level}
          </text>
          <rect
            className={entry.folded ? 'walk-table walk-folded' : 'walk-table'}
            x={x(at) + 0.5}
            y={TOP + 0.5}
            width={boxWidth - 1}
            height={BOX - 1}
            rx="3"
          />
          {!entry.folded && (
            <path
              className="walk-lines"
              d={Array.from({ length: 14 }, (_, row) => `M${x(at) + 2} ${TOP + 5 + row * 4}h${boxWidth - 4}`).join('')}
            />
          )}
          <text className="walk-index" x={x(at)} y={HEIGHT - 6}>
            {entry.folded ? 'folded' : entryText(entry.index)}
          </text>
        </g>
      ))}
      <path className="walk-way" d={way} />
      {stops.map(({ entry, at }) => (
        <g key={entry.level}>
          <rect
            className={`walk-entry walk-entry-${entry.kind}`}
            x={x(at) + 1}
            y={y(entry) - BAR / 2}
            width={boxWidth - 2}
            height={BAR}
          />
          {at > 0 && <circle className="walk-dot" cx={x(at)} cy={TOP + 6} r="2.5" />}
        </g>
      ))}
    </svg>
  );
}

const spoken = (entry: WalkEntry): string =>
  entry.folded ? `${entry.level} folded` : `${entry.level} entry ${entryText(entry.index)}: ${entry.kind}`;
