import { memo } from 'react';
import type { StepScale } from '../../scene/chart.ts';
import { useAppContext } from '../app-context.ts';
import type { Run } from '../data.ts';
import { numberText } from '../text/number-text.ts';
import { phaseLabel } from '../text/phase-label.ts';
import './Phases.css';

interface PhasesProps {
  readonly phases: Run['phases'];
  readonly scale: StepScale;
}

const LEAST_PX = 36;

/** The named parts of the run in a band, each a button to its first step. */
export const Phases = memo(function Phases({ phases, scale }: PhasesProps) {
  const { commands } = useAppContext();
  return (
    <div className="phases">
      {phases.map((phase, at) => {
        const left = scale.toPx(phase.step);
        const width = scale.toPx(phases[at + 1]?.step ?? scale.steps) - left - 2;
        if (width <= 1) return null;
        return (
          <button
            key={phase.step}
            type="button"
            className="phase"
            data-testid={`phase-${at}`}
            style={{ left: `${left}px`, width: `${width}px` }}
            title={`${phase.name}, from step ${numberText(phase.step)}`}
            aria-label={`${phase.name}, from step ${numberText(phase.step)}`}
            onClick={() => void commands.seek(phase.step)}
          >
            {width >= LEAST_PX ? phaseLabel(phase.name, width) : ''}
          </button>
        );
      })}
    </div>
  );
});
