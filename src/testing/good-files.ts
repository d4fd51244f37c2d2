import { gzipSync } from 'node:zlib';
import { bootMachine, profileFor } from '../engine/index.ts';
import { directMapJsonText } from '../formats/write-direct-map-json.ts';
import { ptdumpText } from '../formats/write-ptdump.ts';
import { runTraceText } from '../formats/write-run-trace.ts';
import { BOOT_4K, BOOT_LARGE, RW } from '../x86/prot.ts';
import { fixtureText } from './fixture-bytes.ts';
import { flattened } from './flattened.ts';
import { infoTlbText } from './info-tlb-text.ts';
import { kdumpFile } from './kdump-file.ts';
import { leafList, leavesOfList } from './leaf-list.ts';
import { cpuNote, DATA_4K, DATA_LARGE, elfCore, notesOf, TestMemory, vmcoreinfoNote } from './memory-image.ts';
import { PACKINGS } from './packed-page.ts';

/** How a file is opened: as a machine, beside a machine, or by a command that takes nothing else. */
export type Door = 'machine' | 'fact' | 'golden-trace' | 'dmap-events' | 'untraced';

/** A small file that is all right. */
export interface GoodFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly door: Door;
  /** `image`: tables lie at these pages, where page `memoryAt` bytes from the start is page 0. `log`: a part of it is a shorter log. */
  readonly kind: 'text' | 'log' | 'image' | 'gzip';
  readonly cr3?: bigint;
  /** Of an image that holds memory as it is: where page 0 lies in the file, and the pages that are tables, top first. */
  readonly tables?: { readonly memoryAt: number; readonly pfns: readonly number[] };
}

const GIB = 262144;
const BASE = 0xffff888000000;
const MODULES = 0xffffffffa0000;

/** A machine in pieces: 4K pages, one of them read-only, 2M and 1G pages. */
export const PIECES = {
  leaves: leavesOfList([
    { pfn: 0, level: 1, prot: BOOT_4K, count: 5 },
    { pfn: 5, level: 1, prot: (BOOT_4K & ~RW) as typeof BOOT_4K, count: 1 },
    { pfn: 6, level: 1, prot: BOOT_4K, count: 506 },
    { pfn: 512, level: 2, prot: BOOT_LARGE, count: 511 },
    { pfn: GIB, level: 3, prot: BOOT_LARGE, count: 2 },
  ]),
  directMapBase: BigInt(BASE) * 4096n,
  pagingLevels: 4,
} as const;

const text = (content: string): Uint8Array => new Uint8Array(Buffer.from(content));
const PTDUMP = ptdumpText(PIECES);
const INFO_TLB = infoTlbText([
  { page: 0x400, pfn: 0x2b5db, pages: 2, step: 1, flags: 'X---A--U-' },
  { page: BASE, pfn: 0, pages: 12, step: 1, flags: 'XG-DA---W' },
  { page: BASE + 512, pfn: 512, pages: 5 * 512, step: 512, flags: 'XGPDA---W' },
  { page: BASE + GIB, pfn: GIB, pages: GIB, step: GIB, flags: 'XGPDA---W' },
  { page: 0xffffffff81000, pfn: 512, pages: 512, step: 512, flags: '-GPDA----' },
  { page: MODULES, pfn: 600, pages: 4, step: 1, flags: '-G-DA---W' },
]);

/** What facts are opened beside: the machine of the `info tlb`. */
export const BESIDE = text(INFO_TLB);

const MEMORY = memory();
const ROOT = vmcoreinfoNote([
  `SYMBOL(swapper_pg_dir)=${(0xffffffff80000000n + cr3Of(MEMORY)).toString(16)}`,
  'NUMBER(phys_base)=0',
]);
const NOTES = [cpuNote(cr3Of(MEMORY), 0n), ROOT];
const CORE = elfCore(MEMORY.raw(), NOTES);
const RAW = MEMORY.raw();
const RUN = {
  title: 'Pieces',
  note: 'Made by a test.',
  provenance: 'simulated',
  choice: { policy: 'rfc-merge', globalFix: true },
  ...PIECES,
  boot: undefined,
  before: [],
  zones: [{ name: 'DMA', firstPfn: 0, endPfn: 4096 }],
  phases: [{ step: 1, name: 'then' }],
  cBit: undefined,
  startStep: 1,
  startAt: { level: 2, pfn: 512 },
  operations: [
    { kind: 'call', call: 'ro', pfn: 700, pages: 3 },
    { kind: 'pass', set: RW, clear: 0 as typeof RW, pfn: 700, pages: 3, caller: 'set_memory_rw' },
    { kind: 'map', address: 0xffffffffa0000000n, pfns: [700, 701] },
    { kind: 'at', call: 'x', address: 0xffffffffa0000000n, pages: 2 },
  ],
} as Parameters<typeof runTraceText>[0];
const BOOT = { ram: [{ firstPfn: 1, endPfn: 159 }, { firstPfn: 256, endPfn: 3 * GIB }], gbPages: true }; // biome-ignore format: one line
const BOOTED = {
  ...RUN,
  boot: BOOT,
  leaves: bootMachine({ ...BOOT, pagingLevels: 4 }, profileFor(RUN.choice)).leafRuns(),
};
const TRACE = fixtureText('captures/K2/frag/trace_pipe.txt.gz')
  .split('\n')
  .slice(0, 9)
  .map((line) => line.replace('0xffff888232c', '0xffff888000a'))
  .join('\n');
