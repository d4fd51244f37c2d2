import { factSummary } from './fact-summary.ts';
import { type AsidePart, FACT_NAMES, type JoinedMachine, joinParts, type NamedPart } from './join-machine.ts';
import { factAlone } from './not-a-machine.ts';
import { openParts } from './open-parts.ts';
import type { OpenOptions, OpenSource } from './open-source.ts';
import { bad, type Problem } from './problem.ts';

/** One or more machines, the first one first; files that belong to none of them; or why nothing is opened. */
export type OpenedMachines =
  | {
      readonly ok: true;
      readonly machines: readonly [JoinedMachine, ...JoinedMachine[]];
      readonly aside: readonly AsidePart[];
    }
  | { readonly ok: false; readonly problem: Problem }
  | { readonly cancelled: true };

/** Opens files of one machine, or of several, in any order, and puts together what belongs together. */
export async function openMachines(sources: readonly OpenSource[], options: OpenOptions): Promise<OpenedMachines> {
  const read = await openParts(sources, options);
  if ('cancelled' in read || !read.ok) return read;
  const { parts } = read;
  const { machines, aside } = joinParts(parts);
  const [first, ...others] = machines;
  return first === undefined ? bad(noMap(parts)) : { ok: true, machines: [first, ...others], aside };
}

/** The message when no file has a map. */
export function noMap(parts: readonly NamedPart[]): Problem {
  const [only, second] = parts;
  if (only !== undefined && second === undefined && only.part.kind !== 'machine')
    return factAlone(only.name, only.part);
  const files = [...new Set(parts.map(({ name }) => name))];
  const names = files.join(', ');
  return {
    title: files.length === 1 ? `${names} holds no map` : 'None of these files holds a map',
    detail: [
      'What was read:',
      ...parts.flatMap(({ name, part }) =>
        part.kind === 'machine' ? [] : `• ${name}, ${FACT_NAMES[part.kind]}. ${factSummary(part)}`.trim(),
      ),
      'That says something of a machine, but not where its pages are and of which size.',
    ].join('\n'),
    excerpt: [],
    needs: 'machine',
    remedy:
      'Open them together with a dump of the same machine: /sys/kernel/debug/page_tables/kernel, `info tlb` of QEMU, or a memory image.',
  };
}
