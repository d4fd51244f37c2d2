import { Fragment } from 'react';
import { OPENED_BESIDE, OPENED_FORMATS } from '../text/opened-formats.ts';
import './DropOverlay.css';

/** Covers the page while a file is dragged over it. */
export function DropOverlay() {
  return (
    <div className="drop-overlay" data-testid="drop-overlay">
      <div className="drop-overlay-words">
        <b>Drop to open. It stays on this computer.</b>
        <dl className="drop-overlay-formats">
          {OPENED_FORMATS.map(({ what, files }) => (
            <Fragment key={what}>
              <dt>{what}</dt>
              <dd className="mono">{files}</dd>
            </Fragment>
          ))}
          <dt>And of the same machine</dt>
          <dd className="mono">{OPENED_BESIDE}</dd>
        </dl>
      </div>
    </div>
  );
}
