import { DETECT_BYTES, detect } from './detect.ts';
import { impossibleMachine } from './impossible-machine.ts';
import { joinedBytes } from './joined-bytes.ts';
import type { PartResult } from './machine-part.ts';
import { notAMachine } from './not-a-machine.ts';
import { factReader, isFactFormat, type PartReader } from './open-facts.ts';
import { type ImageFormat, openImage } from './open-image.ts';
import type { OpenOptions, OpenSource } from './open-source.ts';
import { isTextFormat, textReader } from './open-text.ts';
import type { OpenResult } from './opened-machine.ts';
import { bad, type Problem } from './problem.ts';
import { unreadable } from './unreadable.ts';

/**
 * Opens a file of any known format: one with a machine, or one that tells something of it. Text is read as a stream, of a memory image only the page
 * tables; every chunk and slice is awaited, so a thread stays responsive. What the source throws becomes a Problem.
 */
export async function openPart(source: OpenSource, options: OpenOptions): Promise<PartResult> {
  let bytesRead = 0;
  const counted: OpenSource = {
    ...source,
    async *chunks() {
      bytesRead = 0;
      for await (const chunk of source.chunks()) {
        bytesRead += chunk.length;
        yield chunk;
      }
    },
  };
  try {
    return await open(counted, options);
  } catch (error) {
    return bad(unreadable(source.name, error, bytesRead));
  }
}

/** What a file turns out to be: text that a reader takes, a memory image, or nothing to open. */
type Opener =
  | { readonly kind: 'text'; readonly reader: PartReader }
  | { readonly kind: 'image'; readonly format: ImageFormat }
  | { readonly kind: 'nothing'; readonly problem: Problem };

async function open(source: OpenSource, options: OpenOptions): Promise<PartResult> {
  let head = new Uint8Array(0);
  let opener: Opener | undefined;
  let bytesRead = 0;
  for await (const next of source.chunks()) {
    if (options.cancelled()) return { cancelled: true };
    bytesRead += next.length;
    let chunk = next;
    if (opener === undefined) {
      head = joinedBytes(head, chunk);
      if (head.length < DETECT_BYTES) continue;
      chunk = head;
      opener = openerFor(source.name, head, options);
    }
    if (opener.kind !== 'text') break;
    const problem = opener.reader.push(chunk);
    if (problem !== undefined) return bad(problem);
    options.progress(bytesRead);
  }
  if (options.cancelled()) return { cancelled: true };
  if (opener === undefined) {
    opener = openerFor(source.name, head, options);
    const problem = opener.kind === 'text' ? opener.reader.push(head) : undefined;
    if (problem !== undefined) return bad(problem);
    options.progress(bytesRead);
  }
  if (opener.kind === 'image') return machinePart(source.name, await openImage(source, opener.format, options));
  return opener.kind === 'text' ? opener.reader.end() : bad(opener.problem);
}

function openerFor(name: string, head: Uint8Array, { cr3 }: OpenOptions): Opener {
  const format = detect(head);
  if (isFactFormat(format)) return { kind: 'text', reader: factReader(name, format) };
  if (isTextFormat(format)) {
    const reader = textReader(name, format);
    return {
      kind: 'text',
      reader: { push: (chunk) => reader.push(chunk), end: () => machinePart(name, reader.end()) },
    };
  }
  if (format === 'elf' || format === 'kdump' || format === 'kdump-flattened') return { kind: 'image', format };
  if (
    format === 'binary' ||
    (cr3 !== undefined && (format === 'unknown' || format === 'utf-16' || format === 'foreign-binary'))
  )
    return { kind: 'image', format: 'raw' };
  return { kind: 'nothing', problem: notAMachine(name, format, head) };
}

function machinePart(name: string, result: OpenResult): PartResult {
  if (!('ok' in result && result.ok)) return result;
  const problem = impossibleMachine(name, result.machine);
  return problem === undefined ? { ok: true, part: { kind: 'machine', machine: result.machine } } : bad(problem);
}
