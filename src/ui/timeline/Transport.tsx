import { useApp, useAppContext } from '../app-context.ts';
import { Icon } from '../Icon.tsx';
import { policyWord } from '../text/policy-word.ts';
import './Transport.css';

/** Step back, play or pause, step forward, and the ways to the next split and merge. */
export function Transport() {
  const { commands } = useAppContext();
  const playing = useApp((state) => state.playing);
  const steps = useApp((state) => state.run?.steps ?? 0);
  const step = useApp((state) => state.step);
  const merge = useApp((state) => policyWord(state.choice.policy));
  return (
    <div className="transport">
      <button
        type="button"
        className="button button-plain button-icon"
        data-testid="step-back"
        aria-label="Step back"
        title="Step back (,)"
        disabled={step <= 0}
        onClick={() => void commands.stepBy(-1)}
      >
        <Icon name="stepBack" />
      </button>
      <button
        type="button"
        className="button button-main transport-play"
        data-testid="play"
        aria-label={playing ? 'Pause' : 'Play'}
        title={playing ? 'Pause (space)' : 'Play (space)'}
        disabled={steps === 0}
        onClick={() => commands.setPlaying(!playing)}
      >
        <Icon name={playing ? 'pause' : 'play'} />
      </button>
      <button
        type="button"
        className="button button-plain button-icon"
        data-testid="step-forward"
        aria-label="Step forward"
        title="Step forward (.)"
        disabled={step >= steps}
        onClick={() => void commands.stepBy(1)}
      >
        <Icon name="stepForward" />
      </button>
      <span className="transport-line" />
      <button
        type="button"
        className="button button-plain button-icon transport-mark"
        data-testid="next-split"
        aria-label="Next split"
        title="Next split (])"
        disabled={steps === 0}
        onClick={() => void commands.seekMark('split', 1)}
      >
        <Icon name="split" />
      </button>
      <button
        type="button"
        className="button button-plain button-icon transport-mark"
        data-testid="next-merge"
        aria-label={`Next ${merge}`}
        title={`Next ${merge} (})`}
        disabled={steps === 0}
        onClick={() => void commands.seekMark('merge', 1)}
      >
        <Icon name="merge" />
      </button>
    </div>
  );
}
