import { policyChoice } from '../x86/policies.ts';
import { D, ENC, G, KERNEL_4K, NX, P, PAT_4K, PCD, type Prot, PWT, RW } from '../x86/prot.ts';
import type { PolicyChoice, PolicyName, SetMemoryCall } from '../x86/set-memory.ts';
import type { Counters } from './counters.ts';
import { batched } from './policies/batched.ts';
import { collapse } from './policies/collapse.ts';
import { collapseOnFree } from './policies/collapse-on-free.ts';
import { none } from './policies/none.ts';
import type { Policy } from './policies/policy.ts';
import { rfcMerge } from './policies/rfc-merge.ts';
import type { CallRule, Masks, Profile } from './profile.ts';

const CACHE = PWT | PCD | PAT_4K;

const masks = (set: number, clear: number): Masks => ({ set: set as Prot, clear: clear as Prot });

const rule = (steps: readonly Masks[], more: Partial<CallRule> = {}): CallRule => ({
  steps,
  forceSplit: false,
  collapse: false,
  noflush: false,
  noAlias: false,
  encryption: false,
  memtype: undefined,
  ...more,
});

type Calls = Readonly<Record<SetMemoryCall, CallRule>>;

const LINUX_6_1: Calls = {
  ro: rule([masks(0, RW)]),
  rw: rule([masks(RW, 0)]),
  x: rule([masks(0, NX)]),
  nx: rule([masks(NX, 0)]),
  // There is no set_memory_rox() yet: its users call ro and then x.
  rox: rule([masks(0, RW), masks(0, NX)]),
  np: rule([masks(0, P)]),
  p: rule([masks(P, 0)]),
  np_noalias: rule([masks(0, P)], { noAlias: true }),
  uc: rule([masks(PCD, 0)], { memtype: 'reserve' }),
  wc: rule([masks(PCD, 0), masks(PWT, CACHE)], { memtype: 'reserve' }),
  wt: rule([masks(CACHE, 0)]),
  wb: rule([masks(0, CACHE)], { memtype: 'free' }),
  _wb: rule([masks(0, CACHE)]),
  '4k': rule([masks(0, 0)], { forceSplit: true }),
  global: rule([masks(G, 0)]),
  nonglobal: rule([masks(0, G)]),
  dm_inval: rule([masks(0, P | RW)], { noflush: true, noAlias: true }),
  dm_default: rule([masks(P | RW, 0)], { noflush: true, noAlias: true }),
  encrypted: rule([masks(ENC, 0)], { encryption: true }),
  decrypted: rule([masks(0, ENC)], { encryption: true }),
};

const LINUX_7_2: Calls = {
  ...LINUX_6_1,
  ro: rule([masks(0, RW | D)]),
  rox: rule([masks(0, RW | D | NX)], { collapse: true }),
  '4k': rule([masks(KERNEL_4K, 0)], { forceSplit: true }),
  dm_inval: rule([masks(0, P | RW | D)], { noflush: true, noAlias: true }),
};

/** Changed ranges that `batched` lets gather: its proposal names no number, so a small one that can be seen at work. */
const BATCH = 32;

/** What every kernel has at boot. */
const FLUSH_CEILING = 33;

interface Kernel {
  readonly kernel: string;
  readonly calls: Calls;
  readonly nxAlias: Profile['nxAlias'];
  readonly faults: Profile['faults'];
  readonly policy: Policy;
  /** vmstat names of the two counters of large pages made. */
  readonly made: readonly [made2m: string, made1g: string] | undefined;
}

const OF_6_1 = { kernel: '6.1.192', calls: LINUX_6_1, nxAlias: 'none-when-pure', faults: 'with-alias' } as const;

const KERNELS: Readonly<Record<PolicyName, Kernel>> = {
  none: { ...OF_6_1, policy: none, made: undefined },
  'rfc-merge': {
    ...OF_6_1,
    policy: rfcMerge,
    made: ['direct_map_level1_merges', 'direct_map_level2_merges'],
  },
  collapse: {
    kernel: '7.2.13',
    calls: LINUX_7_2,
    nxAlias: 'without-nx',
    faults: 'always',
    policy: collapse,
    made: ['direct_map_level2_collapses', 'direct_map_level3_collapses'],
  },
  'collapse-on-free': {
    ...OF_6_1,
    policy: collapseOnFree,
    made: ['direct_map_level2_collapses', 'direct_map_level3_collapses'],
  },
  batched: {
    ...OF_6_1,
    policy: batched(BATCH),
    made: ['direct_map_level1_merges', 'direct_map_level2_merges'],
  },
};

/** The kernel that has this policy: 6.1, 6.1 with the RFC's patches, or 7.2; a proposed policy is put on 6.1. */
export function profileFor(choice: PolicyChoice): Profile {
  const { made, ...kernel } = KERNELS[choice.policy];
  return {
    ...kernel,
    choice,
    flushCeiling: FLUSH_CEILING,
    globalFix: policyChoice(choice.policy, choice.globalFix).globalFix,
    vmstat: (counters: Counters) => [
      { name: 'direct_map_level2_splits', value: counters.level2Splits },
      { name: 'direct_map_level3_splits', value: counters.level3Splits },
      ...(made === undefined
        ? []
        : [
            { name: made[0], value: counters.made2m },
            { name: made[1], value: counters.made1g },
          ]),
    ],
  };
}
