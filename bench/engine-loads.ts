import { bootMachine, type Machine, type Operation, profileFor, Run } from '../src/engine/index.ts';
import { recount } from '../src/engine/recount.ts';
import { PAGES_1G, PAGES_2M } from '../src/x86/page.ts';

/** RAM of the measured machine: 1 TiB. */
const GIB = 1024;
const RAM = [{ firstPfn: 0, endPfn: GIB * PAGES_1G }];
const RFC = profileFor({ policy: 'rfc-merge', globalFix: true });
const PLACES = 4096;
/** Parts that a run of calls is timed in, as in bench/cpa.c. */
const SLICES = 40;
const WARM_UP = 10;
const SEEKS = 101;
const RUN_CALLS = ['ro', 'rw', 'nx', 'x'] as const;
/** Effects are an application's to keep or cut; here they are cut before they fill the memory. */
const MOST_EFFECTS = 1 << 20;

const boot = (gbPages: boolean): Machine => bootMachine({ ram: RAM, gbPages, pagingLevels: 4 }, RFC);

/**
 * The random numbers of bench/cpa.c (xorshift32), as 30 bits: to Chromium larger ones are no integers, and what it does
 * with them would be measured, a division of floating point above all.
 */
class Random {
  readonly #state = Int32Array.of(1);

  next(): number {
    let state = this.#state[0];
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    this.#state[0] = state;
    return state & 0x3fffffff;
  }

  /** A page behind the first GiB, which has no 1G page. */
  page(): number {
    return (1 + (this.next() % (GIB - 1))) * PAGES_1G + (this.next() % PAGES_1G);
  }
}

const RO = { kind: 'call', call: 'ro', pfn: 0, pages: 1 } satisfies Operation;
const RW = { kind: 'call', call: 'rw', pfn: 0, pages: 1 } satisfies Operation;

function roThenRw(machine: Machine, pfn: number): void {
  RO.pfn = pfn;
  RW.pfn = pfn;
  machine.apply(RO);
  machine.apply(RW);
  if (machine.effects.length > MOST_EFFECTS) machine.effects.cut(0);
}

/** What the time machine took over a run; ms. */
export interface RunTimes {
  readonly steps: number;
  readonly runMs: number;
  /** Going to one of SEEKS random steps. */
  readonly medianSeekMs: number;
  readonly slowestSeekMs: number;
}

/** The engine at work on 1 TiB under rfc-merge, with all its rules, counters and effects. Times in ms. */
export class EngineLoads {
  readonly #now: () => number;
  readonly #random = new Random();
  #cycled: Machine | undefined;
  #split: { readonly machine: Machine; readonly pages: readonly number[] } | undefined;
  #in4k: Machine | undefined;

  /** `now`: a clock in ms. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Boots `rounds` machines in 2M. */
  boot(rounds: number): number {
    return this.#timed(() => {
      for (let i = 0; i < rounds; i++) boot(false);
    });
  }

  /** ro, rw on a random page of a 1G page: 2 splits, 2 merges. */
  cycle(rounds: number): number {
    this.#cycled ??= boot(true);
    const machine = this.#cycled;
    return this.#inSlices(rounds, (times) => {
      for (let i = 0; i < times; i++) roThenRw(machine, this.#random.page());
    });
  }

  /** ro, rw on one of a few thousand random pages that are 4K already. */
  change(rounds: number): number {
    this.#split ??= this.#splitSome();
    const { machine, pages } = this.#split;
    const change = (times: number): void => {
      for (let i = 0; i < times; i++) roThenRw(machine, pages[this.#random.next() % PLACES]);
    };
    // C has the tables in its caches, too: it has just made them.
    change(rounds / 10);
    return this.#inSlices(rounds, change);
  }

  /** ro, rw on a random page of a machine that is wholly 4K. */
  anywhere(rounds: number): number {
    const machine = this.#wholly4k();
    return this.#inSlices(rounds, (times) => {
      // Not the first page of a table, which is the one that keeps it from merging.
      for (let i = 0; i < times; i++) roThenRw(machine, this.#random.page() | 1);
    });
  }

  /** Counts the entries of a machine that is wholly 4K anew. */
  recount(): number {
    const { tables } = this.#wholly4k();
    return this.#timed(() => void recount(tables));
  }

  /** Memory of the tables of a machine in 2M and of one in 4K, over what the kernel's own take. */
  memory(): { readonly in2m: number; readonly in4k: number } {
    const share = ({ tables }: Machine): number => tables.byteLength / (tables.inUse * 4096);
    return { in2m: share(boot(false)), in4k: share(this.#wholly4k()) };
  }

  /** Runs `steps` calls on pages that split and merge, then goes to steps all over it. */
  run(steps: number): RunTimes {
    const { pages } = this.#splitSome();
    const operations = Array.from({ length: steps }, (): Operation => {
      const draw = this.#random.next();
      return { kind: 'call', call: RUN_CALLS[draw & 3], pfn: pages[(draw >> 2) % PLACES], pages: 1 };
    });
    const run = new Run(boot(true), operations);
    const runMs = this.#timed(() => {
      while (!run.advance(10_000));
    });
    const anyStep = (): number => this.#random.next() % (steps + 1);
    /** The fastest of three, each from anywhere: others on the machine disturb that less. */
    const seek = (): number => {
      const step = anyStep();
      const times = Array.from({ length: 3 }, () => {
        run.seek(anyStep());
        return this.#timed(() => run.seek(step));
      });
      return Math.min(...times);
    };
    for (let i = 0; i < WARM_UP; i++) seek();
    const seeks = Array.from({ length: SEEKS }, seek).sort((a, b) => a - b);
    return { steps, runMs, medianSeekMs: seeks[SEEKS >> 1], slowestSeekMs: seeks[SEEKS - 1] };
  }

  /** Time of all rounds at the pace of the lower quartile of SLICES parts: others on the machine disturb that less. */
  #inSlices(rounds: number, act: (times: number) => void): number {
    const slices = Array.from({ length: SLICES }, () => this.#timed(() => act(rounds / SLICES)));
    return slices.sort((a, b) => a - b)[SLICES / 4] * SLICES;
  }

  #timed(act: () => void): number {
    const start = this.#now();
    act();
    return this.#now() - start;
  }

  #splitSome(): { readonly machine: Machine; readonly pages: readonly number[] } {
    const machine = boot(true);
    const random = new Random();
    const pages = Array.from({ length: PLACES }, () => {
      const pfn = random.page();
      machine.apply({ kind: 'call', call: 'ro', pfn, pages: 1 });
      return pfn ^ 1;
    });
    return { machine, pages };
  }

  #wholly4k(): Machine {
    if (this.#in4k === undefined) {
      this.#in4k = boot(true);
      for (let pfn = 0; pfn < GIB * PAGES_1G; pfn += PAGES_2M)
        this.#in4k.apply({ kind: 'call', call: 'ro', pfn, pages: 1 });
      this.#in4k.effects.cut(0);
    }
    return this.#in4k;
  }
}
