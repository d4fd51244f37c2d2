import type { Counters } from './counters.ts';
import { DirectMap, type DirectMapSpec } from './direct-map.ts';
import { type EntryHalves, entryHalves } from './entry-pfn.ts';
import { EINVAL, ENOSYS } from './errno.ts';
import { flipPresent } from './kfence.ts';
import { type LeafRun, leafRuns } from './leaf-runs.ts';
import type { Memory, MemoryCheckpoint } from './memory.ts';
import type { Operation } from './operation.ts';
import type { Profile } from './profile.ts';
import { RunningCall } from './running-call.ts';
import { SetMemory } from './set-memory.ts';
import type { TableId } from './table-id.ts';
import type { TablesCheckpoint } from './tables.ts';
import { type WalkRow, walk } from './walk.ts';

/** A machine as it was; it shares what has not changed since. Effects are not part of it. */
export interface MachineCheckpoint {
  readonly tables: TablesCheckpoint;
  readonly counters: Counters;
  readonly memtypes: readonly number[];
  readonly changeLog: readonly number[];
  readonly memory: MemoryCheckpoint | undefined;
}

/** A machine's direct map under one kernel: operations in, page tables, counters and effects out. */
export class Machine extends DirectMap {
  readonly profile: Profile;
  readonly #setMemory: SetMemory;

  constructor(spec: DirectMapSpec, profile: Profile) {
    super(spec);
    this.profile = profile;
    this.#setMemory = new SetMemory(this, profile);
  }

  /** Carries an operation out, wholly or up to its error. Returns 0 or -errno (-EINVAL: no numbers of pages). */
  apply(operation: Operation): number {
    const { pfn, pages } = operation;
    if (!isPageNumber(pfn) || !isPageNumber(pages)) return EINVAL;
    this.effects.beginOperation();
    const rc = this.#carryOut(operation, pfn, pages);
    this.operationDone();
    return rc;
  }

  /** An operation for a CPU among others, to be run step by step; undefined: it is one step, apply(). */
  begin(operation: Operation): RunningCall | undefined {
    const { kind, pfn, pages } = operation;
    if (kind !== 'call' || !isPageNumber(pfn) || !isPageNumber(pages)) return undefined;
    const plan = this.#setMemory.plan(operation.call, pfn, pages);
    return plan === undefined ? undefined : new RunningCall(plan);
  }

  /** What the policy does after an operation. */
  operationDone(): void {
    this.profile.policy.operationDone?.(this);
    if (this.memory?.hasFreedBlocks) this.#tellOfFreedBlocks(this.memory);
  }

  #carryOut(operation: Operation, pfn: number, pages: number): number {
    switch (operation.kind) {
      case 'call':
        return this.#setMemory.call(operation.call, pfn, pages);
      case 'pass':
        return this.#setMemory.pass(operation.set, operation.clear, pfn, pages);
      case 'array':
        return this.#setMemory.array(operation.call, pfn, pages);
      case 'vmap':
        return this.#setMemory.vmap(operation.call, pfn, pages);
      case 'kfence':
        return flipPresent(this, operation.present, pfn, pages);
      case 'allocate':
        return this.memory === undefined || pfn + pages > this.endPfn ? EINVAL : this.memory.allocateRange(pfn, pages);
      case 'free':
        return this.memory === undefined || pfn + pages > this.endPfn ? EINVAL : this.memory.freeRange(pfn, pages);
      case 'merge':
        return this.#demand();
    }
  }

  #demand(): number {
    const { policy } = this.profile;
    if (policy.demanded === undefined) return ENOSYS;
    policy.demanded(this);
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
  leafRuns(firstPfn = 0, endPfn = this.endPfn): LeafRun[] {
    return leafRuns(this, firstPfn, endPfn);
  }

  /** Remembers this state. */
  checkpoint(): MachineCheckpoint {
    return {
      tables: this.tables.checkpoint(),
      counters: { ...this.counters },
      memtypes: this.#setMemory.memtypes.ranges,
      changeLog: this.changeLog.checkpoint(),
      memory: this.memory?.checkpoint(),
    };
  }

  /** Goes back to a checkpoint of this machine; effects stay as they are. */
  restore(checkpoint: MachineCheckpoint): void {
    this.tables.restore(checkpoint.tables);
    this.tablePages.lose();
    Object.assign(this.counters, checkpoint.counters);
    this.#setMemory.memtypes.ranges = checkpoint.memtypes;
    this.changeLog.restore(checkpoint.changeLog);
    if (checkpoint.memory !== undefined) this.memory?.restore(checkpoint.memory);
  }

  /** The policy may collapse them, which gives tables back, which may free further blocks. */
  #tellOfFreedBlocks(memory: Memory): void {
    for (let block = memory.nextFreedBlock(); block !== undefined; block = memory.nextFreedBlock())
      this.profile.policy.blockFreed?.(this, block.pfn, block.order);
  }
}

/** The first comparison is enough, and fast, below 2^32. */
const isPageNumber = (value: number): boolean => value >>> 0 === value || (Number.isSafeInteger(value) && value >= 0);
