import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { openFile } from '../src/cli/open-file.ts';
import { machineFromLeaves, profileFor } from '../src/engine/index.ts';
import type { OpenedMachine } from '../src/formats/opened-machine.ts';
import { type WrittenFile, writeReadingFiles } from './reading-files.ts';

/** How fast one kind of file is read. */
export interface ReadingTime {
  readonly what: string;
  readonly megabytes: number;
  /** Medians of paired runs: ours, and until readline has given every line. */
  readonly ms: number;
  readonly readlineMs: number | undefined;
  /** Median of the pairs' ratios: readline's time by ours. */
  readonly faster: number | undefined;
  /** The same by the time of all processors, which others on the machine change less. */
  readonly fasterByCpu: number | undefined;
}

const PAIRS = 15;
const PTDUMP_LINES = 1_000_000;
const INFO_TLB_LINES = 5_000_000;

/** Reads a dump of 1,000,000 lines, an `info tlb` of 5,000,000 and a core of 1 GiB, and the texts with node:readline. */
export async function readingTimes(): Promise<readonly ReadingTime[]> {
  const folder = mkdtempSync(join(tmpdir(), 'reading-'));
  try {
    const { ptdump, infoTlb, core } = writeReadingFiles(folder, PTDUMP_LINES, INFO_TLB_LINES);
    return [
      await measured('page-table dump, 1,000,000 lines', ptdump, true, untilLeaves),
      await measured('the dump, and its page tables', ptdump, true, untilTables),
      await measured('info tlb, 5,000,000 lines', infoTlb, true, untilLeaves),
      await measured('the info tlb, and its page tables', infoTlb, true, untilTables),
      await measured('ELF core of 1 GiB in 4K pages', core, false, untilLeaves),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Reads a file as every command does: until the leaves of its direct map are there. */
async function untilLeaves(path: string): Promise<OpenedMachine> {
  const opened = await openFile(path, undefined);
  if (opened.leaves.pfn.length === 0) throw new Error('no leaves');
  return opened;
}

/** And makes of them what the page and `inspect` show: the machine in the engine. */
async function untilTables(path: string): Promise<void> {
  const opened = await untilLeaves(path);
  machineFromLeaves(opened.leaves, opened, profileFor({ policy: 'none', globalFix: false }));
}

async function measured(
  what: string,
  { path, bytes }: WrittenFile,
  text: boolean,
  read: (path: string) => Promise<unknown>,
): Promise<ReadingTime> {
  const ours: Spent[] = [];
  const lines: Spent[] = [];
  for (let pair = 0; pair <= PAIRS; pair++) {
    const own = await timed(() => read(path));
    const readline = text ? await timed(() => readLines(path)) : undefined;
    if (pair === 0) continue; // for the compilers, and the disk
    ours.push(own);
    if (readline !== undefined) lines.push(readline);
  }
  const ratio = (of: keyof Spent): number | undefined =>
    text ? median(lines.map((each, i) => each[of] / (ours[i] as Spent)[of])) : undefined;
  return {
    what,
    megabytes: bytes / 1e6,
    ms: median(ours.map(({ ms }) => ms)),
    readlineMs: text ? median(lines.map(({ ms }) => ms)) : undefined,
    faster: ratio('ms'),
    fasterByCpu: ratio('cpuMs'),
  };
}

/** Reads a file as the documentation of node:readline does it. */
async function readLines(path: string): Promise<void> {
  let chars = 0;
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY }))
    chars += line.length;
  if (chars === 0) throw new Error('no lines');
}

/** Time by the clock, and that of all processors. */
interface Spent {
  readonly ms: number;
  readonly cpuMs: number;
}

async function timed(work: () => Promise<unknown>): Promise<Spent> {
  const start = performance.now();
  const cpu = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { ms: performance.now() - start, cpuMs: (user + system) / 1000 };
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] as number;
