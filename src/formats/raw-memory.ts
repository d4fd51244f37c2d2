import { imageProblems } from './image-problems.ts';
import type { MemoryImage } from './memory-image.ts';
import type { RandomAccess } from './open-source.ts';
import { rootsOfCr3 } from './page-table-root.ts';
import { PAGE_BYTES, SegmentMemory } from './physical-memory.ts';
import { bad, good, type Read } from './problem.ts';

/** Raw physical memory (QEMU pmemsave from 0 on): the offset is the physical address, and CR3 is told by the user. */
export function readRawMemory(name: string, file: RandomAccess, cr3: bigint): Read<MemoryImage> {
  if (file.size % PAGE_BYTES !== 0) return bad(imageProblems.rawNotPages(name, file.size));
  return good({
    format: 'raw physical memory',
    memory: new SegmentMemory(file, [{ address: 0, bytes: file.size, offset: 0 }]),
    roots: rootsOfCr3(cr3, undefined, 'the given CR3'),
  });
}
