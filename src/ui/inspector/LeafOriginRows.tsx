import { levelName } from '../../x86/page.ts';
import { Breakable } from '../Breakable.tsx';
import type { LeafOrigin } from '../data.ts';
import { StepLink } from './StepLink.tsx';
import './LeafOriginRows.css';

/** Which steps gave a leaf its size and its bits; nothing when it is as before step 1. */
export function LeafOriginRows({ leafOrigin }: { readonly leafOrigin: LeafOrigin }) {
  const { level, made, bits } = leafOrigin;
  // A whole page that came back with the bits it had: the history says all of it.
  if (made?.by !== 'split' && bits.length === 0) return null;
  return (
    <section data-testid="leaf-origin" aria-label="Where its bits come from">
      <h3 className="label">Where its bits come from</h3>
      <ul className="leaf-origin-rows">
        {made !== undefined && (
          <li>
            <b>{levelName(level)}</b>
            <span>{made.by === 'split' ? 'by a split at' : 'by a merge at'}</span>
            <StepLink step={made.step} named />
            <Call name={made.call} />
          </li>
        )}
        {bits.map(({ name, set, step, call, asAtBoot }) => (
          <li
            key={name}
            className={asAtBoot ? 'leaf-origin-back' : ''}
            title={asAtBoot ? 'as before step 1' : undefined}
          >
            <b>{name}</b>
            <span>{`${set ? 'set' : 'cleared'}${asAtBoot ? ' again' : ''} at`}</span>
            <StepLink step={step} named />
            <Call name={call} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Call({ name }: { readonly name: string }) {
  return (
    <span className="leaf-origin-call" title={name}>
      by{' '}
      <span className="mono">
        <Breakable name={name} />
      </span>
    </span>
  );
}
