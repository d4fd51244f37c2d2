import { asciiText } from './ascii-text.ts';
import { DETECT_BYTES, detect } from './detect.ts';
import { directMapOf } from './direct-map.ts';
import { readDirectMapJson } from './direct-map-json.ts';
import { withCommas } from './excerpt.ts';
import { infoTlbDirectMap } from './info-tlb-direct-map.ts';
import { JSON_MAX_CHARS } from './json-text.ts';
import type { LeafRun } from './leaf-run.ts';
import { notAMachine } from './not-a-machine.ts';
import { bad, type Problem } from './problem.ts';
import { PtdumpReader } from './ptdump.ts';
import { InfoTlbReader } from './qemu-info-tlb.ts';

/** A machine that was read from a file. */
export interface OpenedMachine {
  /** Leaf entries of the direct map in order of PFN. */
  readonly leaves: LeafRun[];
  /** Virtual address of PFN 0. */
  readonly directMapBase: bigint;
  readonly pagingLevels: 4 | 5;
  /** The format's name, as a person says it. */
  readonly format: string;
  /** One sentence: where it is from, what is left out. */
  readonly note: string;
  readonly warnings: readonly string[];
}

/** What the caller wants to know and may want while a file is read. */
export interface OpenHooks {
  progress(bytesRead: number): void;
  cancelled(): boolean;
}

/** Only one of the three is there. */
export type OpenResult =
  | { readonly ok: true; readonly machine: OpenedMachine }
  | { readonly ok: false; readonly problem: Problem }
  | { readonly cancelled: true };

/** Takes a file's bytes in order; a Problem ends the reading. */
interface Reader {
  push(chunk: Uint8Array): Problem | undefined;
  end(): OpenResult;
}

/** Direct map without KASLR, 4 levels: the JSON of the captures does not say where it is. */
const USUAL_BASE = 0xffff888000000000n;

/**
 * Opens a file of any known format that holds a machine. The bytes come unpacked, in chunks cut anywhere; an error
 * thrown by `chunks` becomes a Problem. Each chunk is awaited, so a stream keeps its thread responsive.
 */
export async function openMachine(
  name: string,
  chunks: AsyncIterable<Uint8Array>,
  hooks: OpenHooks,
): Promise<OpenResult> {
  let head = new Uint8Array(0);
  let reader: Reader | undefined;
  let bytesRead = 0;
  const source = chunks[Symbol.asyncIterator]();
  try {
    for (;;) {
      if (hooks.cancelled()) return { cancelled: true };
      const next = await nextChunk(source);
      if (!next.ok) return bad(unreadable(name, bytesRead, next.reason));
      if (next.chunk === undefined) break;
      bytesRead += next.chunk.length;
      let chunk = next.chunk;
      if (reader === undefined) {
        head = joined(head, chunk);
        if (head.length < DETECT_BYTES) continue;
        chunk = head;
        reader = readerFor(name, head);
      }
      const problem = reader.push(chunk);
      if (problem !== undefined) return bad(problem);
      hooks.progress(bytesRead);
    }
  } finally {
    await source.return?.();
  }
  if (reader === undefined) {
    reader = readerFor(name, head);
    const problem = reader.push(head);
    if (problem !== undefined) return bad(problem);
    hooks.progress(bytesRead);
  }
  return reader.end();
}

function readerFor(name: string, head: Uint8Array): Reader {
  const format = detect(head);
  if (format === 'ptdump') return ptdumpMachine(name);
  if (format === 'qemu-info-tlb') return infoTlbMachine(name);
  if (format === 'direct-map-json') return jsonMachine(name);
  const problem = notAMachine(name, format, head);
  return { push: () => problem, end: () => bad(problem) };
}

function ptdumpMachine(name: string): Reader {
  const reader = new PtdumpReader(name);
  return {
    push: (chunk) => reader.push(chunk),
    end: () => {
      const dump = reader.end();
      if (!dump.ok) return dump;
      const map = directMapOf(name, dump.value);
      if (!map.ok) return map;
      const { leaves, base, pagingLevels, warnings } = map.value;
      return {
        ok: true,
        machine: {
          leaves,
          directMapBase: base,
          pagingLevels,
          format: 'page-table dump',
          note: `Recorded: the direct map of ${name}, a page-table dump of a real kernel. A dump does not hold ACCESSED and DIRTY (taken as set, as at boot), and shows pages that are not present as holes.`,
          warnings,
        },
      };
    },
  };
}

function infoTlbMachine(name: string): Reader {
  const reader = new InfoTlbReader(name);
  return {
    push: (chunk) => reader.push(chunk),
    end: () => {
      const tlb = reader.end();
      if (!tlb.ok) return tlb;
      const map = infoTlbDirectMap(name, tlb.value);
      if (!map.ok) return map;
      const { leaves, base, pagingLevels, warnings } = map.value;
      return {
        ok: true,
        machine: {
          leaves,
          directMapBase: base,
          pagingLevels,
          format: 'info tlb of QEMU',
          note: `Recorded: the direct map of ${name}, from QEMU's info tlb. It shows pages that are not present as holes, and no PAT bit of large pages.`,
          warnings,
        },
      };
    },
  };
}

function jsonMachine(name: string): Reader {
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
    end: () => {
      const read = readDirectMapJson(name, pieces.join(''));
      if (!read.ok) return read;
      return {
        ok: true,
        machine: {
          leaves: read.value.leaves,
          directMapBase: USUAL_BASE,
          pagingLevels: 4,
          format: 'direct map as JSON',
          note: `Recorded: the direct map of ${name}, decoded from QEMU's info tlb of a real kernel. It shows pages that are not present as holes, and takes the usual virtual address without KASLR.`,
          warnings: [],
        },
      };
    },
  };
}

type Next =
  | { readonly ok: true; readonly chunk: Uint8Array | undefined }
  | { readonly ok: false; readonly reason: string };

async function nextChunk(source: AsyncIterator<Uint8Array>): Promise<Next> {
  try {
    const { done, value } = await source.next();
    return { ok: true, chunk: done ? undefined : value };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

function unreadable(name: string, bytesRead: number, reason: string): Problem {
  return {
    title: `${name} cannot be read to its end`,
    detail: `After ${withCommas(bytesRead)} bytes (unpacked) reading failed: ${reason}. A packed file that was cut short looks like this.`,
    excerpt: [],
    remedy: 'Copy the file again, whole, or unpack it first.',
  };
}

function joined(head: Uint8Array, tail: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(head.length + tail.length);
  bytes.set(head);
  bytes.set(tail, head.length);
  return bytes;
}
