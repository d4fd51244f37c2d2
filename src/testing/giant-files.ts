import { gzipSync } from 'node:zlib';
import type { Door, GoodFile } from './good-files.ts';
import { cpuNote, elfCore } from './memory-image.ts';
import { ptdumpText } from './ptdump-text.ts';

/** A file that is right in form, and absurd in size. */
export interface GiantFile extends Pick<GoodFile, 'name' | 'bytes' | 'door' | 'kind' | 'cr3'> {
  /** What the message says of it; undefined: it may be opened. */
  readonly refused: RegExp | undefined;
  readonly unpackedBytes: number;
}

const BASE = 0xffff888000000;
const BASE_5 = 0xff11000000000;
const TOO_MANY = /page tables/;
/** There is no machine in a file that says the same over and over. */
const NOTHING =
  /not text|is empty|no file|JSON|memory image|kdump|no page-table lines|no events|too large|no DirectMap/;

const text = (name: string, content: string, refused: RegExp | undefined, door: Door = 'machine'): GiantFile => ({
  name,
  bytes: new Uint8Array(Buffer.from(content)),
  door,
  kind: 'text',
  refused,
  unpackedBytes: content.length,
});

const json = (levels: 4 | 5, count: number, size = '4K'): string =>
  JSON.stringify({
    direct_map_base: levels === 4 ? '0xffff888000000000' : '0xff11000000000000',
    paging_levels: levels,
    runs: [[0, size, size === '4K' ? '8000000000000163' : '80000000000001e3', count]],
  });

const run = (more: object, operations: readonly object[] = []): string =>
  [
    {
      ...{ type: 'header', format: 'recoalesce-run', version: 1, title: 'x', note: 'x', provenance: 'simulated' },
      ...{ policy: 'none', global_fix: false, direct_map_base: '0xffff888000000000', paging_levels: 4 },
      ...{ steps: operations.length, start_step: 0, zones: [], phases: [], before: [] },
      leaves: [[0, '1G', '80000000000001e3', 4]],
      ...more,
    },
    ...operations,
  ]
    .map((row) => JSON.stringify(row))
    .join('\n');

const event = (call: string, address: string, pages: number): string =>
  `  insmod-241 [001] ..... 84.049519: ${call}: (${call}+0x0/0x19) addr=${address} numpages=${pages}\n`;

const CPUS = elfCore(
  new Uint8Array(4096 * 50),
  Array.from({ length: 5000 }, (_, i) => cpuNote(BigInt(i + 1) << 12n, 0n)),
);

