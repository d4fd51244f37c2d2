import type { LeafRuns } from '../x86/leaf-runs.ts';
import { PFN_LIMIT } from '../x86/page.ts';
import { BOOT_4K, ENC } from '../x86/prot.ts';
import { AddressSpace } from './address-space.ts';
import type { Area } from './area.ts';
import { DIRECT_MAP_LIMIT, DirectMap, type DirectMapSpec } from './direct-map.ts';
import { type EntryHalves, entryHalves } from './entry-pfn.ts';
import { EINVAL, ENOSYS } from './errno.ts';
import { flipPresent } from './kfence.ts';
import { leafRuns } from './leaf-runs.ts';
import type { MachineCheckpoint } from './machine-checkpoint.ts';
import type { Memory } from './memory.ts';
import type { Operation } from './operation.ts';
import type { Profile } from './profile.ts';
import { RunningCall } from './running-call.ts';
import { SetMemory } from './set-memory.ts';
import { splitMapping } from './split-mapping.ts';
import { StaticProtections } from './static-protections.ts';
import type { TableId } from './table-id.ts';
import { type WalkRow, walk } from './walk.ts';

/** A machine's direct map under one kernel: operations in, page tables, counters and effects out. */
export class Machine extends DirectMap {
  /** Patch 1 of the RFC brings back no GLOBAL that the machine does not use (__default_kernel_pte_mask). */
  readonly profile: Profile;
  /** Where its pages are mapped beside the direct map. */
  readonly space: AddressSpace;
  /** Undefined where the machine has nothing to protect. */
  readonly protections: StaticProtections | undefined;
  readonly #setMemory: SetMemory;
  /** The policy works after operations, or when blocks become free. */
  readonly #policyListens: boolean;

  constructor(spec: DirectMapSpec, profile: Profile) {
    super(spec);
    const { image, pagingLevels, pciBios = false, globalInUse } = spec;
    this.profile = globalInUse ? profile : { ...profile, globalFix: false };
    this.space = new AddressSpace(this, DIRECT_MAP_LIMIT[pagingLevels], image);
    this.protections = image === undefined && !pciBios ? undefined : new StaticProtections(image, pciBios);
    this.#setMemory = new SetMemory(this.space, this.profile, this.protections);
    const { operationDone, blockFreed } = profile.policy;
    this.#policyListens = operationDone !== undefined || blockFreed !== undefined;
  }

  /** Carries an operation out, wholly or up to its error. Returns 0 or -errno (-EINVAL: no numbers of pages). Throws RangeError for one that there is not. */
  apply(operation: Operation): number {
    // In two, so that V8 compiles the short way with all that it calls; #carryOut() would take the room of what it inlines.
    if (operation.kind !== 'call' || !this.#setMemory.callOnPte(operation)) return this.#carryOut(operation);
    if (this.#policyListens) this.operationDone();
    return 0;
  }

  /** Any operation, the long way. */
  #carryOut(operation: Operation): number {
    const { memory, space } = this;
    const setMemory = this.#setMemory;
    this.effects.beginOperation();
    space.beginOperation();
    let rc = EINVAL;
    if (!('pfn' in operation)) rc = this.#elsewhere(operation);
    else if (
      isPageNumber(operation.pfn) &&
      isPageNumber(operation.pages) &&
      operation.pfn + operation.pages <= PFN_LIMIT
    ) {
      const { pfn, pages } = operation;
      const inMemory = memory !== undefined && pfn + pages <= this.endPfn;
      switch (operation.kind) {
        case 'call':
          rc = setMemory.call(operation.call, pfn, pages);
          break;
        case 'pass':
          if (isProt(operation.set) && isProt(operation.clear))
            rc = setMemory.pass(operation.set, operation.clear, pfn, pages);
          break;
        case 'vmap':
          if (pfn + pages <= this.endPfn) rc = setMemory.vmap(operation.call, pfn, pages);
          break;
        case 'kfence':
          rc = flipPresent(this, operation.present, pfn, pages);
          break;
        case 'allocate':
          if (inMemory) rc = memory.allocateRange(pfn, pages);
          break;
        case 'free':
          if (inMemory) rc = memory.freeRange(pfn, pages);
          break;
        case 'merge':
          rc = this.#demand();
          break;
        default:
          unknown(operation);
      }
    }
    this.operationDone();
    return rc;
  }

  /** An operation for a CPU among others, to be run step by step; undefined: it is one step, apply(). */
  begin(operation: Operation): RunningCall | undefined {
    if ((operation.kind !== 'call' && operation.kind !== 'at') || !isPageNumber(operation.pages)) return undefined;
    const place =
      operation.kind === 'at' ? this.space.find(operation.address) : { area: this as Area, page: operation.pfn };
    if (place === undefined || !isPageNumber(place.page) || place.page + operation.pages > PFN_LIMIT) return undefined;
    const plan = this.#setMemory.plan(operation.call, place, operation.pages);
    return plan === undefined ? undefined : new RunningCall(plan);
  }

  /** What the policy does after an operation. */
  operationDone(): void {
    const { policy } = this.profile;
    if (policy.operationDone !== undefined) for (const area of [this, this.space.high]) policy.operationDone(area);
    if (this.memory?.hasFreedBlocks) this.#tellOfFreedBlocks(this.memory);
  }

  /** Operations on addresses and on pages that do not lie together. */
  #elsewhere(operation: Exclude<Operation, { readonly pfn: number }>): number {
    const { space } = this;
    if (operation.kind === 'array') {
      const { call, pfns } = operation;
      return arePages(pfns) ? this.#setMemory.array(call, pfns) : EINVAL;
    }
    if (operation.kind === 'split_mapping') return splitMapping(this, operation);
    const { kind, address } = operation;
    if (kind === 'map')
      return arePages(operation.pfns) && (operation.prot === undefined || isProt(operation.prot))
        ? space.map(address, operation.pfns, operation.prot ?? this.mapped(BOOT_4K))
        : EINVAL;
    const { pages } = operation;
    if (kind !== 'unmap' && kind !== 'at') return unknown(operation);
    if (!isPageNumber(pages) || pages > PFN_LIMIT) return EINVAL;
    return kind === 'unmap' ? space.unmap(address, pages) : this.#setMemory.callAt(operation.call, address, pages);
  }

