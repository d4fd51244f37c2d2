import { useMemo, useRef, useState } from 'react';
import { stepScale } from '../../scene/chart.ts';
import { markColumns } from '../../scene/chart-marks.ts';
import type { Run } from '../data.ts';
import { useSideNames } from '../pair/use-side-names.ts';
import { policyWord } from '../text/policy-word.ts';
import { NARROW, PHONE, useMedia } from '../use-media.ts';
import { useSize } from '../use-size.ts';
import { ChartEnds } from './ChartEnds.tsx';
import { ChartLines } from './ChartLines.tsx';
import { type ChartRow, chartRows } from './chart-rows.ts';
import { HoverNote } from './HoverNote.tsx';
import { Marks } from './Marks.tsx';
import { Phases } from './Phases.tsx';
import { Scrubber } from './Scrubber.tsx';
import { useRunBeside } from './use-run-beside.ts';
import './Charts.css';

const ROW = 18;
/** In a comparison there are fewer and higher charts, and smaller marks in two rows. */
const PAIR_ROW = 30;
const PAIR_MARKS = 0.6;
const PAIRED: ReadonlySet<string> = new Set(['DirectMap4k', 'DirectMap1G', 'tables']);
const NONE: Run['userCalls'] = [];

/** Marks and charts over the steps of the run, with names and values at the left. */
export function Charts({ run, step }: { readonly run: Run; readonly step: number }) {
  const narrow = useMedia(NARROW);
  const phone = useMedia(PHONE);
  const plot = useRef<HTMLDivElement>(null);
  const { width } = useSize(plot);
  const [pointed, setPointed] = useState<number>();
  const beside = useRunBeside(run);
  const names = useSideNames();
  const all = useMemo(() => chartRows(run, beside), [run, beside]);
  const rows = phone ? [] : beside ? all.filter(({ id }) => PAIRED.has(id)) : narrow ? all.slice(0, 3) : all;
  const rowPx = beside ? PAIR_ROW : ROW;
  const size = beside ? PAIR_MARKS : 1;
  const scale = useMemo(() => stepScale(run.steps, Math.max(1, width)), [run.steps, width]);
  const marks = useMemo(() => markColumns(run.marks, scale), [run.marks, scale]);
  const marksBeside = useMemo(() => beside && markColumns(beside.marks, scale), [beside, scale]);
  const playhead = scale.toPx(step);
  return (
    <div className="charts">
      {!phone && (
        <div className="chart-names">
          {beside === undefined ? (
            <div className="chart-name chart-name-marks">Splits, {policyWord(run.choice.policy)}s</div>
          ) : (
            [run, beside.run].map((each, at) => (
              <div key={at === 0 ? 'left' : 'right'} className="chart-name chart-name-paired">
                Splits, {policyWord(each.choice.policy)}s: {at === 0 ? names?.own : names?.other}
              </div>
            ))
          )}
          {rows.map((row) => (
            <div key={row.id} className="chart-name" title={row.title} style={{ height: rowPx }}>
              <span>{row.name}</span>
              <span className="mono chart-values">
                <span className="chart-value" data-testid={`counter-${row.id}`}>
                  {textAt(row, row.series, step)}
                </span>
                {row.other !== undefined && <span className="chart-value-other">{textAt(row, row.other, step)}</span>}
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
              <Marks columns={marks} scale={scale} userCalls={run.userCalls} size={size} />
              {marksBeside !== undefined && <Marks columns={marksBeside} scale={scale} userCalls={NONE} size={size} />}
              <ChartLines rows={rows} scale={scale} playhead={playhead} rowPx={rowPx} />
              <Scrubber run={run} step={step} scale={scale} onPoint={setPointed} />
            </div>
            <div className="chart-playhead" style={{ transform: `translateX(${playhead}px)` }}>
              <svg width="12" height="11" viewBox="0 0 12 11" aria-hidden="true">
                <path d="M2 0h8a2 2 0 0 1 2 2v4l-6 5-6-5V2a2 2 0 0 1 2-2z" />
              </svg>
            </div>
            {pointed !== undefined && (
              <HoverNote x={pointed} scale={scale} rows={all} columns={marks} phases={run.phases} />
            )}
          </>
        )}
      </div>
      {names !== undefined && rows.length > 0 && !narrow && <ChartEnds rows={rows} names={names} rowPx={rowPx} />}
    </div>
  );
}

const textAt = (row: ChartRow, series: ArrayLike<number>, step: number): string =>
  row.text(series[Math.min(step, series.length - 1)]);
