import { POLICIES, POLICY_NAMES, policyChoice } from '../../x86/policies.ts';
import type { PolicyName } from '../../x86/set-memory.ts';
import { useApp, useAppContext } from '../app-context.ts';
import { PatchSwitch } from '../header/PatchSwitch.tsx';
import { policyTitle } from '../text/policy-title.ts';
import { useSideNames } from './use-side-names.ts';

/** What this side is, and its policy. */
export function SideHead() {
  const { commands } = useAppContext();
  const policy = useApp((state) => state.choice.policy);
  const run = useApp((state) => state.run);
  const names = useSideNames();
  return (
    <header className="side-head">
      <span className="side-line" aria-hidden="true" />
      <div className="side-words">
        <h2 className="heading">{names?.own ?? (run === undefined ? 'Opening' : policyTitle(run.choice.policy))}</h2>
        {run !== undefined && (
          <p className="detail" title={run.note}>
            {run.machine.provenance}: {run.title}
          </p>
        )}
      </div>
      {run !== undefined && (
        <>
          <PatchSwitch />
          <select
            className="side-policy"
            aria-label="Policy"
            data-testid="side-policy"
            value={policy}
            onChange={(event) => void commands.choose(policyChoice(event.target.value as PolicyName))}
          >
            {POLICY_NAMES.map((name) => (
              <option key={name} value={name}>
                {policyTitle(name)}
                {POLICIES[name].proposed && ', proposed'}
              </option>
            ))}
          </select>
        </>
      )}
    </header>
  );
}
