import { inflateSync } from 'node:zlib';
import type { NamedPart } from '../formats/join-machine.ts';
import { openMachine } from '../formats/open-machine.ts';
import { openPart } from '../formats/open-part.ts';
import type { OpenOptions } from '../formats/open-source.ts';
import type { OpenedMachine } from '../formats/opened-machine.ts';
import type { Problem, Read } from '../formats/problem.ts';
import { withFileSource } from './file-source.ts';
import { InputError } from './read-input.ts';

/** Opens any file with a machine in it; `cr3` is for raw physical memory. Throws InputError. */
export const openFile = (path: string, cr3: bigint | undefined): Promise<OpenedMachine> =>
  withOpenFile(path, cr3, async (machine) => machine);

/** The same for `work`, while the file is open: more of a memory image can be read. */
export const withOpenFile = <T>(
  path: string,
  cr3: bigint | undefined,
  work: (machine: OpenedMachine) => Promise<T>,
): Promise<T> =>
  withFileSource(path, async (source) => {
    const result = await openMachine(source, optionsWith(cr3));
    if ('cancelled' in result) throw new InputError(`${path}: reading was cancelled`);
    if (!result.ok) throw new InputError(problemText(result.problem));
    return work(result.machine);
  });

/** Opens any file that has a machine in it or tells something of one. Throws InputError. */
export async function openPartOf(path: string, cr3: bigint | undefined): Promise<NamedPart> {
  const result = await withFileSource(path, (source) => openPart(source, optionsWith(cr3)));
  if ('cancelled' in result) throw new InputError(`${path}: reading was cancelled`);
  if (!result.ok) throw new InputError(problemText(result.problem));
  return { name: path, part: result.part };
}

const optionsWith = (cr3: bigint | undefined): OpenOptions => ({
  cr3,
  progress: () => undefined,
  cancelled: () => false,
  pause: async () => undefined,
  inflate: async (packed, maxOutputLength) => inflateSync(packed, { maxOutputLength }),
});

/** What was read. Throws InputError with the problem's text. */
export function goodOf<T>(read: Read<T>): T {
  if (!read.ok) throw new InputError(problemText(read.problem));
  return read.value;
}

/** A problem in lines, as it is printed. */
export function problemText({ title, detail, excerpt, remedy }: Problem): string {
  const lines = excerpt.map(({ line, text, fault }) => `\n  ${fault ? '>' : ' '} ${line} ${text.slice(0, 200)}`);
  return `${title}. ${detail}${lines.join('')}\n${remedy}`;
}
