import { inflateSync } from 'node:zlib';
import type { NamedPart } from '../formats/join-machine.ts';
import { openMachine } from '../formats/open-machine.ts';
import { openParts } from '../formats/open-parts.ts';
import type { OpenOptions, OpenSource } from '../formats/open-source.ts';
import type { OpenedMachine } from '../formats/opened-machine.ts';
import type { Problem, Read } from '../formats/problem.ts';
import { withFileSource } from './file-source.ts';
import { InputError, shownPath } from './read-input.ts';
import { TerminalProgress } from './terminal-progress.ts';

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
    const result = await toldOnTerminal(cr3, (options) => openMachine(source, options));
    if ('cancelled' in result) throw new InputError(`${path}: reading was cancelled`);
    if (!result.ok) throw new InputError(problemText(result.problem));
    return work(result.machine);
  });

/** Opens files that have a machine in them or tell something of one; a part's name is the file's path. Throws InputError. */
export async function openPartsOf(paths: readonly string[], cr3: bigint | undefined): Promise<readonly NamedPart[]> {
  const result = await withSources(paths, [], (sources) =>
    toldOnTerminal(cr3, (options) => openParts(sources, options)),
  );
  if ('cancelled' in result) throw new InputError(`${paths.join(', ')}: reading was cancelled`);
  if (!result.ok) throw new InputError(problemText(result.problem));
  return result.parts.map(({ part, file }) => ({ name: shownPath(paths[file] as string), part }));
}

/** Opens all files, lets `work` read them, and closes them. */
function withSources<T>(
  [path, ...others]: readonly string[],
  opened: readonly OpenSource[],
  work: (sources: readonly OpenSource[]) => Promise<T>,
): Promise<T> {
  if (path === undefined) return work(opened);
  return withFileSource(path, (source) => withSources(others, [...opened, source], work));
}

/** Reads with the options of a command; a terminal is told how far it is. */
async function toldOnTerminal<T>(cr3: bigint | undefined, read: (options: OpenOptions) => Promise<T>): Promise<T> {
  const progress = new TerminalProgress();
  try {
    return await read({
      cr3,
      progress: progress.read,
      cancelled: () => false,
      pause: async () => undefined,
      inflate: async (packed, maxOutputLength) => inflateSync(packed, { maxOutputLength }),
    });
  } finally {
    progress.clear();
  }
}

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
