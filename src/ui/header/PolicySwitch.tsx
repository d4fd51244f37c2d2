import { POLICIES, POLICY_NAMES, policyChoice } from '../../x86/policies.ts';
import type { PolicyName } from '../../x86/set-memory.ts';
import { useApp, useAppContext } from '../app-context.ts';
import { Segmented } from '../Segmented.tsx';
import { policyTitle } from '../text/policy-title.ts';
import './PolicySwitch.css';

const MEANINGS: Readonly<Record<PolicyName, string>> = {
  none: 'Splits, and never puts the pieces together again.',
  'rfc-merge': 'The RFC of August 2022: counts equal entries and merges when all 512 are.',
  collapse: 'Since 6.15: scans and collapses, when set_memory_rox() asks for it.',
  'collapse-on-free':
    'In no kernel: collapses what the page allocator has back as a whole free 2M. Recordings do not tell what is free.',
  batched: 'In no kernel: logs the ranges that change, and merges when 32 have gathered or on demand.',
};

const inKernels = POLICY_NAMES.filter((name) => !POLICIES[name].proposed);
const proposed = POLICY_NAMES.filter((name) => POLICIES[name].proposed);

/** Runs the same calls under another kernel's rules, or under rules that no kernel has yet. */
export function PolicySwitch() {
  const { commands } = useAppContext();
  const policy = useApp((state) => state.choice.policy);
  const ready = useApp((state) => state.run !== undefined);
  const choose = (name: PolicyName) => void commands.choose(policyChoice(name));
  const isProposed = POLICIES[policy].proposed;
  return (
    <div className="policy-switch">
      <Segmented
        label="Policy"
        segments={inKernels.map((id) => ({ id, name: policyTitle(id), meaning: MEANINGS[id] }))}
        chosen={policy}
        disabled={!ready}
        className=""
        testId="policy"
        onChoose={choose}
      />
      <select
        className={isProposed ? 'policy-proposed policy-proposed-chosen' : 'policy-proposed'}
        aria-label="Policy that is proposed, in no kernel"
        title={isProposed ? MEANINGS[policy] : 'Policies that were proposed, and are in no kernel'}
        data-testid="policy-proposed"
        disabled={!ready}
        value={isProposed ? policy : ''}
        onChange={(event) => choose(event.target.value as PolicyName)}
      >
        <option value="" hidden>
          Proposed
        </option>
        <optgroup label="Proposed, in no kernel">
          {proposed.map((name) => (
            <option key={name} value={name}>
              {policyTitle(name)}, proposed
            </option>
          ))}
        </optgroup>
      </select>
    </div>
  );
}
