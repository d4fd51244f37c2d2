import { DETECT_BYTES, detect } from '../formats/detect.ts';
import { readDmapEvents } from '../formats/dmap-events.ts';
import { joinedBytes } from '../formats/joined-bytes.ts';
import type { OpenSource } from '../formats/open-source.ts';
import type { OpenedMachine } from '../formats/opened-machine.ts';
import type { Read } from '../formats/problem.ts';
import { type ResolvedTrace, resolveTrace, tracePlaceOf } from '../formats/trace-passes.ts';
import { type TraceText, TraceTextReader } from '../formats/trace-text.ts';
import { withMapping } from '../formats/with-mapping.ts';
import { withFileSource } from './file-source.ts';
import { goodOf } from './open-file.ts';
import { InputError, nameOf, readText } from './read-input.ts';

/** Reads recorded events, passes as JSON lines or a trace as text, as operations on `machine`, whose file is still open. Throws InputError. */
export async function readEvents(path: string, machine: OpenedMachine): Promise<ResolvedTrace> {
  const trace = await withFileSource(path, readTrace).catch((error: unknown) => {
    if (error instanceof InputError) throw error;
    throw new InputError(
      `${path} cannot be read to its end: ${error instanceof Error ? error.message : String(error)}`,
    );
  });
  if (trace !== undefined) {
    const text = goodOf(trace);
    return resolveTrace(text, tracePlaceOf(await withMapping(machine, [text])));
  }
  const { passes, marks } = goodOf(readDmapEvents(nameOf(path), readText(path)));
  return { operations: passes.map((pass) => ({ kind: 'pass', ...pass })), marks, warnings: [], unresolved: 0 };
}

/** The file as a trace; undefined when it is none. */
async function readTrace(source: OpenSource): Promise<Read<TraceText> | undefined> {
  const reader = new TraceTextReader(source.name);
  let head = new Uint8Array(0);
  let isTrace = false;
  for await (const chunk of source.chunks()) {
    if (!isTrace) {
      head = joinedBytes(head, chunk);
      if (head.length < DETECT_BYTES) continue;
      if (detect(head) !== 'trace-text') return undefined;
      isTrace = true;
    }
    if (reader.push(head.length > 0 ? head : chunk) !== undefined) break;
    head = new Uint8Array(0);
  }
  if (!isTrace && detect(head) !== 'trace-text') return undefined;
  reader.push(head);
  return reader.end();
}
