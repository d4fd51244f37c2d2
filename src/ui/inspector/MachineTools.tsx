import { useApp, useAppContext } from '../app-context.ts';
import { Icon } from '../Icon.tsx';
import { FilesButton } from './FilesButton.tsx';
import './MachineTools.css';

/** The ways from the machine to its diagnosis, to what changed, and to what its files say. */
export function MachineTools() {
  const { commands } = useAppContext();
  const joined = useApp((state) => state.run?.joined);
  return (
    <p className="machine-tools">
      <button
        type="button"
        className="button"
        data-testid="summary-diagnose"
        aria-haspopup="dialog"
        title="Why the machine is in pieces (d)"
        onClick={() => commands.setDialog('diagnosis')}
      >
        <Icon name="diagnosis" />
        Diagnose
      </button>
      <button
        type="button"
        className="button"
        data-testid="summary-compare"
        aria-haspopup="dialog"
        title="What changed (Shift D)"
        onClick={() => commands.setDialog('compare')}
      >
        What changed
      </button>
      {joined !== undefined && <FilesButton joined={joined} />}
    </p>
  );
}
