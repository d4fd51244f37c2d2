import { Checkpoints } from './checkpoints.ts';
import type { Counters } from './counters.ts';
import type { Effects } from './effects.ts';
import type { Machine } from './machine.ts';
import { type Operation, pagesOfOperation } from './operation.ts';

/** Leaf entries and page-table pages after each step 0..steps. */
export interface RunSeries {
  readonly leaves4k: Uint32Array;
  readonly leaves2m: Uint32Array;
  readonly leaves1g: Uint32Array;
  readonly tablePages: Uint32Array;
}

/** Work of an operation, and of a split or merge, beside that of one 4K entry. */
const OPERATION = 8;
const REMAKING = 16;
/** What is looked at where nothing is counted: a page of this many. */
const PAGES_A_LOOK = 512;

/**
 * A machine and the operations that are applied to it, one a step. The machine can be put to any step:
 * from the nearest checkpoint the operations are applied again, which gives the same bytes.
 */
export class Run {
  /** At step `step`; read it, and change it only through this run. */
  readonly machine: Machine;
  #operations: readonly Operation[];
  #executed = 0;
  #at = 0;
  #work = 0;
  readonly #checkpoints: Checkpoints;
  #rc: Int16Array;
  #effectsEnd: Uint32Array;
  #series: RunSeries;

  /** `machine`: at step 0, owned by the run from now on. */
  constructor(machine: Machine, operations: readonly Operation[]) {
    this.machine = machine;
    this.#operations = operations;
    machine.effects.cut(0);
    this.#checkpoints = new Checkpoints(machine.checkpoint());
    this.#rc = new Int16Array(operations.length + 1);
    this.#effectsEnd = new Uint32Array(operations.length + 1);
    this.#series = emptySeries(operations.length + 1);
    this.#record();
  }

  get steps(): number {
    return this.#operations.length;
  }

  /** Steps executed so far; equals `steps` when the run is complete. */
  get executed(): number {
    return this.#executed;
  }

  /** The step that the machine is at. */
  get step(): number {
    return this.#at;
  }

  /** Counts after each step; complete up to `executed`. */
  get series(): RunSeries {
    return this.#series;
  }

  /** What happened in the steps executed so far. Rows of step s: effectsEnd(s - 1) to effectsEnd(s), exclusive. */
  get effects(): Effects {
    return this.machine.effects;
  }

  /** The operations in order; another list after an edit. */
  get operations(): readonly Operation[] {
    return this.#operations;
  }

  /** The operation that leads to a step, 1..steps. */
  operation(step: number): Operation {
    return this.#operations[step - 1];
  }

  /** Return code of that operation: 0 or -errno. */
  rc(step: number): number {
    return this.#rc[step];
  }

  effectsEnd(step: number): number {
    return this.#effectsEnd[step];
  }

  /** Step of an effect row. */
  stepOfEffect(row: number): number {
    let low = 0;
    let high = this.#executed;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#effectsEnd[middle] > row) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Executes at most `count` further steps, fewer when they come to `mostWork` (in about pages written); true when the run is complete. */
  advance(count: number, mostWork = Number.POSITIVE_INFINITY): boolean {
    this.#moveTo(this.#executed);
    const { counters } = this.machine;
    const end = Math.min(this.#executed + count, this.steps);
    const enough = this.#work + mostWork;
    while (this.#executed < end && this.#work < enough) {
      const step = ++this.#executed;
      const operation = this.#operations[step - 1];
      const before = counted(counters);
      this.#rc[step] = this.machine.apply(operation);
      this.#work += uncounted(operation) + counted(counters) - before;
      this.#at = step;
      this.#record();
      if (this.#checkpoints.isDue(this.#work)) this.#checkpoints.add(step, this.#work, this.machine.checkpoint());
    }
    return this.#executed === this.steps;
  }

  /** Puts the machine to a step that has been executed. */
  seek(step: number): Machine {
    if (!Number.isInteger(step) || step < 0 || step > this.#executed)
      throw new RangeError(`step ${step} of ${this.#executed}`);
    this.#moveTo(step);
    return this.machine;
  }

  /** Puts an operation in after `step` steps, or takes the one that leads to `step + 1` out; advance() goes on from there. */
  edit(step: number, change: { readonly insert: Operation } | { readonly remove: true }): void {
    const before = this.#operations.slice(0, step);
    const inserted = 'insert' in change ? [change.insert] : [];
    const after = this.#operations.slice('insert' in change ? step : step + 1);
    this.#operations = [...before, ...inserted, ...after];
    this.#checkpoints.cut(step);
    const kept = this.#checkpoints.before(step);
    this.#at = this.#executed = kept.step;
    this.#work = kept.work;
    this.machine.restore(kept.state);
    this.machine.effects.cut(this.#effectsEnd[this.#executed]);
    const length = this.steps + 1;
    this.#rc = resized(this.#rc, new Int16Array(length));
    this.#effectsEnd = resized(this.#effectsEnd, new Uint32Array(length));
    const old = this.#series;
    this.#series = emptySeries(length);
    for (const name of Object.keys(old) as (keyof RunSeries)[]) resized(old[name], this.#series[name]);
  }

  #moveTo(step: number): void {
    const kept = this.#checkpoints.before(step);
    if (this.#at > step || kept.step > this.#at) {
      this.machine.restore(kept.state);
      this.#at = kept.step;
    }
    const { effects } = this.machine;
    const { length } = effects;
    while (this.#at < step) this.machine.apply(this.#operations[this.#at++]);
    effects.cut(length);
  }

  #record(): void {
    const step = this.#executed;
    const [n4k, n2m, n1g] = this.machine.leafCounts();
    this.#series.leaves4k[step] = n4k;
    this.#series.leaves2m[step] = n2m;
    this.#series.leaves1g[step] = n1g;
    this.#series.tablePages[step] = this.machine.tables.inUse;
    this.#effectsEnd[step] = this.machine.effects.length;
  }
}

function counted(counters: Counters): number {
  const { cpa4kInstall, cpa2mChecked, cpa1gChecked, level2Splits, level3Splits, made2m, made1g } = counters;
  return cpa4kInstall + cpa2mChecked + cpa1gChecked + REMAKING * (level2Splits + level3Splits + made2m + made1g);
}

/** What an operation may take beside what is counted: KFENCE looks every page up, others pass by large ones. */
function uncounted(operation: Operation): number {
  const pages = pagesOfOperation(operation);
  return OPERATION + (operation.kind === 'kfence' ? pages : pages / PAGES_A_LOOK);
}

function emptySeries(length: number): RunSeries {
  return {
    leaves4k: new Uint32Array(length),
    leaves2m: new Uint32Array(length),
    leaves1g: new Uint32Array(length),
    tablePages: new Uint32Array(length),
  };
}

function resized<T extends Int16Array | Uint32Array>(from: T, to: T): T {
  to.set(from.subarray(0, Math.min(from.length, to.length)) as never);
  return to;
}