  #demand(): number {
    const { policy } = this.profile;
    if (policy.demanded === undefined) return ENOSYS;
    for (const area of [this, this.space.high]) policy.demanded(area);
    return 0;
  }

  /** The hardware's 64 bits of an entry; undefined when it points to a table whose page is not known. */
  entryHalves(table: TableId, index: number): EntryHalves | undefined {
    return entryHalves(this, table, index);
  }

  /** The entries from the PGD down to the page's leaf. */
  walk(pfn: number): WalkRow[] {
    return walk(this, pfn);
  }

  /** The leaves in address order, equal neighbours joined. */
  leafRuns(firstPfn = 0, endPfn = this.endPfn): LeafRuns {
    return leafRuns(this, firstPfn, endPfn);
  }

  /** Remembers this state. */
  checkpoint(): MachineCheckpoint {
    return {
      areas: this.areas.map((area) => area.checkpointTables()),
      counters: { ...this.counters },
      memtypes: this.#setMemory.memtypes.ranges,
      memory: this.memory?.checkpoint(),
    };
  }

  /** Goes back to a checkpoint of this machine; effects stay as they are. */
  restore(checkpoint: MachineCheckpoint): void {
    for (const [i, area] of this.areas.entries()) area.restoreTables(checkpoint.areas[i]);
    Object.assign(this.counters, checkpoint.counters);
    this.#setMemory.memtypes.ranges = checkpoint.memtypes;
    if (checkpoint.memory !== undefined) this.memory?.restore(checkpoint.memory);
  }

  /** All page tables: direct map, vmalloc area, high mapping. */
  get areas(): readonly Area[] {
    return [this, this.space.vmalloc, this.space.high];
  }

  /** Does something, and takes back whatever it did. */
  tryOut<T>(act: () => T): T {
    const before = this.checkpoint();
    const lengths = this.areas.map(({ effects }) => effects.length);
    try {
      return act();
    } finally {
      this.restore(before);
      for (const [i, { effects }] of this.areas.entries()) effects.cut(lengths[i]);
    }
  }

  /** The policy may collapse them, which gives tables back, which may free further blocks. */
  #tellOfFreedBlocks(memory: Memory): void {
    for (let block = memory.nextFreedBlock(); block !== undefined; block = memory.nextFreedBlock())
      this.profile.policy.blockFreed?.(this, block.pfn, block.order);
  }
}

/** The first comparison is enough, and fast, below 2^32. */
const isPageNumber = (value: number): boolean =>
  typeof value === 'number' && (value >>> 0 === value || (Number.isSafeInteger(value) && value >= 0));

const isPage = (pfn: number): boolean => isPageNumber(pfn) && pfn < PFN_LIMIT;

const arePages = (pfns: readonly number[]): boolean => Array.isArray(pfns) && pfns.every(isPage);

const isProt = (prot: number): boolean => Number.isInteger(prot) && prot >= 0 && prot < 2 * ENC;

function unknown(operation: never): never {
  throw new RangeError(`no operation of this shape: ${String((operation as { readonly kind: unknown }).kind)}`);
}
