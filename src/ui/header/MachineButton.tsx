import { useApp, useAppContext } from '../app-context.ts';
import { Icon } from '../Icon.tsx';

/** Names the open machine and leads to the library. */
export function MachineButton() {
  const { commands } = useAppContext();
  const title = useApp((state) => state.run?.title);
  return (
    <button
      type="button"
      className="button machine-button"
      data-testid="scenario-picker"
      aria-haspopup="dialog"
      aria-label={title === undefined ? 'Choose a machine' : `Machine: ${title}`}
      onClick={() => commands.setDialog('library')}
    >
      <Icon name="machine" />
      <span className="machine-button-title">{title ?? 'Choose a machine'}</span>
      <Icon name="chevron" />
    </button>
  );
}
