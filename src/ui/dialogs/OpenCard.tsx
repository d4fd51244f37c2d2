import { Fragment } from 'react';
import { useAppContext } from '../app-context.ts';
import { Icon } from '../Icon.tsx';
import { OPENED_BESIDE, OPENED_FORMATS } from '../text/opened-formats.ts';
import { useMedia } from '../use-media.ts';
import './OpenCard.css';

/** How to bring a machine of one's own: what can be read, and how to get it. */
export function OpenCard() {
  const { commands, openFile } = useAppContext();
  const roomy = useMedia('(min-width: 1100px)');
  return (
    <section className="open-card" aria-label="Your own machine">
      <h3 className="heading">See where the direct map is in pieces</h3>
      <p className="open-card-lead">Open what your kernel printed. The file stays on this computer.</p>
      <div className="open-card-box">
        <div className="open-card-row">
          <button
            type="button"
            className="button button-main open-card-button"
            data-testid="library-open-file"
            onClick={() => {
              commands.setDialog(undefined);
              openFile();
            }}
          >
            <Icon name="file" />
            Open files
          </button>
          <span>or drop or paste it anywhere</span>
          <kbd>o</kbd>
        </div>
        <dl className="open-card-formats">
          {OPENED_FORMATS.map(({ what, files }) => (
            <Fragment key={what}>
              <dt>{what}</dt>
              <dd className="mono">{files}</dd>
            </Fragment>
          ))}
          <dt>And together with one of these</dt>
          <dd className="mono">{OPENED_BESIDE}</dd>
        </dl>
      </div>
      <details className="open-card-how" open={roomy}>
        <summary>No dump yet? How to take one</summary>
        <pre className="mono">
          {'sudo mount -t debugfs none /sys/kernel/debug\nsudo cat /sys/kernel/debug/page_tables/kernel > kernel.txt'}
        </pre>
        <p>
          It needs CONFIG_PTDUMP_DEBUGFS. On 6.15 and later without the fix of July 2026, do not read it while the
          kernel collapses pages: it can touch freed memory.
        </p>
      </details>
    </section>
  );
}
