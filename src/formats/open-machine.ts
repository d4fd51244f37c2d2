import { factAlone } from './not-a-machine.ts';
import { openPart } from './open-part.ts';
import type { OpenOptions, OpenSource } from './open-source.ts';
import type { OpenResult } from './opened-machine.ts';
import { bad } from './problem.ts';

/**
 * Opens a file of any known format that holds a machine. Text is read as a stream, of a memory image only the page
 * tables; every chunk and slice is awaited, so a thread stays responsive. What the source throws becomes a Problem.
 */
export async function openMachine(source: OpenSource, options: OpenOptions): Promise<OpenResult> {
  const read = await openPart(source, options);
  if ('cancelled' in read || !read.ok) return read;
  const { part } = read;
  return part.kind === 'machine' ? { ok: true, machine: part.machine } : bad(factAlone(source.name, part));
}
