import type { PolicyName } from '../../x86/set-memory.ts';

/** What making a large page again is called: mainline says collapse, everybody else merge. */
export const policyWord = (policy: PolicyName): 'merge' | 'collapse' =>
  policy.startsWith('collapse') ? 'collapse' : 'merge';
