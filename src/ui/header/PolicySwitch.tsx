import type { PolicyName } from '../../x86/set-memory.ts';
import { useApp, useAppContext } from '../app-context.ts';
import { policyTitle } from '../text/policy-title.ts';
import './PolicySwitch.css';

const POLICIES: readonly PolicyName[] = ['none', 'rfc-merge', 'collapse'];

const MEANING: Readonly<Record<PolicyName, string>> = {
  none: 'Splits, and never puts the pieces together again.',
  'rfc-merge': 'The RFC of August 2022: counts equal entries and merges when all 512 are.',
  collapse: 'Since 6.15: scans and collapses, when set_memory_rox() asks for it.',
};

/** Runs the same calls under another kernel's rules. */
export function PolicySwitch() {
  const { commands } = useAppContext();
  const choice = useApp((state) => state.choice);
  const ready = useApp((state) => state.run !== undefined);
  return (
    <div className="policy-switch" role="radiogroup" aria-label="Policy">
      {POLICIES.map((policy) => (
        <label key={policy} className="policy-choice" title={MEANING[policy]}>
          <input
            type="radio"
            name="policy"
            data-testid={`policy-${policy}`}
            checked={choice.policy === policy}
            disabled={!ready}
            onChange={() => void commands.choose({ policy, globalFix: policy === 'rfc-merge' })}
          />
          <span>{policyTitle(policy)}</span>
        </label>
      ))}
    </div>
  );
}
