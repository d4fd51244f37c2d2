import { closeSync, createReadStream, ftruncateSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { openFile } from '../src/cli/open-file.ts';
import { Random } from '../src/engine/index.ts';
import { elfCoreHeader, vmcoreinfoNote } from '../src/testing/memory-image.ts';

/** How fast one kind of file is read. */
export interface ReadingTime {
  readonly what: string;
  readonly megabytes: number;
  /** Medians of paired runs: until the machine is read, and until readline has given every line. */
  readonly ms: number;
  readonly readlineMs: number | undefined;
  /** Median of the pairs' ratios: readline's time by ours. */
  readonly faster: number | undefined;
}

const PAIRS = 9;
const PTDUMP_LINES = 1_000_000;
const INFO_TLB_LINES = 5_000_000;
const BASE = 0xffff888000000000n;
const PAGES_2M = 512;
const BUFFERED = 1 << 20;

/** Reads a dump of 1,000,000 lines, an `info tlb` of 5,000,000 and a core of 1 GiB, and the texts with node:readline. */
export async function readingTimes(): Promise<readonly ReadingTime[]> {
  const folder = mkdtempSync(join(tmpdir(), 'reading-'));
  try {
    const ptdump = join(folder, 'ptdump');
    const infoTlb = join(folder, 'info-tlb');
    const core = join(folder, 'core');
    const sizes = [written(ptdump, writePtdump), written(infoTlb, writeInfoTlb), written(core, writeCore)];
    const [a, b, c] = sizes as [number, number, number];
    return [
      await measured('page-table dump, 1,000,000 lines', ptdump, a, true),
      await measured('the same, and its leaves as a list', ptdump, a, true, true),
      await measured('info tlb, 5,000,000 lines', infoTlb, b, true),
      await measured('ELF core of 1 GiB in 4K pages', core, c, false),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Reads a file as the command line does, until the machine is known; `leaves`: and until its list of leaves is made. */
async function measured(
  what: string,
  path: string,
  bytes: number,
  text: boolean,
  leaves = false,
): Promise<ReadingTime> {
  const ours: number[] = [];
  const lines: number[] = [];
  for (let pair = 0; pair <= PAIRS; pair++) {
    const machine = await timed(async () => {
      const opened = await openFile(path, undefined);
      if (leaves && opened.leaves.length === 0) throw new Error('no leaves');
    });
    const readline = text ? await timed(() => readLines(path)) : Number.NaN;
    if (pair === 0) continue; // for the compilers, and the disk
    ours.push(machine);
    lines.push(readline);
  }
  const ratios = lines.map((ms, i) => ms / (ours[i] as number));
  return {
    what,
    megabytes: bytes / 1e6,
    ms: median(ours),
    readlineMs: text ? median(lines) : undefined,
    faster: text ? median(ratios) : undefined,
  };
}

/** Reads a file as the documentation of node:readline does it. */
async function readLines(path: string): Promise<void> {
  let chars = 0;
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY }))
    chars += line.length;
  if (chars === 0) throw new Error('no lines');
}

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] as number;

/** Writes a file in pieces; gives back its size. */
function written(path: string, write: (put: (text: string | Uint8Array) => void, file: number) => void): number {
  const file = openSync(path, 'w');
  let size = 0;
  let held: string[] = [];
  let chars = 0;
  const flush = (): void => {
    if (held.length > 0) size += writeSync(file, held.join(''));
    held = [];
    chars = 0;
  };
  write((text) => {
    if (typeof text !== 'string') {
      flush();
      size += writeSync(file, text);
      return;
    }
    held.push(text);
    chars += text.length;
    if (chars > BUFFERED) flush();
  }, file);
  flush();
  closeSync(file);
  return size;
}

const hex = (value: bigint): string => value.toString(16).padStart(16, '0');

function sizeText(pages: number): string {
  let size = pages * 4;
  let unit = 0;
  for (; size % 1024 === 0; unit++) size /= 1024;
  return `${size}${'KMGT'[unit]}`;
}

function ptdumpRow(page: number, pages: number, tail: string): string {
  const at = (offset: number): string => hex(BASE + BigInt(page + offset) * 4096n);
  return `0x${at(0)}-0x${at(pages)}   ${sizeText(pages).padStart(10)} ${tail}\n`;
}

/** Short runs in 4K, and some of 2M. */
function writePtdump(put: (text: string) => void): void {
  const random = new Random(1);
  const tails = ['RW', 'ro'].flatMap((rw) => ['GLB', '   '].map((glb) => `    ${rw}                 ${glb} NX pte`));
  put('---[ Low Kernel Mapping ]---\n');
  let page = 0;
  let last = 0;
  for (let line = 1; line < PTDUMP_LINES; line++) {
    if (page > 0 && page % PAGES_2M === 0 && random.below(3) === 0) {
      const pages = PAGES_2M * (1 + random.below(30));
      put(ptdumpRow(page, pages, '    RW         PSE     GLB NX pmd'));
      page += pages;
    } else {
      const pages = Math.min(1 + random.below(1 + random.below(60)), PAGES_2M - (page % PAGES_2M));
      last = (last + 1 + random.below(tails.length - 1)) % tails.length;
      put(ptdumpRow(page, pages, tails[last] as string));
      page += pages;
    }
  }
}

function writeInfoTlb(put: (text: string) => void): void {
  const random = new Random(2);
  const flags = ['XG-DA---W', 'XG-DA----', 'X--DA---W'];
  let page = 0;
  let at = 0;
  for (let line = 0; line < INFO_TLB_LINES; line++) {
    if (random.below(20) === 0) at = random.below(flags.length);
    const large = page % PAGES_2M === 0 && page > 0 && random.below(10) === 0;
    const physical = BigInt(page) * 4096n;
    put(`${hex(BASE + physical)}: ${hex(physical)} ${large ? 'XGPDA---W' : flags[at]}\n`);
    page += large ? PAGES_2M : 1;
  }
}

const GIB = 2 ** 30;
const ROOT = 0x1000000;

/** A core whose memory is one GiB, all in 4K pages; what is no page table is a hole of the file. */
function writeCore(_put: (text: string) => void, file: number): void {
  const note = vmcoreinfoNote([`SYMBOL(init_top_pgt)=${(0xffffffff80000000n + BigInt(ROOT)).toString(16)}`]);
  const header = elfCoreHeader(GIB, [note]);
  const start = header.length;
  const table = (physical: number, entries: BigUint64Array): void =>
    void writeSync(file, new Uint8Array(entries.buffer), 0, 4096, start + physical);
  ftruncateSync(file, start + GIB);
  writeSync(file, header, 0, undefined, 0);
  const pointer = (index: number, physical: number): BigUint64Array => {
    const entries = new BigUint64Array(512);
    entries[index] = BigInt(physical) | 0x63n;
    return entries;
  };
  const [pud, pmd, pte] = [ROOT + 0x1000, ROOT + 0x2000, ROOT + 0x3000];
  table(ROOT, pointer(273, pud));
  table(pud, pointer(0, pmd));
  table(
    pmd,
    BigUint64Array.from({ length: 512 }, (_, i) => BigInt(pte + i * 4096) | 0x63n),
  );
  for (let i = 0; i < 512; i++) {
    const first = BigInt(i * PAGES_2M);
    table(
      pte + i * 4096,
      BigUint64Array.from({ length: 512 }, (_, j) => ((first + BigInt(j)) << 12n) | 0x8000000000000163n),
    );
  }
}
