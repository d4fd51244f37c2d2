import { memo } from 'react';
import type { StepScale } from '../../scene/chart.ts';
import type { MarkColumn } from '../../scene/chart-marks.ts';
import type { Run } from '../data.ts';
import { LINE_Y, markPaths } from './mark-paths.ts';
import './Marks.css';

interface MarksProps {
  readonly columns: readonly MarkColumn[];
  readonly scale: StepScale;
  /** The user's own calls. */
  readonly userCalls: Run['userCalls'];
  /** Of the triangles; 1 stands alone. */
  readonly size: number;
}

const HEIGHT = 33;

/** Merges above the line, splits below it, the user's own calls on it. */
export const Marks = memo(function Marks({ columns, scale, userCalls, size }: MarksProps) {
  const { merges, splits } = markPaths(columns, size);
  return (
    <svg className="marks" width={scale.widthPx} height={HEIGHT * size} aria-hidden="true">
      <path className="marks-line" d={`M0 ${LINE_Y * size}H${scale.widthPx}`} />
      <path className="marks-merges" d={merges} />
      <path className="marks-splits" d={splits} />
      {userCalls.map(({ step, call }) => (
        <circle
          key={`${step} ${call}`}
          className="marks-yours"
          cx={scale.toPx(step + 1)}
          cy={LINE_Y * size}
          r={4 * size}
        >
          <title>Your call</title>
        </circle>
      ))}
    </svg>
  );
});
