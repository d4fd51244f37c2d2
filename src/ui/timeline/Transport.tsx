import { useApp, useAppContext } from '../app-context.ts';
import { Icon } from '../Icon.tsx';
import { IconButton } from '../IconButton.tsx';
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
      <IconButton
        icon="stepBack"
        name="Step back"
        title="Step back (,)"
        testId="step-back"
        disabled={step <= 0}
        onClick={() => void commands.stepBy(-1)}
      />
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
      <IconButton
        icon="stepForward"
        name="Step forward"
        title="Step forward (.)"
        testId="step-forward"
        disabled={step >= steps}
        onClick={() => void commands.stepBy(1)}
      />
      <span className="transport-line" />
      <IconButton
        icon="split"
        name="Next split"
        title="Next split (])"
        testId="next-split"
        className="button-plain transport-mark"
        disabled={steps === 0}
        onClick={() => void commands.seekMark('split', 1)}
      />
      <IconButton
        icon="merge"
        name={`Next ${merge}`}
        title={`Next ${merge} (})`}
        testId="next-merge"
        className="button-plain transport-mark"
        disabled={steps === 0}
        onClick={() => void commands.seekMark('merge', 1)}
      />
    </div>
  );
}
