import type { StepScale } from '../../scene/chart.ts';
import type { MarkColumn } from '../../scene/chart-marks.ts';
import type { Run } from '../data.ts';
import { marksText } from '../text/marks-text.ts';
import { numberText } from '../text/number-text.ts';
import type { ChartRow } from './chart-rows.ts';
import './HoverNote.css';

interface HoverNoteProps {
  readonly x: number;
  readonly scale: StepScale;
  readonly rows: readonly ChartRow[];
  readonly columns: readonly MarkColumn[];
  readonly phases: Run['phases'];
}

const NEAR_PX = 4;
const NOTE_PX = 230;

/** A hair line at the pointer, and what the run was at that step. */
export function HoverNote({ x, scale, rows, columns, phases }: HoverNoteProps) {
  const step = scale.toStep(x);
  const near = columns.filter((column) => Math.abs(column.x - x) <= NEAR_PX);
  const phase = phases.findLast((each) => each.step <= step);
  const before = x + NOTE_PX + 12 > scale.widthPx;
  return (
    <div className="hover-note" style={{ transform: `translateX(${x}px)` }} aria-hidden="true">
      <div className={before ? 'hover-note-card hover-note-before' : 'hover-note-card'}>
        <p>
          <b>Step {numberText(step)}</b> {phase?.name}
        </p>
        {near.length > 0 && <p className="hover-note-marks">{marksText(near)}</p>}
        <dl className="mono">
          {rows.map((row) => (
            <div key={row.id}>
              <dt>{row.name}</dt>
              <dd>
                {row.text(row.series[step])}
                {row.other !== undefined && <span className="chart-value-other"> {row.text(row.other[step])}</span>}
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </div>
  );
}
