import { memo, useId, useMemo } from 'react';
import { type ChartPaths, chartPaths, greatestOf, type StepScale, steppedLine } from '../../scene/chart.ts';
import type { ChartRow } from './chart-rows.ts';
import './ChartLines.css';

const ROW = 18;
const LINE = 15;

interface ChartLinesProps {
  readonly rows: readonly ChartRow[];
  readonly scale: StepScale;
  /** Chart px up to which the run has come. */
  readonly playhead: number;
}

/** The small charts below one another: what was in colour, what comes in grey. */
export function ChartLines({ rows, scale, playhead }: ChartLinesProps) {
  const clip = useId();
  const paths = useMemo(
    () => rows.map((row) => chartPaths(steppedLine(row.series, scale), greatestOf(row.series), LINE)),
    [rows, scale],
  );
  const height = rows.length * ROW;
  if (height === 0) return null;
  return (
    <svg className="chart-lines" width={scale.widthPx} height={height} aria-hidden="true">
      <clipPath id={clip}>
        <rect width={playhead} height={height} />
      </clipPath>
      <g className="chart-coming">
        <Paths paths={paths} />
      </g>
      <g className="chart-past" clipPath={`url(#${clip})`}>
        <Paths paths={paths} />
      </g>
    </svg>
  );
}

const Paths = memo(function Paths({ paths }: { readonly paths: readonly ChartPaths[] }) {
  return paths.map(({ line, area }, row) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: rows never change places
    <g key={row} transform={`translate(0 ${row * ROW + 2})`}>
      <path className="chart-area" d={area} />
      <path className="chart-line" d={line} />
    </g>
  ));
});
