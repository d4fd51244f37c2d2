import { useApp } from '../app-context.ts';
import { PHONE, useMedia } from '../use-media.ts';
import { Charts } from './Charts.tsx';
import { CurrentCall } from './CurrentCall.tsx';
import { Speed } from './Speed.tsx';
import { StepNumber } from './StepNumber.tsx';
import { Transport } from './Transport.tsx';
import './Timeline.css';

/** The bottom of the screen: every call of the run, where it is, and what became of the counters. */
export function Timeline() {
  const phone = useMedia(PHONE);
  const run = useApp((state) => state.run);
  const frame = useApp((state) => state.frame);
  return (
    <section className="timeline" data-testid="timeline" aria-label="Timeline">
      <div className="timeline-controls">
        <Transport />
        <StepNumber />
        <Speed />
        {!phone && <CurrentCall />}
      </div>
      {run !== undefined && frame !== undefined && <Charts run={run} step={frame.step} />}
    </section>
  );
}
