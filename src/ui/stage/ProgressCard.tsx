import { useApp, useAppContext } from '../app-context.ts';
import './ProgressCard.css';

/** What takes long, how far it is, and the way to stop it. What was open stays until it is done. */
export function ProgressCard() {
  const { commands } = useAppContext();
  const busy = useApp((state) => state.busy);
  const open = useApp((state) => state.run !== undefined);
  if (busy === undefined) return null;
  const percent = Math.floor(Math.min(1, Math.max(0, busy.part)) * 100);
  return (
    <section className="progress-card" aria-label="Work under way">
      <div className="progress-words">
        <b>{busy.what}</b>
        <span className="mono">{percent}%</span>
      </div>
      <div
        className="progress-bar"
        data-testid="progress"
        role="progressbar"
        aria-label={busy.what}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
      >
        <span style={{ width: `${percent}%` }} />
      </div>
      <div className="progress-foot">
        <button type="button" className="button" data-testid="cancel" onClick={() => commands.cancel()}>
          Cancel <kbd>Esc</kbd>
        </button>
        {open && <span className="detail">Cancelling keeps what is open.</span>}
      </div>
    </section>
  );
}
