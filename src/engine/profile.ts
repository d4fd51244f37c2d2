import type { Prot } from '../x86/prot.ts';
import type { PolicyChoice, SetMemoryCall } from '../x86/set-memory.ts';
import type { Counters } from './counters.ts';
import type { Policy } from './policies/policy.ts';

/** Bits that one CPA call sets and clears. */
export interface Masks {
  readonly set: Prot;
  readonly clear: Prot;
}

/** How a kernel carries out one of its calls. */
export interface CallRule {
  /** CPA calls in order; the first error ends them. */
  readonly steps: readonly Masks[];
  /** Splits down to 4K first. */
  readonly forceSplit: boolean;
  /** Asks for large pages afterwards (CPA_COLLAPSE). */
  readonly collapse: boolean;
  /** Page by page and without a final flush (set_direct_map_*_noflush). */
  readonly noflush: boolean;
  /** Other addresses of the pages are left alone (CPA_NO_CHECK_ALIAS). */
  readonly noAlias: boolean;
  /** Only where memory is encrypted, elsewhere nothing at all; flushes before and after, changed or not. */
  readonly encryption: boolean;
  /** Memory type of each page: reserved before (-EBUSY when it is already), or freed after. */
  readonly memtype: 'reserve' | 'free' | undefined;
}

/** One line of /proc/vmstat. */
export interface VmstatLine {
  readonly name: string;
  readonly value: number;
}

/** What differs between kernels, as data. */
export interface Profile {
  readonly choice: PolicyChoice;
  /** The kernel it was recorded from; of a proposed policy, the kernel that it is put on. */
  readonly kernel: string;
  readonly policy: Policy;
  /** Patch 1 of the RFC: PRESENT sets GLOBAL. */
  readonly globalFix: boolean;
  readonly calls: Readonly<Record<SetMemoryCall, CallRule>>;
  /** What an NX change does to the alias in the direct map: nothing at all when pure, or a pass without NX. */
  readonly nxAlias: 'none-when-pure' | 'without-nx';
  /** A page that nothing maps is a fault: for every call, or only for those that look after aliases. */
  readonly faults: 'always' | 'with-alias';
  /** More pages than this are flushed all at once (tlb_single_page_flush_ceiling). */
  readonly flushCeiling: number;
  /** vmstat's direct_map_* lines, named as this kernel names them. */
  vmstat(counters: Counters): readonly VmstatLine[];
}
