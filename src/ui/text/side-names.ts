import type { Run } from '../data.ts';
import { policyTitle } from './policy-title.ts';

/** Short names of two machines side by side, by what tells them apart: the policy, patch 1, the machine, else the side. */
export function sideNames(left: Run, right: Run): readonly [left: string, right: string] {
  const names = (of: (run: Run) => string) => [of(left), of(right)] as const;
  const ways = [
    names(({ choice }) => policyTitle(choice.policy)),
    names(({ choice }) => `${policyTitle(choice.policy)}, patch 1 ${choice.globalFix ? 'on' : 'off'}`),
    names(({ title }) => title),
  ];
  return ways.find(([a, b]) => a !== b) ?? ['Left', 'Right'];
}
