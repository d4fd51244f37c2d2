import { asciiText } from '../formats/ascii-text.ts';
import { DETECT_BYTES, detect } from '../formats/detect.ts';
import { type DmapEvents, readDmapEvents } from '../formats/dmap-events.ts';
import { excerptOf } from '../formats/excerpt.ts';
import { joinedBytes } from '../formats/joined-bytes.ts';
import { notAMachine } from '../formats/not-a-machine.ts';
import type { OpenSource } from '../formats/open-source.ts';
import type { OpenedMachine } from '../formats/opened-machine.ts';
import { bad, type Problem, type Read } from '../formats/problem.ts';
import { type ResolvedTrace, resolveTrace, tracePlaceOf } from '../formats/trace-passes.ts';
import { type TraceText, TraceTextReader } from '../formats/trace-text.ts';
import { withMapping } from '../formats/with-mapping.ts';
import { withFileSource } from './file-source.ts';
import { goodOf } from './open-file.ts';
import { InputError } from './read-input.ts';

/** Reads recorded events, passes as JSON lines or a trace as text, as operations on `machine`, whose file is still open. Throws InputError. */
export async function readEvents(path: string, machine: OpenedMachine): Promise<ResolvedTrace> {
  const read = await withFileSource(path, readRecording).catch((error: unknown) => {
    if (error instanceof InputError) throw error;
    throw new InputError(
      `${path} cannot be read to its end: ${error instanceof Error ? error.message : String(error)}`,
    );
  });
  const recording = goodOf<TraceText | DmapEvents>(read);
  if ('calls' in recording) return resolveTrace(recording, tracePlaceOf(await withMapping(machine, [recording])));
  const { passes, marks } = recording;
  return { operations: passes.map((pass) => ({ kind: 'pass', ...pass })), marks, warnings: [], unresolved: 0 };
}

async function readRecording(source: OpenSource): Promise<Read<TraceText> | Read<DmapEvents>> {
  const { name } = source;
  let head = new Uint8Array(0);
  for await (const chunk of source.chunks()) {
    head = joinedBytes(head, chunk);
    if (head.length >= DETECT_BYTES) break;
  }
  const format = detect(head);
  if (format === 'trace-text') {
    const reader = new TraceTextReader(name);
    for await (const chunk of source.chunks()) if (reader.push(chunk) !== undefined) break;
    return reader.end();
  }
  if (format === 'foreign-binary' || format === 'utf-16' || format === 'gzip')
    return bad(notAMachine(name, format, head));
  if (format !== 'dmap-events' && head[0] !== OPENING_BRACE) return bad(noChanges(name, head));
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of source.chunks()) text += decoder.decode(chunk, { stream: true });
  return readDmapEvents(name, text + decoder.decode());
}

const OPENING_BRACE = 0x7b;

const noChanges = (name: string, head: Uint8Array): Problem => ({
  title: `${name} holds no changes of page attributes`,
  detail:
    'Expected a trace as text, with lines like "insmod-241 [001] ..... 84.049519: set_memory_ro: (set_memory_ro+0x0/0x19) addr=0xffffffffa0205000 numpages=1", or passes as JSON lines.',
  excerpt: excerptOf(asciiText(head.subarray(0, 1024)), 1),
  remedy: 'Record one with the probes of docs/collect.md.',
});
