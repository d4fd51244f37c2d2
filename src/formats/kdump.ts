import { asciiText } from './ascii-text.ts';
import { rootsOfNotes } from './elf-notes.ts';
import { imageProblems } from './image-problems.ts';
import { type KdumpHeader, readKdumpHeader } from './kdump-header.ts';
import { KdumpMemory } from './kdump-memory.ts';
import type { MemoryImage } from './memory-image.ts';
import type { OpenOptions, RandomAccess } from './open-source.ts';
import { PageBitmap } from './page-bitmap.ts';
import { bad, good, type Problem, type Read } from './problem.ts';
import { rootOfVmcoreinfo } from './vmcoreinfo.ts';

const DESCRIPTOR_BYTES = 24;
/** Descriptors at the end that are looked at to see whether the file is whole. */
const LAST_ONES = 64;

/** Reads headers and bitmap of a kdump-compressed file (makedumpfile, QEMU dump-guest-memory -z); memory later. */
export async function readKdump(
  name: string,
  file: RandomAccess,
  inflate: OpenOptions['inflate'],
): Promise<Read<MemoryImage>> {
  const header = await readKdumpHeader(name, file);
  if (!header.ok) return header;
  const { pageCount, bitmapAt, bitmapBytes, descriptorsAt, dumpLevel, vmcoreinfo, notes } = header.value;
  const bitmap = new PageBitmap(await file.slice(bitmapAt, bitmapAt + bitmapBytes), pageCount);
  const cut = await whatIsCut(name, file, header.value, bitmap.count);
  if (cut !== undefined) return bad(cut);
  const fromKernel = rootOfVmcoreinfo(asciiText(await file.slice(vmcoreinfo.at, vmcoreinfo.at + vmcoreinfo.bytes)));
  const fromNotes = rootsOfNotes(await file.slice(notes.at, notes.at + notes.bytes));
  const roots = fromKernel === undefined ? fromNotes : [fromKernel, ...fromNotes];
  if (roots.length === 0) return bad(imageProblems.noRoot(name));
  const memory = new KdumpMemory(name, file, { pageCount, bitmap, descriptorsAt, inflate, partial: dumpLevel !== 0 });
  return good({ format: 'kdump-compressed memory', memory, roots });
}

async function whatIsCut(
  name: string,
  file: RandomAccess,
  { descriptorsAt }: KdumpHeader,
  pages: number,
): Promise<Problem | undefined> {
  const end = descriptorsAt + pages * DESCRIPTOR_BYTES;
  if (end > file.size) return imageProblems.cut(name, 'The table of its pages', end, file.size);
  const from = Math.max(descriptorsAt, end - LAST_ONES * DESCRIPTOR_BYTES);
  const bytes = await file.slice(from, end);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + DESCRIPTOR_BYTES <= bytes.length; at += DESCRIPTOR_BYTES) {
    const dataEnd = Number(view.getBigUint64(at, true)) + view.getUint32(at + 8, true);
    if (dataEnd > file.size)
      return imageProblems.cut(name, `A page (its descriptor is at byte ${from + at})`, dataEnd, file.size);
  }
  return undefined;
}
