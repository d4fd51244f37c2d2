import type { NamedPart } from './join-machine.ts';
import { openPart } from './open-part.ts';
import type { OpenOptions, OpenSource } from './open-source.ts';
import { bad, type Problem } from './problem.ts';
import { unreadable } from './unreadable.ts';
import { withMapping } from './with-mapping.ts';

/** What each file holds, in their order; or why nothing is opened. */
export type OpenedParts =
  | { readonly ok: true; readonly parts: readonly NamedPart[] }
  | { readonly ok: false; readonly problem: Problem }
  | { readonly cancelled: true };

/** Reads files of one machine, or of several; of a memory image also what the addresses of traces beside it map. */
export async function openParts(sources: readonly OpenSource[], options: OpenOptions): Promise<OpenedParts> {
  const read: NamedPart[] = [];
  let before = 0;
  for (const source of sources) {
    const result = await openPart(source, { ...options, progress: (bytes) => options.progress(before + bytes) });
    if ('cancelled' in result || !result.ok) return result;
    before += source.size;
    read.push({ name: source.name, part: result.part });
  }
  const traces = read.flatMap(({ part }) => (part.kind === 'trace' ? [part.trace] : []));
  const parts: NamedPart[] = [];
  for (const { name, part } of read)
    try {
      const machine = part.kind === 'machine' ? await withMapping(part.machine, traces) : undefined;
      parts.push({ name, part: machine === undefined ? part : { kind: 'machine', machine } });
    } catch (error) {
      return bad(unreadable(name, error));
    }
  return { ok: true, parts };
}