/** Little of a file, much of a machine; and files that unpack to much. */
export const GIANT_FILES: readonly GiantFile[] = [
  text('64 TiB in 4K pages, dump', ptdumpText(BASE, [[2 ** 34, 'RW GLB NX', 'pte']]), TOO_MANY),
  text('4 PiB in 4K pages, dump of 5 levels', ptdumpText(BASE_5, [[2 ** 40, 'RW GLB NX', 'pte']]), TOO_MANY),
  text('4 PiB in 2M pages, dump of 5 levels', ptdumpText(BASE_5, [[512, 'RW GLB NX', 'pte'], [2 ** 40 - 512, 'RW PSE GLB NX', 'pmd']]), TOO_MANY), // biome-ignore format: one line
  text('64 TiB in 4K pages, JSON', json(4, 2 ** 34), TOO_MANY),
  text('4 PiB in 4K pages, JSON', json(5, 2 ** 40), TOO_MANY),
  text('more than 4 levels can map, JSON', json(4, 2 ** 17, '1G'), /4 levels/),
  text('64 TiB in 4K pages, run', run({ leaves: [[0, '4K', '8000000000000163', 2 ** 34]] }), TOO_MANY),
  text('RAM of 4 PiB boots in 4 levels', run({ boot: { ram: [[0, 2 ** 40]], gb_pages: true } }), /"boot"/),
  text('RAM of 4 PiB boots without 1G pages', run({ boot: { ram: [[0, 2 ** 40]], gb_pages: false }, direct_map_base: '0xff11000000000000', paging_levels: 5 }), /"boot"/), // biome-ignore format: one line
  text('RAM beyond the bit of encryption', run({ boot: { ram: [[0, 2 ** 24]], gb_pages: true, c_bit: 32 } }), /"boot"/),
  text(
    'a direct map in the half of the processes',
    json(4, 4, '1G').replace('0xffff888', '0x0000000'),
    /half of the addresses/,
  ),
  text(
    'a direct map that ends after all addresses',
    json(4, 2048, '1G').replace('0xffff888', '0xfffffd8'),
    /half of the addresses/,
  ),
  text('a kernel image of 4 PiB', run({ boot: { ram: [[0, 2 ** 20]], gb_pages: true, image: { text: [0, 2 ** 40], rodata: [0, 2 ** 40], init: [0, 2 ** 40], read_only: [[0, 2 ** 40]], end_pfn: 2 ** 53 - 1, phys_base: 2 ** 53 - 1 } } }), /"boot"/), // biome-ignore format: one line
  text('operations on more than all pages', run({}, [
    ...['call', 'merge', 'allocate', 'free', 'vmap', 'kfence', 'pass'].map((kind) => ({ kind, call: kind === 'call' || kind === 'vmap' ? 'ro' : undefined, present: kind === 'kfence' ? false : undefined, ...(kind === 'pass' ? { set: '0', clear: '2' } : {}), pfn: 5, pages: 2 ** 53 - 1 })), // biome-ignore format: one line
    { kind: 'at', call: 'ro', address: '0xffffffffffffffff', pages: 2 ** 53 - 1 },
    { kind: 'map', address: '0xffffffffa0000000', pfns: [2 ** 53 - 1] },
    { kind: 'unmap', address: '0xffffffffa0000000', pages: 2 ** 53 - 1 },
    { kind: 'array', call: 'uc', pfns: [2 ** 53 - 1, 0] },
  ]), undefined), // biome-ignore format: a list
  text(
    'split_mapping for hours',
    run({}, [{ kind: 'split_mapping', mode: 1, pages: 512, cpus: 64, rounds: 100_000, seed: 1 }]),
    /line 2/,
  ),
  text('calls on all addresses', event('set_memory_ro', '0xffffffffa0000000', 2 ** 40).repeat(2000), undefined, 'fact'),
  text('masks for all addresses', `${event('change_page_attr_set_clr', '0xffffffffa0000000', 2 ** 40).trimEnd()} mask_set=0x0 mask_clr=0x2\n`.repeat(2000), undefined, 'fact'), // biome-ignore format: one line
  { name: 'a core with 5,000 CPUs', bytes: CPUS, door: 'machine', kind: 'image', refused: /direct map/, unpackedBytes: CPUS.length }, // biome-ignore format: one line
  ...bombs(),
];

/** Packed files of 2 MiB that are the same over and over: a thousand times as much as they look. */
function bombs(): GiantFile[] {
  const starts = ['', '\u007fELF', 'KDUMP   ', 'makedumpfile\0', '{"runs":[', '---[ User Space ]---\n', '# tracer: nop\n', 'MemTotal: 1 kB\n']; // biome-ignore format: one line
  return starts.flatMap((start) =>
    [0, 10, 0x5b].map((byte) => {
      const content = Buffer.alloc(2 ** 21, byte);
      content.write(start, 'latin1');
      const name = `packed: ${JSON.stringify(start)} and ${content.length} times byte ${byte}`;
      const door: Door = start.startsWith('#') || start.startsWith('Mem') ? 'fact' : 'machine';
      return {
        name,
        bytes: new Uint8Array(gzipSync(content)),
        door,
        kind: 'gzip',
        refused: NOTHING,
        unpackedBytes: content.length,
      };
    }),
  );
}
