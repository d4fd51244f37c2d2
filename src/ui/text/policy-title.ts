import type { PolicyName } from '../../x86/set-memory.ts';

const TITLES: Readonly<Record<PolicyName, string>> = {
  none: 'Mainline 6.1',
  'rfc-merge': 'RFC merge',
  collapse: 'Collapse 6.15+',
  'collapse-on-free': 'Collapse on free',
  batched: 'Batched',
};

/** A policy as the policy switch names it. */
export const policyTitle = (policy: PolicyName): string => TITLES[policy];
