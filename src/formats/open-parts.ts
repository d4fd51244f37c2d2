import type { NamedPart } from './join-machine.ts';
import { openPart } from './open-part.ts';
import type { OpenOptions, OpenSource } from './open-source.ts';
import { bad, type Problem } from './problem.ts';
import { unreadable } from './unreadable.ts';
import { withMapping } from './with-mapping.ts';

/** What each file holds, in their order, one thing or several (`file`: from which); or why nothing is opened. */
export type OpenedParts =
  | { readonly ok: true; readonly parts: readonly (NamedPart & { readonly file: number })[] }
  | { readonly ok: false; readonly problem: Problem }
  | { readonly cancelled: true };

/** Reads files of one machine, or of several; of a memory image also what the addresses of traces beside it map. */
export async function openParts(sources: readonly OpenSource[], options: OpenOptions): Promise<OpenedParts> {
  const read: (NamedPart & { readonly file: number })[] = [];
  let before = 0;
  for (const [file, source] of sources.entries()) {
    const result = await openPart(source, { ...options, progress: (bytes) => options.progress(before + bytes) });
    if ('cancelled' in result || !result.ok) return result;
    before += source.size;
    for (const part of [result.part, ...(result.also ?? [])]) read.push({ name: source.name, part, file });
  }
  const traces = read.flatMap(({ part }) => (part.kind === 'trace' ? [part.trace] : []));
  const parts: typeof read = [];
  for (const { name, part, file } of read)
    try {
      const machine = part.kind === 'machine' ? await withMapping(part.machine, traces) : undefined;
      parts.push({ name, part: machine === undefined ? part : { kind: 'machine', machine }, file });
    } catch (error) {
      return bad(unreadable(name, error));
    }
  return { ok: true, parts };
}
