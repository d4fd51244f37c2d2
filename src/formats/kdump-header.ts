import { asciiText } from './ascii-text.ts';
import { imageProblems } from './image-problems.ts';
import type { RandomAccess } from './open-source.ts';
import { bad, good, type Problem, type Read } from './problem.ts';

/** What the headers of a kdump-compressed file say (makedumpfile's diskdump_mod.h, crash's diskdump.h). */
export interface KdumpHeader {
  /** Pages that the bitmaps count. */
  readonly pageCount: number;
  /** Bits of makedumpfile -d: what was left out. */
  readonly dumpLevel: number;
  /** Offsets in bytes: the bitmap of pages that are in the file, and the table of their descriptors. */
  readonly bitmapAt: number;
  readonly bitmapBytes: number;
  readonly descriptorsAt: number;
  readonly vmcoreinfo: { readonly at: number; readonly bytes: number };
  readonly notes: { readonly at: number; readonly bytes: number };
}

const BLOCK = 4096;
const SUB_HEADER_BYTES = 104;
const MACHINE_AT = 12 + 4 * 65;
const BLOCK_SIZE_AT = 428;
const SUB_BLOCKS_AT = 432;
const BITMAP_BLOCKS_AT = 436;
const MAX_MAPNR_AT = 440;
/** First version with the offset of notes, and with 64 bits for the number of pages. */
const VERSION_NOTES = 4;
const VERSION_64 = 6;
/** 16 TiB of memory. */
const MAX_BITMAP_BYTES = 2 ** 29;
const MAX_NOTE_BYTES = 64 * 1024 * 1024;

/** Reads and checks the headers; offsets and sizes lie inside the file. */
export async function readKdumpHeader(name: string, file: RandomAccess): Promise<Read<KdumpHeader>> {
  const bytes = await file.slice(0, BLOCK + SUB_HEADER_BYTES);
  if (bytes.length < BLOCK + SUB_HEADER_BYTES)
    return bad(imageProblems.cut(name, 'The header', BLOCK + SUB_HEADER_BYTES, file.size));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const not = whyNot(name, bytes, view);
  if (not !== undefined) return bad(not);
  const version = view.getInt32(8, true);
  const [subBlocks, bitmapBlocks] = [view.getUint32(SUB_BLOCKS_AT, true), view.getUint32(BITMAP_BLOCKS_AT, true)];
  const half = (bitmapBlocks * BLOCK) / 2;
  if (bitmapBlocks === 0 || half > MAX_BITMAP_BYTES)
    return bad(imageProblems.badHeader(name, `the bitmaps have ${bitmapBlocks} blocks`, BITMAP_BLOCKS_AT));
  const bitmapAt = (1 + subBlocks) * BLOCK + half;
  const descriptorsAt = bitmapAt + half;
  if (descriptorsAt > file.size)
    return bad(imageProblems.cut(name, 'The bitmap of its pages', descriptorsAt, file.size));
  const pageCount = version >= VERSION_64 ? uint64(view, BLOCK + 96) : view.getUint32(MAX_MAPNR_AT, true);
  if (pageCount === 0 || pageCount > half * 8)
    return bad(imageProblems.badHeader(name, `the file has ${pageCount} pages, the bitmap ${half * 8}`, MAX_MAPNR_AT));
  const part = (at: number): { at: number; bytes: number } => ({
    at: uint64(view, BLOCK + at),
    bytes: uint64(view, BLOCK + at + 8),
  });
  const vmcoreinfo = part(32);
  const notes = version >= VERSION_NOTES ? part(48) : { at: 0, bytes: 0 };
  for (const [what, { at, bytes: size }] of [
    ['VMCOREINFO', vmcoreinfo],
    ['notes', notes],
  ] as const) {
    if (size > MAX_NOTE_BYTES || !Number.isSafeInteger(at + size))
      return bad(
        imageProblems.badHeader(name, `${what} has an absurd place or size`, BLOCK + (what === 'notes' ? 48 : 32)),
      );
    if (at + size > file.size) return bad(imageProblems.cut(name, `The part ${what}`, at + size, file.size));
  }
  const dumpLevel = view.getInt32(BLOCK + 8, true);
  return good({ pageCount, dumpLevel, bitmapAt, bitmapBytes: half, descriptorsAt, vmcoreinfo, notes });
}

function whyNot(name: string, bytes: Uint8Array, view: DataView): Problem | undefined {
  if (asciiText(bytes.subarray(0, 8)) !== 'KDUMP   ')
    return imageProblems.kdumpKind(
      name,
      'it is a diskdump file of a kernel before kdump',
      'Open an ELF core of the machine.',
    );
  const machine = asciiText(bytes.subarray(MACHINE_AT, MACHINE_AT + 65)).replace(/\0.*$/s, '');
  if (machine !== '' && machine !== 'x86_64')
    return imageProblems.kdumpKind(
      name,
      `it is of a machine "${machine.slice(0, 20)}"`,
      'Open a dump of an x86-64 machine.',
    );
  if (view.getInt32(BLOCK_SIZE_AT, true) !== BLOCK)
    return imageProblems.badHeader(
      name,
      `the block size is ${view.getInt32(BLOCK_SIZE_AT, true)}, not 4,096`,
      BLOCK_SIZE_AT,
    );
  if (view.getInt32(BLOCK + 12, true) !== 0)
    return imageProblems.kdumpKind(
      name,
      'it is one part of a dump that was split into several files',
      'Join the parts first: `makedumpfile --reassemble PART1 PART2 ... WHOLE`.',
    );
  return undefined;
}

function uint64(view: DataView, at: number): number {
  return view.getUint32(at + 4, true) * 2 ** 32 + view.getUint32(at, true);
}
