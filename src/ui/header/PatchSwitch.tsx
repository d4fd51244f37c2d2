import { POLICIES } from '../../x86/policies.ts';
import { useApp, useAppContext } from '../app-context.ts';
import './PatchSwitch.css';

/** Patch 1 of the RFC, on or off; nothing under the policies that do not build on it. */
export function PatchSwitch() {
  const { commands } = useAppContext();
  const choice = useApp((state) => state.choice);
  if (!POLICIES[choice.policy].patch1) return null;
  return (
    <label
      className="patch-switch"
      title="Patch 1: a page that becomes present again gets GLOBAL back. Without it, it stays odd."
    >
      <input
        type="checkbox"
        role="switch"
        data-testid="switch-patch1"
        checked={choice.globalFix}
        aria-checked={choice.globalFix}
        onChange={(event) => void commands.choose({ ...choice, globalFix: event.target.checked })}
      />
      <span className="patch-switch-track" aria-hidden="true" />
      <span>Patch 1</span>
    </label>
  );
}
