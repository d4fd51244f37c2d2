/** The calls that change a range of the direct map, named as the kernel's set_memory_* (dm_*: set_direct_map_*). */
export const SET_MEMORY_CALLS = [
  'ro',
  'rw',
  'x',
  'nx',
  'rox',
  'np',
  'p',
  'np_noalias',
  'uc',
  'wc',
  'wt',
  'wb',
  '_wb',
  '4k',
  'global',
  'nonglobal',
  'dm_inval',
  'dm_default',
  'encrypted',
  'decrypted',
] as const;

export type SetMemoryCall = (typeof SET_MEMORY_CALLS)[number];

/** Who puts the pieces together again. */
export type PolicyName = 'none' | 'rfc-merge' | 'collapse' | 'collapse-on-free' | 'batched';

/** A policy and its switch. `globalFix` is patch 1 of the RFC: PRESENT sets GLOBAL again; see POLICIES for who has it. */
export interface PolicyChoice {
  readonly policy: PolicyName;
  readonly globalFix: boolean;
}
