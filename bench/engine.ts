import { resolve } from 'node:path';
import { type CProgram, compileCpa } from './c-program.ts';
import type { RunTimes } from './engine-loads.ts';
import { chromiumHost, type LoadHost, nodeHost } from './load-hosts.ts';

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
const CHANGES = 2_000_000;
const BOOTS = 40;
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
  const c = compileCpa(resolve('bench/cpa.c'));
  const node = await nodeHost(resolve('bench/engine.process.ts'));
  const chromium = await chromiumHost(resolve('bench/engine.worker.ts'));
  try {
    const runs = {
      node: (await node.run('run', STEPS, 1)) as RunTimes,
      chromium: (await chromium.run('run', STEPS, 1)) as RunTimes,
    };
    const memory = (await node.run('memory', 1, 1)) as EngineResults['memory'];
    const pairs = LOADS.map((): Pair[] => []);
    // Load by load in turn, so that others on the machine disturb a few pairs of each and not all of one.
    for (let i = 0; i < Math.max(...LOADS.map((load) => load.pairs)); i++)
      for (const [n, load] of LOADS.entries())
        if (i < load.pairs) pairs[n].push(await measured(load, node, chromium, c));
    return { times: LOADS.map((load, n) => timeOf(load, pairs[n])), runs, memory };
  } finally {
    await chromium.close();
    await node.close();
    c?.remove();
  }
}

interface Pair {
  readonly node: number;
  readonly chromium: number;
  readonly c: number | undefined;
}

/** Each side has a process or worker of its own; ours is run once before, for the compilers. */
async function measured(load: Load, node: LoadHost, chromium: LoadHost, c: CProgram | undefined): Promise<Pair> {
  const inNode = (await node.run(load.load, load.rounds, 2)) as number;
  const inChromium = (await chromium.run(load.load, load.rounds, 2)) as number;
  const ns = c?.run(...load.c);
  return { node: inNode / load.per, chromium: inChromium / load.per, c: ns && ns / load.cPer };
}

const timeOf = ({ what, unit }: Load, pairs: readonly Pair[]): EngineTime => ({
  what,
  unit,
  node: median(pairs.map(({ node }) => node)) as number,
  chromium: median(pairs.map(({ chromium }) => chromium)) as number,
  c: median(pairs.map(({ c }) => c)),
  nodeToC: median(pairs.map(({ node, c }) => c && node / c)),
  chromiumToC: median(pairs.map(({ chromium, c }) => c && chromium / c)),
});

function median(values: readonly (number | undefined)[]): number | undefined {
  const sorted = values.filter((value) => value !== undefined).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
