import type { Format } from './detect.ts';
import { InfoMemReader } from './info-mem.ts';
import { readIomem } from './iomem.ts';
import type { PartResult } from './machine-part.ts';
import { readMeminfo } from './meminfo.ts';
import type { Problem } from './problem.ts';
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

function factOf(name: string, format: 'meminfo' | 'vmstat' | 'iomem', file: TextFile): PartResult {
  if (format === 'meminfo') {
    const read = readMeminfo(name, file);
    return read.ok ? { ok: true, part: { kind: 'meminfo', meminfo: read.value } } : read;
  }
  if (format === 'vmstat') {
    const read = readVmstat(name, file);
    return read.ok ? { ok: true, part: { kind: 'vmstat', vmstat: read.value } } : read;
  }
  const read = readIomem(name, file);
  return read.ok ? { ok: true, part: { kind: 'iomem', iomem: read.value } } : read;
}
