import type { MachineCheckpoint } from './machine-checkpoint.ts';

/** A machine at a step of its run. */
interface Kept {
  readonly step: number;
  /** Work of the run up to here. */
  readonly work: number;
  readonly state: MachineCheckpoint;
}

/** More checkpoints than this, or more numbers copied for them (some 128 MiB), and every second one goes. */
const MOST = 512;
const MOST_NUMBERS = 2 ** 24;
const FIRST_GAP = 2 ** 14;

/**
 * Checkpoints of a run, with about equal work between them, however long it becomes: when there are too many, every
 * second one is forgotten and the gaps are twice as wide from then on.
 */
export class Checkpoints {
  #kept: Kept[];
  #gap = FIRST_GAP;
  /** Numbers that the checkpoints hold, about: a table that changes in each gap is held half as often after thinning. */
  #held = 0;
  #copied: number;

  /** `start`: the machine at step 0. */
  constructor(start: MachineCheckpoint) {
    this.#kept = [{ step: 0, work: 0, state: start }];
    this.#copied = copiedOf(start);
  }

  /** Number of checkpoints. */
  get length(): number {
    return this.#kept.length;
  }

  /** So much work has been done up to here that a checkpoint is worth while. */
  isDue(work: number): boolean {
    return work - this.#kept[this.#kept.length - 1].work >= this.#gap;
  }

  /** Adds one after all others. */
  add(step: number, work: number, state: MachineCheckpoint): void {
    this.#kept.push({ step, work, state });
    this.#held += copiedOf(state) - this.#copied;
    this.#copied = copiedOf(state);
    if (this.#kept.length <= MOST && this.#held <= MOST_NUMBERS) return;
    this.#kept = this.#kept.filter((_, i) => i % 2 === 0);
    this.#held /= 2;
    this.#gap *= 2;
  }

  /** The last one at or before a step. */
  before(step: number): Kept {
    let low = 0;
    let high = this.#kept.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.#kept[middle].step <= step) low = middle;
      else high = middle - 1;
    }
    return this.#kept[low];
  }

  /** Forgets those after a step. */
  cut(step: number): void {
    this.#kept = this.#kept.filter((kept) => kept.step <= step);
  }
}

const copiedOf = ({ areas }: MachineCheckpoint): number => areas.reduce((sum, { tables }) => sum + tables.copied, 0);
