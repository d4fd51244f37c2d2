import { memo, useId, useMemo } from 'react';
import { type ChartPaths, chartPaths, type StepScale, steppedLine } from '../../scene/chart.ts';
import { type ChartRow, greatestOfRow } from './chart-rows.ts';
import './ChartLines.css';

/** Px of a row without the gap below it. */
export const lineHeight = (rowPx: number): number => rowPx - 3;

interface ChartLinesProps {
  readonly rows: readonly ChartRow[];
  readonly scale: StepScale;
  /** Chart px up to which the run has come. */
  readonly playhead: number;
  readonly rowPx: number;
}

interface RowPaths {
  readonly own: ChartPaths;
  readonly other: ChartPaths | undefined;
}

/** The small charts below one another: what was in colour, what comes in grey; in a comparison with a line for each run. */
export function ChartLines({ rows, scale, playhead, rowPx }: ChartLinesProps) {
  const clip = useId();
  const paths = useMemo(
    () =>
      rows.map((row): RowPaths => {
        const greatest = greatestOfRow(row);
        const pathsOf = (series: ArrayLike<number>) =>
          chartPaths(steppedLine(series, scale), greatest, lineHeight(rowPx));
        return { own: pathsOf(row.series), other: row.other && pathsOf(row.other) };
      }),
    [rows, scale, rowPx],
  );
  const height = rows.length * rowPx;
  if (height === 0) return null;
  return (
    <svg className="chart-lines" width={scale.widthPx} height={height} aria-hidden="true">
      <clipPath id={clip}>
        <rect width={playhead} height={height} />
      </clipPath>
      <g className="chart-coming">
        <Paths paths={paths} rowPx={rowPx} />
      </g>
      <g className="chart-past" clipPath={`url(#${clip})`}>
        <Paths paths={paths} rowPx={rowPx} />
      </g>
    </svg>
  );
}

interface PathsProps {
  readonly paths: readonly RowPaths[];
  readonly rowPx: number;
}

const Paths = memo(function Paths({ paths, rowPx }: PathsProps) {
  return paths.map(({ own, other }, row) => (
    <g
      // biome-ignore lint/suspicious/noArrayIndexKey: rows never change places
      key={row}
      className={other === undefined ? undefined : 'chart-pair'}
      transform={`translate(0 ${row * rowPx + 2})`}
    >
      <path className="chart-area" d={own.area} />
      {other !== undefined && <path className="chart-area chart-other" d={other.area} />}
      <path className="chart-line" d={own.line} />
      {other !== undefined && <path className="chart-line chart-other" d={other.line} />}
    </g>
  ));
});
