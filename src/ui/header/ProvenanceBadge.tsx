import { useId } from 'react';
import type { Run } from '../data.ts';
import './ProvenanceBadge.css';

/** Says whether the machine is recorded or simulated; the run's note on hover and focus. */
export function ProvenanceBadge({ run }: { readonly run: Run }) {
  const id = useId();
  return (
    <span className="provenance">
      <button
        type="button"
        className={`pill provenance-${run.machine.provenance}`}
        data-testid="provenance"
        aria-describedby={id}
      >
        {run.machine.provenance}
      </button>
      <span className="provenance-note" role="tooltip" id={id}>
        {run.note}
        {run.warnings.map((warning) => (
          <span key={warning} className="provenance-warning">
            {warning}
          </span>
        ))}
      </span>
    </span>
  );
}