const PERF = ['ro', 'x', 'nx']
  .map((call) => `insmod   241 [001]    84.049519: cpa:set_memory_${call}: (ffffffff8105f0a0) addr=0xffffffffa0001000 numpages=2\n`)
  .join(''); // biome-ignore format: one event a line

/** A good file of each format. */
export const GOOD_FILES: readonly GoodFile[] = [
  { name: 'ptdump', bytes: text(PTDUMP), door: 'machine', kind: 'text' },
  { name: 'ptdump in a mail', bytes: text(`Hello,\n\n${PTDUMP.replace(/^/gm, '> ')}\nBye\n`), door: 'machine', kind: 'text' },
  { name: 'info tlb', bytes: BESIDE, door: 'machine', kind: 'text' },
  { name: 'machine as JSON', bytes: text(directMapJsonText(PIECES)), door: 'machine', kind: 'text' },
  { name: 'run', bytes: text(runTraceText(RUN)), door: 'machine', kind: 'text' },
  { name: 'run of a booted machine', bytes: text(runTraceText(BOOTED)), door: 'machine', kind: 'text' },
  { name: 'raw memory', bytes: RAW, door: 'machine', kind: 'image', cr3: cr3Of(MEMORY), tables: tablesAt(0) },
  { name: 'ELF core', bytes: CORE, door: 'machine', kind: 'image', tables: tablesAt(CORE.length - RAW.length) },
  { name: 'flattened ELF core', bytes: flattened(CORE, pieces(CORE.length)), door: 'machine', kind: 'image' },
  ...Object.keys(PACKINGS).map((packing) => kdump(packing as keyof typeof PACKINGS)),
  { name: 'flattened kdump', bytes: flattened(kdump('zlib').bytes, pieces(kdump('zlib').bytes.length)), door: 'machine', kind: 'image' },
  { name: 'packed ptdump', bytes: new Uint8Array(gzipSync(PTDUMP)), door: 'machine', kind: 'gzip' },
  { name: 'packed ELF core', bytes: new Uint8Array(gzipSync(CORE)), door: 'machine', kind: 'gzip' },
  { name: 'meminfo', bytes: text('MemTotal: 1060000 kB\nDirectMap4k:          48 kB\nDirectMap2M:       10240 kB\nDirectMap1G:     2097152 kB\n'), door: 'fact', kind: 'text' },
  { name: 'vmstat', bytes: text('nr_free_pages 1234\ndirect_map_level2_splits 123\ndirect_map_level3_splits 45\ndirect_map_level2_collapses 122\ndirect_map_level3_collapses 44\nnr_unstable 0\n'), door: 'fact', kind: 'text' },
  { name: 'iomem', bytes: text('00000000-0000bfff : System RAM\n00200000-00bfffff : System RAM\n  00200000-003fffff : Kernel code\n40000000-7fffffff : System RAM\n80000000-8fffffff : PCI Bus\n'), door: 'fact', kind: 'text' },
  { name: 'info mem', bytes: text('0000000000400000-0000000000402000 0000000000002000 ur-\nffff888000000000-ffff88800000c000 000000000000c000 -rw\nffff888000200000-ffff888000c00000 0000000000a00000 -rw\nffff888040000000-ffff888080000000 0000000040000000 -rw\nffffffff81000000-ffffffff81200000 0000000000200000 -r-\n'), door: 'fact', kind: 'text' },
  { name: 'ftrace', bytes: text(`${TRACE}\n`), door: 'fact', kind: 'log' },
  { name: 'perf script', bytes: text(PERF), door: 'fact', kind: 'log' },
  { name: 'golden trace', bytes: text(fixtureText('traces/K1/s47_errors.jsonl.gz')), door: 'golden-trace', kind: 'log' },
  { name: 'recorded passes', bytes: text(`${fixtureText('captures/K2/frag/dmap-events.jsonl.gz').split('\n').slice(0, 6).join('\n')}\n`), door: 'dmap-events', kind: 'log' },
  { name: 'pages before the trace', bytes: text(fixtureText('captures/K2/frag/untraced-ro.json')), door: 'untraced', kind: 'text' },
]; // biome-ignore format: one file a line

function memory(): TestMemory {
  const made = new TestMemory(4, 2);
  for (const { pfn, level, prot, count } of leafList(PIECES.leaves))
    made.map(BASE + pfn, pfn, level, (level === 1 ? DATA_4K : DATA_LARGE) & ~BigInt(~prot & RW), count);
  made.map(MODULES, 600, 1, DATA_4K, 4);
  return made;
}

function cr3Of({ root }: TestMemory): bigint {
  return BigInt(root) << 12n;
}

function tablesAt(memoryAt: number): NonNullable<GoodFile['tables']> {
  return { memoryAt, pfns: [...MEMORY.pages.keys()] };
}

function kdump(packing: keyof typeof PACKINGS): GoodFile {
  const { flags, pack } = PACKINGS[packing];
  const packed = pack && new Map([...MEMORY.pages].map(([pfn, table]) => [pfn, { flags, bytes: pack(new Uint8Array(table.buffer)) }])); // biome-ignore format: short
  const bytes = kdumpFile(RAW, { notes: notesOf(NOTES), ...(packed ? { packed } : { flags }) });
  return { name: `kdump, ${packing}`, bytes, door: 'machine', kind: 'image' };
}

/** Pieces of 4,000 bytes, the second half first. */
function pieces(length: number): [number, number][] {
  const all: [number, number][] = [];
  for (let from = 0; from < length; from += 4000) all.push([from, Math.min(length, from + 4000)]);
  return [...all.slice(all.length >> 1), ...all.slice(0, all.length >> 1)];
}
