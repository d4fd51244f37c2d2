import type { PolicyName } from '../../x86/set-memory.ts';
import { useApp, useAppContext } from '../app-context.ts';
import { type Segment, Segmented } from '../Segmented.tsx';
import { policyTitle } from '../text/policy-title.ts';
import './PolicySwitch.css';

const POLICIES: readonly Segment<PolicyName>[] = [
  { id: 'none', name: policyTitle('none'), meaning: 'Splits, and never puts the pieces together again.' },
  {
    id: 'rfc-merge',
    name: policyTitle('rfc-merge'),
    meaning: 'The RFC of August 2022: counts equal entries and merges when all 512 are.',
  },
  {
    id: 'collapse',
    name: policyTitle('collapse'),
    meaning: 'Since 6.15: scans and collapses, when set_memory_rox() asks for it.',
  },
];

/** Runs the same calls under another kernel's rules. */
export function PolicySwitch() {
  const { commands } = useAppContext();
  const policy = useApp((state) => state.choice.policy);
  const ready = useApp((state) => state.run !== undefined);
  return (
    <Segmented
      label="Policy"
      segments={POLICIES}
      chosen={policy}
      disabled={!ready}
      className="policy-switch"
      testId="policy"
      onChoose={(id) => void commands.choose({ policy: id, globalFix: id === 'rfc-merge' })}
    />
  );
}
