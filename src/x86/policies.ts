import type { PolicyChoice, PolicyName } from './set-memory.ts';

/** What one has to know of a policy to offer it. */
export interface PolicyFacts {
  /** It builds on patch 1 of the RFC, which can be left out. */
  readonly patch1: boolean;
  /** Proposed in a review, and in no kernel. */
  readonly proposed: boolean;
}

/** All policies, in the order that they are offered. */
export const POLICIES: Readonly<Record<PolicyName, PolicyFacts>> = {
  none: { patch1: false, proposed: false },
  'rfc-merge': { patch1: true, proposed: false },
  collapse: { patch1: false, proposed: false },
  'collapse-on-free': { patch1: true, proposed: true },
  batched: { patch1: true, proposed: true },
};

export const POLICY_NAMES = Object.keys(POLICIES) as readonly PolicyName[];

/** A policy with patch 1 as wanted, where the policy has it. */
export function policyChoice(policy: PolicyName, patch1 = true): PolicyChoice {
  return { policy, globalFix: POLICIES[policy].patch1 && patch1 };
}
