import { memo } from 'react';
import type { StepScale } from '../../scene/chart.ts';
import type { MarkColumn } from '../../scene/chart-marks.ts';
import type { Run } from '../data.ts';
import { markPaths } from './mark-paths.ts';
import './Marks.css';

interface MarksProps {
  readonly columns: readonly MarkColumn[];
  readonly scale: StepScale;
  /** The user's own calls. */
  readonly userCalls: Run['userCalls'];
}

export const MARKS_PX = 33;

/** Merges above the line, splits below it, the user's own calls on it. */
export const Marks = memo(function Marks({ columns, scale, userCalls }: MarksProps) {
  const { merges, splits } = markPaths(columns);
  return (
    <svg className="marks" width={scale.widthPx} height={MARKS_PX} aria-hidden="true">
      <path className="marks-line" d={`M0 17.5H${scale.widthPx}`} />
      <path className="marks-merges" d={merges} />
      <path className="marks-splits" d={splits} />
      {userCalls.map(({ step, call }) => (
        <circle key={`${step} ${call}`} className="marks-yours" cx={scale.toPx(step + 1)} cy={17.5} r="4">
          <title>Your call</title>
        </circle>
      ))}
    </svg>
  );
});
