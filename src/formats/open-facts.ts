import type { Format } from './detect.ts';
import { InfoMemReader } from './info-mem.ts';
import { readIomem } from './iomem.ts';
import type { MachinePart, PartResult } from './machine-part.ts';
import { readMeminfo } from './meminfo.ts';
import { good, type Problem, type Read } from './problem.ts';
import { TextFile } from './text-file.ts';
import { TraceTextReader } from './trace-text.ts';
import { readVmstat } from './vmstat.ts';

/** Formats of text that tell something of a machine, but not its map. */
export type FactFormat = 'meminfo' | 'vmstat' | 'iomem' | 'qemu-info-mem' | 'trace-text';

/** Takes a file's bytes in order; a Problem ends the reading. */
export interface PartReader {
  push(chunk: Uint8Array): Problem | undefined;
  end(): PartResult;
}

/** Tells whether a format is one of these. */
export const isFactFormat = (format: Format): format is FactFormat =>
  format === 'meminfo' ||
  format === 'vmstat' ||
  format === 'iomem' ||
  format === 'qemu-info-mem' ||
  format === 'trace-text';

/** A reader for such a format. */
export function factReader(name: string, format: FactFormat): PartReader {
  if (format === 'trace-text') {
    const reader = new TraceTextReader(name);
    return {
      push: (chunk) => reader.push(chunk),
      end: () => {
        const trace = reader.end();
        return trace.ok ? { ok: true, part: { kind: 'trace', trace: trace.value } } : trace;
      },
    };
  }
  if (format === 'qemu-info-mem') {
    const reader = new InfoMemReader(name);
    return {
      push: (chunk) => reader.push(chunk),
      end: () => {
        const infoMem = reader.end();
        return infoMem.ok ? { ok: true, part: { kind: 'info-mem', infoMem: infoMem.value } } : infoMem;
      },
    };
  }
  const file = new TextFile(name);
  return { push: (chunk) => file.push(chunk), end: () => factOf(name, format, file) };
}

type SmallFact = 'meminfo' | 'vmstat' | 'iomem';

/** Small texts of /proc: a line that tells them, and how they are read. What was collected at once may hold all three. */
const SMALL_FACTS: Readonly<
  Record<SmallFact, readonly [sign: RegExp, read: (name: string, file: TextFile) => Read<MachinePart>]>
> = {
  meminfo: [
    /\bDirectMap(?:4k|2M):/,
    (name, file) => partOf(readMeminfo(name, file), (meminfo) => ({ kind: 'meminfo', meminfo })),
  ],
  vmstat: [
    /\bdirect_map_level\d_splits /,
    (name, file) => partOf(readVmstat(name, file), (vmstat) => ({ kind: 'vmstat', vmstat })),
  ],
  iomem: [/ : System RAM$/, (name, file) => partOf(readIomem(name, file), (iomem) => ({ kind: 'iomem', iomem }))],
};

const partOf = <T>(read: Read<T>, part: (value: T) => MachinePart): Read<MachinePart> =>
  read.ok ? good(part(read.value)) : read;

/** What was recognised first, and what else of these is in the text. */
function factOf(name: string, format: SmallFact, file: TextFile): PartResult {
  const parts: MachinePart[] = [];
  for (const kind of [format, ...(['meminfo', 'vmstat', 'iomem'] as const).filter((other) => other !== format)]) {
    const [sign, read] = SMALL_FACTS[kind];
    if (kind !== format && !file.lines.some((line) => sign.test(line))) continue;
    const part = read(name, file);
    if (!part.ok) return part;
    parts.push(part.value);
  }
  const [part, ...also] = parts as [MachinePart, ...MachinePart[]];
  return { ok: true, part, also };
}
