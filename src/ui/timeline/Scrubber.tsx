import { useRef } from 'react';
import type { StepScale } from '../../scene/chart.ts';
import { marksUpTo } from '../../scene/chart-marks.ts';
import { useAppContext } from '../app-context.ts';
import type { Run } from '../data.ts';
import { countText, numberText } from '../text/number-text.ts';
import './Scrubber.css';

interface ScrubberProps {
  readonly run: Run;
  readonly step: number;
  readonly scale: StepScale;
  /** The pointer's place over the chart in px; undefined when it leaves. */
  readonly onPoint: (x: number | undefined) => void;
}

const PAGE = 0.05;

/** Lies over marks and charts: drag anywhere, or use the keys of a slider, to go to a step. */
export function Scrubber({ run, step, scale, onPoint }: ScrubberProps) {
  const { commands } = useAppContext();
  const dragging = useRef(false);
  const { splits, merges } = marksUpTo(run.marks, step);
  const seek = (wanted: number): void => {
    commands.setPlaying(false);
    void commands.seek(wanted);
  };
  const place = (event: React.PointerEvent<HTMLElement>): number =>
    Math.min(scale.widthPx, Math.max(0, event.clientX - event.currentTarget.getBoundingClientRect().left));
  const page = Math.max(1, Math.round(run.steps * PAGE));
  const keys: Readonly<Record<string, number>> = {
    ArrowLeft: step - 1,
    ArrowDown: step - 1,
    ArrowRight: step + 1,
    ArrowUp: step + 1,
    PageDown: step - page,
    PageUp: step + page,
    Home: 0,
    End: run.steps,
  };
  return (
    <div
      className="scrubber"
      data-testid="scrubber"
      role="slider"
      tabIndex={0}
      aria-label="Step"
      aria-valuemin={0}
      aria-valuemax={run.steps}
      aria-valuenow={step}
      aria-valuetext={`step ${numberText(step)} of ${numberText(run.steps)}, ${countText(splits, 'split')} and ${countText(merges, 'merge')} so far`}
      onKeyDown={(event) => {
        if (!(event.key in keys)) return;
        event.preventDefault();
        seek(Math.min(run.steps, Math.max(0, keys[event.key])));
      }}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        dragging.current = true;
        seek(scale.toStep(place(event)));
      }}
      onPointerMove={(event) => {
        const x = place(event);
        onPoint(x);
        if (dragging.current) seek(scale.toStep(x));
      }}
      onPointerUp={() => {
        dragging.current = false;
      }}
      onPointerCancel={() => {
        dragging.current = false;
      }}
      onPointerLeave={() => onPoint(undefined)}
    />
  );
}
