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

/** WCAG 2.2, target size (minimum). */
const TARGET_PX = 24;

/** The named parts of the run in a band, each wide enough a button to its first step. */
export const Phases = memo(function Phases({ phases, scale }: PhasesProps) {
  const { commands } = useAppContext();
  return (
    <div className="phases">
      {phases.map((phase, at) => {
        const left = scale.toPx(phase.step);
        const width = scale.toPx(phases[at + 1]?.step ?? scale.steps) - left - 2;
        if (width <= 1) return null;
        const title = `${phase.name}, from step ${numberText(phase.step)}`;
        const place = { left: `${left}px`, width: `${width}px` };
        // Too narrow to hit: seen, but not in the way of its neighbours.
        if (width < TARGET_PX) return <span key={phase.step} className="phase" style={place} title={title} />;
        return (
          <button
            key={phase.step}
            type="button"
            className="phase"
            data-testid={`phase-${at}`}
            style={place}
            title={title}
            aria-label={title}
            onClick={() => void commands.seek(phase.step)}
          >
            <span className="phase-label">{phaseLabel(phase.name, width)}</span>
          </button>
        );
      })}
    </div>
  );
});
