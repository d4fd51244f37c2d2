import { useApp, useAppContext } from '../app-context.ts';
import { Icon } from '../Icon.tsx';
import { numberText } from '../text/number-text.ts';
import './Intro.css';

/** Whether the introduction was put away, and where to remember it. */
export interface IntroMemory {
  readonly seen: boolean;
  readonly dismiss: () => void;
}

/** Two sentences for somebody who never heard of a direct map: what is seen, and what to press. */
export function Intro({ memory }: { readonly memory: IntroMemory }) {
  const { commands } = useAppContext();
  const run = useApp((state) => state.run);
  const playing = useApp((state) => state.playing);
  if (memory.seen || run === undefined) return null;
  return (
    <section className="intro" data-testid="intro" aria-label="What you see">
      <p>
        <b>All memory of one machine, in address order.</b> Linux maps it with 1G pages where it can: calm tiles. A call
        such as <code className="mono">set_memory_ro()</code> on a few pages cracks one into 2M and 4K pieces, and each
        piece needs its own TLB entry.{' '}
        {run.steps > 0
          ? `Press Play to watch ${numberText(run.steps)} calls ${run.choice.policy === 'none' ? 'split it.' : 'split it and bring it together again.'}`
          : 'Select a piece, and change it with the calls at the right.'}
      </p>
      {run.steps > 0 && (
        <button
          type="button"
          className="button"
          data-testid="intro-play"
          onClick={() => {
            commands.setPlaying(!playing);
            memory.dismiss();
          }}
        >
          <Icon name="play" />
          Play
        </button>
      )}
      <button
        type="button"
        className="button button-plain button-icon"
        data-testid="intro-close"
        aria-label="Put the introduction away"
        onClick={memory.dismiss}
      >
        <Icon name="close" />
      </button>
    </section>
  );
}
