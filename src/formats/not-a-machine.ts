import { asciiText } from './ascii-text.ts';
import type { Format } from './detect.ts';
import { excerptOf, withCommas } from './excerpt.ts';
import { factSummary } from './fact-summary.ts';
import { type ForeignBinary, foreignBinary } from './foreign-binary.ts';
import type { InfoMem } from './info-mem.ts';
import { infoMemSummary } from './info-mem-summary.ts';
import type { MachinePart } from './machine-part.ts';
import type { ImageFormat } from './open-image.ts';
import type { TextFormat } from './open-text.ts';
import type { Problem } from './problem.ts';
import { hexAddress } from './ptdump.ts';

const COLLECT =
  'On the machine run `sudo cat /sys/kernel/debug/page_tables/kernel > ptdump.txt` and open that file. The kernel needs CONFIG_PTDUMP_DEBUGFS; on Linux 6.15 and later without the fix of July 2026 do it only on a machine that you can lose.';

/** Formats that are recognised, but hold no machine or cannot be read. */
type NotAMachine = Exclude<Format, TextFormat | Exclude<ImageFormat, 'raw'> | 'binary' | 'qemu-info-mem'>;
type Told = Exclude<NotAMachine, 'foreign-binary'>;

const KNOWN: Readonly<Record<Told, ForeignBinary>> = {
  'ptdump-arm64': {
    is: 'is the page-table dump of an arm64 machine',
    detail:
      'Its lines have the columns of arm64 (SHD, AF, UXN). Only dumps of x86-64 are read: USR, RW or ro, PWT, PCD, PSE, PAT, GLB, NX or x.',
    remedy: 'Open the dump of an x86-64 machine.',
  },
  'ptdump-32-bit': {
    is: 'is the page-table dump of a 32-bit machine',
    detail:
      'Its addresses have 32 bits: the direct map of such a kernel holds only the lowest memory. Only dumps of x86-64 are read.',
    remedy: 'Open the dump of a machine with a 64-bit kernel (`uname -m` says x86_64).',
  },
  'ptdump-other': {
    is: 'is the page-table dump of a machine that is not x86',
    detail:
      'Its lines have the columns of another architecture. Only dumps of x86-64 are read: USR, RW or ro, PWT, PCD, PSE, PAT, GLB, NX or x, and the level at the end.',
    remedy: 'Open the dump of an x86-64 machine.',
  },
  'golden-trace': {
    is: 'is a recorded trace of operations',
    detail:
      'It says what set_memory calls did in a small window of memory. It is replayed on the command line, not opened as a machine.',
    remedy: 'Run `npm run --silent replay -- FILE`, or open a page-table dump.',
  },
  'dmap-events': {
    is: 'holds changes of a direct map, but no machine',
    detail: 'It lists recorded changes in order. They need the machine that they were made on.',
    remedy:
      'Run `npm run --silent replay -- --machine BEFORE --events FILE --policy none --expect AFTER`, or open a page-table dump.',
  },
  meminfo: {
    is: 'is /proc/meminfo',
    detail:
      'Its DirectMap lines say how much memory is mapped by pages of 4K, 2M and 1G, but not where: there is no map in it.',
    remedy: `Open it together with a dump of the same machine. ${COLLECT}`,
  },
  vmstat: {
    is: 'is /proc/vmstat',
    detail: 'It counts how often the direct map was split, but does not say where: there is no map in it.',
    remedy: `Open it together with a dump of the same machine. ${COLLECT}`,
  },
  iomem: {
    is: 'is /proc/iomem',
    detail: 'It says where RAM is, but not how it is mapped.',
    remedy: `Open it together with a dump of the same machine. ${COLLECT}`,
  },
  'trace-text': {
    is: 'is a trace of kernel events',
    detail: 'It says which pages were changed. That needs the machine that they were changed on.',
    remedy: 'Open it together with a dump of the machine, taken before the trace.',
  },
  gzip: {
    is: 'is packed with gzip twice',
    detail: 'Unpacked once, it is still a gzip file.',
    remedy: 'Unpack it with `gunzip` first.',
  },
  'qmp-answer': {
    is: 'is an answer of QEMU in JSON',
    detail: 'What the monitor command printed is one string in it (QMP, human-monitor-command).',
    remedy: 'Take the string out: `jq -r .return FILE > machine.txt`, or let virsh do it with --hmp.',
  },
  'utf-16': {
    is: 'is UTF-16 text',
    detail: 'It was probably written by a Windows shell. Dumps are read as UTF-8 or ASCII.',
    remedy: 'Save it again as UTF-8: in PowerShell, `Get-Content FILE | Set-Content -Encoding utf8 COPY`.',
  },
  empty: {
    is: 'is empty',
    detail:
      'There is nothing in it but white space. The dump can be read by root only, and needs debugfs to be mounted.',
    remedy: COLLECT,
  },
  unknown: {
    is: 'is no file that Recoalesce knows',
    detail: [
      'Expected one of these, plain or packed with gzip:',
      '• a page-table dump, with lines like `0xffff888000000000-0xffff888000099000 612K …`',
      '• the output of `info tlb` in the QEMU monitor',
      '• a memory image: ELF core, kdump file, or raw memory with its CR3',
      '• a machine or a run that Recoalesce wrote',
      '• beside one of those: /proc/meminfo, vmstat or iomem, `info mem` of QEMU, or a trace (ftrace, perf)',
    ].join('\n'),
    remedy: COLLECT,
  },
};

