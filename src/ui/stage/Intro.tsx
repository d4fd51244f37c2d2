import { useApp } from '../app-context.ts';
import { Icon } from '../Icon.tsx';
import { numberText } from '../text/number-text.ts';
import { useIntro } from './use-intro.ts';
import './Intro.css';

/** Three sentences for somebody who never heard of a direct map: what is seen, what happens, what to press. */
export function Intro({ place }: { readonly place: 'map' | 'inspector' }) {
  const intro = useIntro();
  const run = useApp((state) => (state.frame === undefined ? undefined : state.run));
  if (intro.seen || run === undefined) return null;
  return (
    <section className={`intro intro-${place}`} data-testid="intro" aria-label="What you see">
      <p>
        <b>All memory of one machine, in address order.</b> Linux maps it with 1G pages where it can: calm tiles. Calls
        such as <code className="mono">set_memory_ro()</code> crack them into 2M and 4K pieces, which cost TLB entries.{' '}
        {run.steps > 0
          ? toWatch(run.steps, run.choice.policy === 'none')
          : 'Select a piece, and make such a call on it.'}
      </p>
      <button
        type="button"
        className="button button-plain button-icon"
        data-testid="intro-close"
        aria-label="Put the introduction away"
        onClick={intro.dismiss}
      >
        <Icon name="close" />
      </button>
    </section>
  );
}

function toWatch(steps: number, neverMerges: boolean): string {
  const calls = steps === 1 ? 'one call' : `${numberText(steps)} calls`;
  return `Press Play to watch ${calls} split it${neverMerges ? '.' : ', and the kernel put it together again.'}`;
}
