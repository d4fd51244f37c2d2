import { asciiText } from './ascii-text.ts';
import { foreignBinary } from './foreign-binary.ts';

/** What a file is, by its content. */
export type Format =
  | 'ptdump'
  | 'ptdump-arm64'
  | 'ptdump-32-bit'
  | 'ptdump-other'
  | 'direct-map-json'
  | 'run-trace'
  | 'golden-trace'
  | 'dmap-events'
  | 'meminfo'
  | 'vmstat'
  | 'iomem'
  | 'qemu-info-tlb'
  | 'qemu-info-mem'
  | 'trace-text'
  | 'gzip'
  | 'elf'
  | 'kdump'
  | 'kdump-flattened'
  | 'qmp-answer'
  | 'utf-16'
  | 'foreign-binary'
  | 'binary'
  | 'empty'
  | 'unknown';

/** As many bytes of the start as are looked at. */
export const DETECT_BYTES = 64 * 1024;

const UTF_16_BYTES = 64;

const PTDUMP_ROW = /0x[0-9a-f]{16}-0x[0-9a-f]{16}[ \t]+\d+[BKMGTPE]\b/;
const PTDUMP_SHORT_ROW = /0x[0-9a-f]{8}-0x[0-9a-f]{8}[ \t]+\d+[BKMGTPE]\b/;
const PTDUMP_HEADING =
  /---\[ (?:User Space|Kernel Space|Low Kernel Mapping|vmalloc\(\) Area|Vmemmap|CPU entry Area|High Kernel Mapping|Modules|Fixmap Area)/;
/** The level in capitals, or a column of physical addresses: RISC-V, s390, PowerPC. */
const OTHER_ROW = /0x[0-9a-f]{16}-0x[0-9a-f]{16}[ \t]+(?:0x[0-9a-f]+[ \t]+)?\d+[BKMGTPE][ \t]+(?:P[GUMT]D|P4D|PTE|r)\b/;
const ARM64 = /---\[ Linear Mapping start|\bMEM\/(?:NORMAL|DEVICE)|\bDEVICE\/n|\bUXN\b/;

/** In order: the first that occurs in the text decides. */
const TEXT_SIGNS: readonly (readonly [Format, RegExp])[] = [
  ['ptdump-arm64', ARM64],
  ['ptdump-other', OTHER_ROW],
  ['ptdump', PTDUMP_ROW],
  ['ptdump-32-bit', PTDUMP_SHORT_ROW],
  ['ptdump', PTDUMP_HEADING],
  ['qemu-info-tlb', /(?:^|[\s>|])[0-9a-f]{16}: [0-9a-f]{16} [XGPDACTUW-]{9}\s*$/m],
  ['qemu-info-tlb', /^(?:PG disabled|No CPU available)\s*$/m],
  ['qemu-info-mem', /(?:^|[\s>|])[0-9a-f]{8,16}-[0-9a-f]{8,16} [0-9a-f]{8,16} [-u]r[-w]\s*$/m],
  [
    'trace-text',
    /^# tracer:|: tracing_mark_write: |(?:\d|us[ +!#*@$]?|\bprobe):\s*(?:\d+\s+)?(?:[\w.-]+:)?_{0,2}(?:set_memory|set_direct_map|change_page_attr)_?\w*:/m,
  ],
  ['meminfo', /^[ \t>|]*(?:\/proc\/meminfo:)?(?:MemTotal|DirectMap(?:4k|2M|4M|1G)):\s+\d+ kB/m],
  ['vmstat', /^[ \t>|]*(?:\/proc\/vmstat:)?(?:nr_free_pages|direct_map_level\d_\w+) \d+\s*$/m],
  ['iomem', /^[ \t>|]*(?:\/proc\/iomem:)?[0-9a-f]{8,16}-[0-9a-f]{8,16} : \S/m],
];

/** Tells a file's format from its first bytes (or characters); its name plays no part. */
export function detect(head: Uint8Array | string): Format {
  if (typeof head !== 'string') {
    const binary = detectBinary(head);
    if (binary !== undefined) return binary;
  }
  const text = typeof head === 'string' ? head.slice(0, DETECT_BYTES) : asciiText(head.subarray(0, DETECT_BYTES));
  const start = text.replace(/^(?:\uFEFF|\uFFFD{3})/, '').trimStart();
  if (start === '') return 'empty';
  if (start.startsWith('{')) return detectJson(start);
  return TEXT_SIGNS.find(([, sign]) => sign.test(text))?.[0] ?? 'unknown';
}

function detectBinary(head: Uint8Array): Format | undefined {
  if (head.length === 0) return 'empty';
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  if (head[0] === 0x7f && startsWith(head, 'ELF', 1)) return 'elf';
  if (startsWith(head, 'KDUMP   ', 0) || startsWith(head, 'DISKDUMP', 0)) return 'kdump';
  if (startsWith(head, 'makedumpfile\0', 0)) return 'kdump-flattened';
  if (foreignBinary(head) !== undefined) return 'foreign-binary';
  if (isUtf16(head)) return 'utf-16';
  return head.subarray(0, DETECT_BYTES).includes(0) ? 'binary' : undefined;
}

/** A byte order mark, or text of which every second byte is zero. */
function isUtf16(head: Uint8Array): boolean {
  const [first = 0, second = 0] = head;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true;
  const start = head.subarray(0, UTF_16_BYTES);
  const zeroAt = first === 0 ? 0 : 1;
  return start.length === UTF_16_BYTES && start.every((byte, i) => (byte === 0) === (i % 2 === zeroAt));
}

function startsWith(head: Uint8Array, text: string, at: number): boolean {
  return asciiText(head.subarray(at, at + text.length)) === text;
}

function detectJson(text: string): Format {
  const firstLine = text.split('\n', 1)[0] ?? '';
  if (/^\{"type":\s*"header",\s*"format":\s*"recoalesce-run"/.test(firstLine)) return 'run-trace';
  if (/^\{(?:"id":[^,{}]*,\s*)?"return":\s*"/.test(text)) return 'qmp-answer';
  if (/"type":\s*"header"/.test(firstLine)) return /"window_pages"/.test(firstLine) ? 'golden-trace' : 'dmap-events';
  return /"runs"|"runs_format"|"leaf_counts"/.test(text) ? 'direct-map-json' : 'unknown';
}