/** The message for a file that is no machine; `head`: its first bytes, shown where they help. */
export function notAMachine(name: string, format: NotAMachine, head: Uint8Array): Problem {
  const { is, detail, remedy } = (format === 'foreign-binary' ? foreignBinary(head) : KNOWN[format]) ?? KNOWN.unknown;
  const start = asciiText(head.subarray(0, 4096));
  const shown = format === 'unknown' || format.startsWith('ptdump') ? excerptOf(start, tellingLine(start)) : [];
  return { title: `${name} ${is}`, detail, excerpt: shown, remedy };
}

/** The first line with a range of addresses, from 1; 1 when there is none. */
const tellingLine = (text: string): number =>
  text.slice(0, Math.max(0, text.search(/0x[0-9a-f]{8,16}-0x/))).split('\n').length;

/** The message for a file that tells something of a machine and is opened without one. */
export function factAlone(name: string, part: Exclude<MachinePart, { readonly kind: 'machine' }>): Problem {
  if (part.kind === 'info-mem') return infoMemAlone(name, part.infoMem);
  const problem = notAMachine(name, part.kind === 'trace' ? 'trace-text' : part.kind, new Uint8Array(0));
  return { ...problem, detail: `${factSummary(part)} ${problem.detail}`, needs: 'machine' };
}

/** Why `info mem` is no map, as warning and message. */
export const INFO_MEM_LACKS =
  'The sizes of pages and NX are not in the output of `info mem`, so it shows no leaves and cannot become a map.';

function infoMemAlone(name: string, infoMem: InfoMem): Problem {
  const { present, writable, readOnly } = infoMemSummary(infoMem);
  const kB = (pages: number): string => `${withCommas(pages * 4)} kB`;
  return {
    title: `${name} is info mem of QEMU, and no map`,
    detail: `It was read: the direct map begins at ${hexAddress(infoMem.directMap.basePage)}, ${kB(present.pages)} of it are present, ${kB(writable.pages)} of them writable and ${kB(readOnly.pages)} read-only. ${INFO_MEM_LACKS}`,
    excerpt: [],
    needs: 'machine',
    remedy:
      'Take `info tlb` in the same monitor and open that: it has every entry with all its flags. Opened together with it, or with a page-table dump or a memory image of the same moment, `info mem` is compared with it page by page.',
  };
}
