import { asciiText } from './ascii-text.ts';
import type { Format } from './detect.ts';
import { directMapOf } from './direct-map.ts';
import { readDirectMapJson } from './direct-map-json.ts';
import { withCommas } from './excerpt.ts';
import { infoTlbDirectMap } from './info-tlb-direct-map.ts';
import { JSON_MAX_CHARS } from './json-text.ts';
import type { OpenedMachine, OpenResult } from './opened-machine.ts';
import type { Problem, Read } from './problem.ts';
import { PtdumpReader } from './ptdump.ts';
import { InfoTlbReader } from './qemu-info-tlb.ts';
import { readRunTrace } from './run-trace.ts';

/** Formats of text that hold a machine. */
export type TextFormat = 'ptdump' | 'qemu-info-tlb' | 'direct-map-json' | 'run-trace';

/** Takes a file's bytes in order; a Problem ends the reading. */
export interface TextReader {
  push(chunk: Uint8Array): Problem | undefined;
  end(): OpenResult;
}

/** Direct map without KASLR, 4 levels: the JSON of the captures does not say where it is. */
const USUAL_BASE = 0xffff888000000000n;

const READERS: Readonly<Record<TextFormat, (name: string) => TextReader>> = {
  ptdump: ptdumpMachine,
  'qemu-info-tlb': infoTlbMachine,
  'direct-map-json': (name) => jsonText(name, directMapJson),
  'run-trace': (name) => jsonText(name, runTrace),
};

/** Tells whether a format is text that holds a machine. */
export const isTextFormat = (format: Format): format is TextFormat => Object.hasOwn(READERS, format);

/** A reader for a format of text. */
export const textReader = (name: string, format: TextFormat): TextReader => READERS[format](name);

function ptdumpMachine(name: string): TextReader {
  return placedMachine(new PtdumpReader(name), (dump) => directMapOf(name, dump), {
    format: 'page-table dump',
    note: `Recorded: the direct map of ${name}, a page-table dump of a real kernel. A dump does not hold ACCESSED and DIRTY (taken as set, as at boot), and shows pages that are not present as holes.`,
  });
}

function infoTlbMachine(name: string): TextReader {
  return placedMachine(new InfoTlbReader(name), (tlb) => infoTlbDirectMap(name, tlb), {
    format: 'info tlb of QEMU',
    note: `Recorded: the direct map of ${name}, from QEMU's info tlb. It shows pages that are not present as holes, and no PAT bit of large pages.`,
  });
}

/** A reader of rows by address, and how the direct map is found in them. */
function placedMachine<Rows>(
  reader: { push(chunk: Uint8Array): Problem | undefined; end(): Read<Rows> },
  directMapIn: (rows: Rows) => ReturnType<typeof directMapOf>,
  about: Pick<OpenedMachine, 'format' | 'note'>,
): TextReader {
  return {
    push: (chunk) => reader.push(chunk),
    end: () => {
      const rows = reader.end();
      if (!rows.ok) return rows;
      const map = directMapIn(rows.value);
      if (!map.ok) return map;
      const { base: directMapBase, ...machine } = map.value;
      return { ok: true, machine: { ...machine, directMapBase, ...about } };
    },
  };
}

/** Text that is understood as a whole. */
function jsonText(name: string, read: (name: string, text: string) => OpenResult): TextReader {
  const pieces: string[] = [];
  let chars = 0;
  return {
    push: (chunk) => {
      chars += chunk.length;
      if (chars > JSON_MAX_CHARS)
        return {
          title: `${name} is too large`,
          detail: `It has more than ${withCommas(JSON_MAX_CHARS)} bytes of JSON; that is the most that is read.`,
          excerpt: [],
          remedy: 'Open a page-table dump of the machine instead.',
        };
      pieces.push(asciiText(chunk));
      return undefined;
    },
    end: () => read(name, pieces.join('')),
  };
}

function directMapJson(name: string, text: string): OpenResult {
  const read = readDirectMapJson(name, text);
  if (!read.ok) return read;
  const { leaves, place } = read.value;
  const note =
    place === undefined
      ? `Recorded: the direct map of ${name}, decoded from QEMU's info tlb of a real kernel. It shows pages that are not present as holes, and takes the usual virtual address without KASLR.`
      : `The direct map of ${name}, as Recoalesce wrote it.`;
  const where = place ?? { directMapBase: USUAL_BASE, pagingLevels: 4 };
  const machine = { leaves, ...where, format: 'direct map as JSON', note, warnings: [] };
  return { ok: true, machine };
}

function runTrace(name: string, text: string): OpenResult {
  const read = readRunTrace(name, text);
  if (!read.ok) return read;
  const { leaves, directMapBase, pagingLevels, cBit, note } = read.value;
  const format = 'run of Recoalesce, its machine before step 1';
  return {
    ok: true,
    machine: { leaves, directMapBase, pagingLevels, cBit, format, note, warnings: [], run: read.value },
  };
}
