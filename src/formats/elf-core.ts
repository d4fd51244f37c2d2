import { rootsOfNotes } from './elf-notes.ts';
import { imageProblems } from './image-problems.ts';
import type { MemoryImage } from './memory-image.ts';
import type { RandomAccess } from './open-source.ts';
import type { PageTableRoot } from './page-table-root.ts';
import { type MemorySegment, SegmentMemory } from './physical-memory.ts';
import { bad, good, type Problem, type Read } from './problem.ts';

const HEADER_BYTES = 64;
const PROGRAM_HEADER_BYTES = 56;
const SECTION_HEADER_BYTES = 64;
const ET_CORE = 4;
const EM_X86_64 = 62;
const PT_LOAD = 1;
const PT_NOTE = 4;
/** e_phnum when the number is in sh_info of the first section. */
const PN_XNUM = 0xffff;
const SH_INFO_AT = 44;
const MAX_SEGMENTS = 1_000_000;
const MAX_NOTE_BYTES = 64 * 1024 * 1024;
const MEMORY_LIMIT = 2 ** 52;

interface ProgramHeader {
  readonly at: number;
  readonly type: number;
  readonly offset: number;
  readonly address: number;
  readonly bytes: number;
}

/** Reads headers and notes of an ELF64 core of a whole machine (QEMU dump-guest-memory, /proc/vmcore); memory later. */
export async function readElfCore(name: string, file: RandomAccess): Promise<Read<MemoryImage>> {
  const header = viewOf(await file.slice(0, HEADER_BYTES));
  if (header.byteLength < HEADER_BYTES) return bad(imageProblems.cut(name, 'The ELF header', HEADER_BYTES, file.size));
  const not = whyNotACore(header);
  if (not !== undefined) return bad(imageProblems.notACore(name, not));
  const count = await segmentCount(file, header);
  if (count > MAX_SEGMENTS)
    return bad(imageProblems.badHeader(name, `the header counts ${count} segments`, PROGRAM_COUNT_AT));
  const headers = await programHeaders(name, file, uint64(header, 32), count);
  if (!headers.ok) return headers;
  const segments: MemorySegment[] = [];
  const roots: PageTableRoot[] = [];
  for (const segment of headers.value) {
    const problem = whatIsWrong(name, segment, file.size);
    if (problem !== undefined) return bad(problem);
    const { type, offset, address, bytes } = segment;
    if (type === PT_NOTE) roots.push(...rootsOfNotes(await file.slice(offset, offset + bytes)));
    else if (type === PT_LOAD && address < MEMORY_LIMIT) segments.push({ address, bytes, offset });
  }
  if (roots.length === 0) return bad(imageProblems.noRoot(name));
  return good({ format: 'ELF core', memory: new SegmentMemory(file, segments), roots });
}

const PROGRAM_COUNT_AT = 56;

function whyNotACore(header: DataView): string | undefined {
  if (header.getUint8(4) !== 2) return 'it is of a machine with 32 bits';
  if (header.getUint8(5) !== 1) return 'it is big-endian, so not of x86-64';
  if (header.getUint16(16, true) !== ET_CORE) return 'it is a program or a library, not a core';
  if (header.getUint16(18, true) !== EM_X86_64) return 'it is not of x86-64';
  if (header.getUint16(54, true) !== PROGRAM_HEADER_BYTES) return 'its program headers have an unknown size';
  return undefined;
}

async function segmentCount(file: RandomAccess, header: DataView): Promise<number> {
  const count = header.getUint16(PROGRAM_COUNT_AT, true);
  if (count !== PN_XNUM) return count;
  const at = uint64(header, 40);
  const section = viewOf(await sliceInside(file, at, SECTION_HEADER_BYTES));
  return section.byteLength < SECTION_HEADER_BYTES ? count : section.getUint32(SH_INFO_AT, true);
}

async function programHeaders(
  name: string,
  file: RandomAccess,
  from: number,
  count: number,
): Promise<Read<ProgramHeader[]>> {
  const bytes = count * PROGRAM_HEADER_BYTES;
  const view = viewOf(await sliceInside(file, from, bytes));
  if (view.byteLength < bytes)
    return bad(imageProblems.cut(name, 'The table of its segments', from + bytes, file.size));
  return good(
    Array.from({ length: count }, (_, index) => {
      const at = index * PROGRAM_HEADER_BYTES;
      return {
        at: from + at,
        type: view.getUint32(at, true),
        offset: uint64(view, at + 8),
        address: uint64(view, at + 24),
        bytes: uint64(view, at + 32),
      };
    }),
  );
}

function whatIsWrong(name: string, segment: ProgramHeader, size: number): Problem | undefined {
  const { at, type, offset, address, bytes } = segment;
  if (type !== PT_LOAD && type !== PT_NOTE) return undefined;
  const what = type === PT_NOTE ? 'notes' : 'memory';
  if (!Number.isSafeInteger(offset + bytes))
    return imageProblems.badHeader(name, `a segment of ${what} has an absurd place or size`, at);
  if (type === PT_NOTE && bytes > MAX_NOTE_BYTES)
    return imageProblems.badHeader(name, `there are more than ${MAX_NOTE_BYTES} bytes of notes`, at);
  if (type === PT_LOAD && address < MEMORY_LIMIT && address + bytes > MEMORY_LIMIT)
    return imageProblems.badHeader(name, 'a segment of memory ends beyond all physical addresses', at);
  if (offset + bytes > size)
    return imageProblems.cut(name, `A segment of ${what} (header at byte ${at})`, offset + bytes, size);
  return undefined;
}

/** 64 bits as a number; past 2^53 it is no longer exact, and far past every size. */
function uint64(view: DataView, at: number): number {
  return view.getUint32(at + 4, true) * 2 ** 32 + view.getUint32(at, true);
}

function sliceInside(file: RandomAccess, from: number, bytes: number): Promise<Uint8Array> {
  return from >= file.size ? Promise.resolve(new Uint8Array(0)) : file.slice(from, from + bytes);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
