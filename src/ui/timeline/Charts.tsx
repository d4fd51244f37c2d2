import { useMemo, useRef, useState } from 'react';
import { stepScale } from '../../scene/chart.ts';
import { markColumns } from '../../scene/chart-marks.ts';
import type { Run } from '../data.ts';
import { policyWord } from '../text/policy-word.ts';
import { NARROW, PHONE, useMedia } from '../use-media.ts';
import { useSize } from '../use-size.ts';
import { ChartLines } from './ChartLines.tsx';
import { chartRows } from './chart-rows.ts';
import { HoverNote } from './HoverNote.tsx';
import { Marks } from './Marks.tsx';
import { Phases } from './Phases.tsx';
import { Scrubber } from './Scrubber.tsx';
import './Charts.css';

/** Marks and charts over the steps of the run, with names and values at the left. */
export function Charts({ run, step }: { readonly run: Run; readonly step: number }) {
  const narrow = useMedia(NARROW);
  const phone = useMedia(PHONE);
  const plot = useRef<HTMLDivElement>(null);
  const { width } = useSize(plot);
  const [pointed, setPointed] = useState<number>();
  const all = useMemo(() => chartRows(run), [run]);
  const rows = phone ? [] : narrow ? all.slice(0, 3) : all;
  const scale = useMemo(() => stepScale(run.steps, Math.max(1, width)), [run.steps, width]);
  const marks = useMemo(() => markColumns(run.marks, scale), [run.marks, scale]);
  const playhead = scale.toPx(step);
  return (
    <div className="charts">
      {!phone && (
        <div className="chart-names">
          <div className="chart-name chart-name-marks">Splits, {policyWord(run.choice.policy)}s</div>
          {rows.map((row) => (
            <div key={row.id} className="chart-name" title={row.title}>
              <span>{row.name}</span>
              <span className="mono chart-value" data-testid={`counter-${row.id}`}>
                {row.text(row.series[Math.min(step, row.series.length - 1)])}
              </span>
            </div>
          ))}
        </div>
      )}
      <div className="chart-plot" ref={plot}>
        {run.steps === 0 ? (
          <p className="chart-none">
            <b>Snapshot, no timeline.</b> The calls that you make on it become its steps.
          </p>
        ) : (
          <>
            {!phone && <Phases phases={run.phases} scale={scale} />}
            <div className="chart-steps">
              <Marks columns={marks} scale={scale} userCalls={run.userCalls} />
              <ChartLines rows={rows} scale={scale} playhead={playhead} />
              <Scrubber run={run} step={step} scale={scale} onPoint={setPointed} />
            </div>
            <div className="chart-playhead" style={{ transform: `translateX(${playhead}px)` }}>
              <svg width="12" height="14" viewBox="0 0 12 14" aria-hidden="true">
                <path d="M2 0h8a2 2 0 0 1 2 2v6l-6 6-6-6V2a2 2 0 0 1 2-2z" />
              </svg>
            </div>
            {pointed !== undefined && (
              <HoverNote x={pointed} scale={scale} rows={all} columns={marks} phases={run.phases} />
            )}
          </>
        )}
      </div>
    </div>
  );
}
