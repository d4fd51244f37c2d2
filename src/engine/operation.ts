import type { Prot } from '../x86/prot.ts';
import type { SetMemoryCall } from '../x86/set-memory.ts';
import type { MemoryRange } from './memory-range.ts';

interface Range {
  /** First page of the direct map, and number of 4K pages. */
  readonly pfn: number;
  readonly pages: number;
}

/** Who has the pages of an operation, where that is known. */
export type Claimant = 'module' | 'bpf' | 'driver';

/** A set_memory call on direct-map addresses. */
export interface CallOperation extends Range {
  readonly kind: 'call';
  readonly call: SetMemoryCall;
  readonly owner?: Claimant;
}

/** A set_memory call at an address of any area; one inside a page means the page. -EINVAL: the kernel has no such address. */
export interface AddressOperation {
  readonly kind: 'at';
  readonly call: SetMemoryCall;
  readonly address: bigint;
  readonly pages: number;
}

/** Maps pages, one after the other, at an address of the vmalloc or module area (vmap, module_alloc) with 4K entries. */
export interface MapOperation {
  readonly kind: 'map';
  readonly address: bigint;
  readonly pfns: readonly number[];
  /** PAGE_KERNEL, RW + NX, when absent. */
  readonly prot?: Prot;
  /** Who has the pages, where it is known. */
  readonly owner?: Claimant;
}

/** Takes such a mapping away (vunmap); what is not mapped there is left alone. */
export interface UnmapOperation {
  readonly kind: 'unmap';
  readonly address: bigint;
  readonly pages: number;
}

/** One recorded pass of __change_page_attr_set_clr() over the direct map, as the alias of another address. */
export interface PassOperation extends Range {
  readonly kind: 'pass';
  readonly set: Prot;
  readonly clear: Prot;
  /** The kernel function that led to it, when it is known. */
  readonly caller: string | undefined;
  readonly owner?: Claimant;
}

/** set_pages_array_uc / wc / wb: the pages one by one, wherever they are. */
export interface ArrayOperation {
  readonly kind: 'array';
  readonly call: 'uc' | 'wc' | 'wb';
  readonly pfns: readonly number[];
}

/** The pages are mapped at a fresh vmalloc address, the call is made there, and the mapping is taken down again. */
export interface VmapOperation extends Range {
  readonly kind: 'vmap';
  readonly call: SetMemoryCall;
}

/** KFENCE protects (PRESENT off) or unprotects 4K pages with a plain write of the entry, past CPA. */
export interface KfenceOperation extends Range {
  readonly kind: 'kfence';
  readonly present: boolean;
}

/** The policy is asked to make large pages of what it knows of, now; the range means nothing. */
export interface MergeOperation extends Range {
  readonly kind: 'merge';
}

/** These very pages are taken from the page allocator (alloc_contig_range). */
export interface AllocateOperation extends Range {
  readonly kind: 'allocate';
}

/** Pages that were taken so are given back (free_contig_range). */
export interface FreeOperation extends Range {
  readonly kind: 'free';
}

/**
 * The RFC's test interface split_mapping: `pages` pages of the page allocator are made RO and X, and NX and RW again.
 * Mode 0: each at a vmalloc address; 2: each at its direct-map address; 1: at one vmalloc address by several CPUs at once.
 */
export interface SplitMappingOperation {
  readonly kind: 'split_mapping';
  readonly mode: 0 | 1 | 2;
  readonly pages: number;
  /** Of mode 1: CPUs (1 to 8192), how often each makes its four calls (to 2^20; the kernel: until it is stopped), and which schedule. */
  readonly cpus: number;
  readonly rounds: number;
  readonly seed: number;
}

/** Number of 4K pages of an operation. */
export const pagesOfOperation = (operation: Operation): number =>
  'pfns' in operation ? operation.pfns.length : operation.pages;

/** The pages of memory that an operation names; none for one that names addresses only. */
export function memoryOf(operation: Operation): readonly MemoryRange[] {
  if ('pfn' in operation) return [{ firstPfn: operation.pfn, endPfn: operation.pfn + operation.pages }];
  return 'pfns' in operation ? operation.pfns.map((pfn) => ({ firstPfn: pfn, endPfn: pfn + 1 })) : [];
}

/** Everything that can be done to a machine. */
export type Operation =
  | CallOperation
  | AddressOperation
  | MapOperation
  | UnmapOperation
  | PassOperation
  | ArrayOperation
  | VmapOperation
  | KfenceOperation
  | MergeOperation
  | AllocateOperation
  | FreeOperation
  | SplitMappingOperation;
