import { resolve } from 'node:path';
import { compileCpa } from './c-program.ts';
import { startChromiumWorker } from './chromium-worker.ts';
import { EngineLoads, type RunTimes } from './engine-loads.ts';

/** A load that answers with its time alone. */
export type TimedLoad = 'boot' | 'cycle' | 'change' | 'anywhere' | 'recount';
export type LoadName = TimedLoad | 'memory' | 'run';

/** One load: medians in `unit`, undefined where it could not be measured. */
export interface EngineTime {
  readonly what: string;
  readonly unit: 'ns a call' | 'ms';
  readonly node: number;
  readonly chromium: number;
  readonly c: number | undefined;
  /** Medians of the pairs' ratios to C. */
  readonly nodeToC: number | undefined;
  readonly chromiumToC: number | undefined;
}

/** What the engine needs, beside a plain C program and the kernel's own tables. */
export interface EngineResults {
  readonly times: readonly EngineTime[];
  readonly runs: Readonly<Record<'node' | 'chromium', RunTimes>>;
  /** Memory of the tables as a share of the kernel's own. */
  readonly memory: { readonly in2m: number; readonly in4k: number };
}

interface Load {
  readonly what: string;
  readonly load: TimedLoad;
  readonly unit: EngineTime['unit'];
  readonly rounds: number;
  readonly pairs: number;
  /** Divides the ms that a load answers with. */
  readonly per: number;
  readonly c: readonly (string | number)[];
  /** Divides the ns that C prints. */
  readonly cPer: number;
}

const GIB = 1024;
const STEPS = 1_000_000;
const CYCLES = 300_000;
const CHANGES = 1_000_000;
const BOOTS = 10;
const NS_A_MS = 1e6;

const LOADS: readonly Load[] = [
  {
    what: 'ro, rw with 2 splits, 2 merges',
    load: 'cycle',
    unit: 'ns a call',
    rounds: CYCLES,
    pairs: 15,
    per: (2 * CYCLES) / NS_A_MS,
    c: ['cycle', GIB, CYCLES],
    cPer: 1,
  },
  {
    what: 'ro, rw on 4096 pages in 4K',
    load: 'change',
    unit: 'ns a call',
    rounds: CHANGES,
    pairs: 15,
    per: (2 * CHANGES) / NS_A_MS,
    c: ['split', GIB, CHANGES],
    cPer: 1,
  },
  {
    what: 'ro, rw anywhere in 1 TiB in 4K',
    load: 'anywhere',
    unit: 'ns a call',
    rounds: CHANGES,
    pairs: 7,
    per: (2 * CHANGES) / NS_A_MS,
    c: ['anywhere', GIB, CHANGES],
    cPer: 1,
  },
  {
    what: 'boot of 1 TiB in 2M',
    load: 'boot',
    unit: 'ms',
    rounds: BOOTS,
    pairs: 15,
    per: BOOTS,
    c: ['boot', GIB],
    cPer: NS_A_MS,
  },
  {
    what: 'recount of 1 TiB in 4K',
    load: 'recount',
    unit: 'ms',
    rounds: 1,
    pairs: 3,
    per: 1,
    c: ['count', GIB],
    cPer: NS_A_MS,
  },
];

/** Measures in turn: ours in Node, ours in a Chromium worker, C, and again. Run from the project's folder. */
export async function engineResults(): Promise<EngineResults> {
  const loads = new EngineLoads(() => performance.now());
  const c = compileCpa(resolve('bench/cpa.c'));
  const worker = await startChromiumWorker(resolve('bench/engine.worker.ts'));
  try {
    // First, because later loads fill the memory.
    const runs = { node: loads.run(STEPS), chromium: (await worker.run('run', STEPS)) as RunTimes };
    const times: EngineTime[] = [];
    for (const load of LOADS) {
      const pairs: { node: number; chromium: number; c: number | undefined }[] = [];
      for (let i = 0; i <= load.pairs; i++) {
        const node = loads[load.load](load.rounds) / load.per;
        const chromium = ((await worker.run(load.load, load.rounds)) as number) / load.per;
        const ns = c?.run(...load.c);
        // The first is for the compilers.
        if (i > 0) pairs.push({ node, chromium, c: ns && ns / load.cPer });
      }
      times.push({
        what: load.what,
        unit: load.unit,
        node: median(pairs.map((pair) => pair.node)) as number,
        chromium: median(pairs.map((pair) => pair.chromium)) as number,
        c: median(pairs.map((pair) => pair.c)),
        nodeToC: median(pairs.map((pair) => pair.c && pair.node / pair.c)),
        chromiumToC: median(pairs.map((pair) => pair.c && pair.chromium / pair.c)),
      });
    }
    return { times, runs, memory: loads.memory() };
  } finally {
    await worker.close();
    c?.remove();
  }
}

function median(values: readonly (number | undefined)[]): number | undefined {
  const sorted = values.filter((value) => value !== undefined).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
