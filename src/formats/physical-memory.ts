import type { RandomAccess } from './open-source.ts';
import type { Problem } from './problem.ts';
import { readSpans } from './read-spans.ts';

/** Bytes of a page, and so of a page table. */
export const PAGE_BYTES = 4096;

/** The physical memory of a machine, in an image. */
export interface PhysicalMemory {
  /** First PFN after the last page that the image knows of. */
  readonly endPfn: number;
  /** Pages were left out when the image was written. */
  readonly partial: boolean;
  /** What kept a page from being read; undefined while all goes well. */
  readonly problem: Problem | undefined;
  /** PAGE_BYTES of each page, in the order of asking; undefined for a page that is not in the image. */
  read(pfns: readonly number[]): Promise<readonly (Uint8Array | undefined)[]>;
}

/** Memory from `address` on that lies in one piece in a file. */
export interface MemorySegment {
  readonly address: number;
  readonly bytes: number;
  /** Offset in the file. */
  readonly offset: number;
}

/** Memory in a file that holds it as segments; of one that lies within another only the other is looked at. */
export class SegmentMemory implements PhysicalMemory {
  readonly endPfn: number;
  readonly partial = false;
  readonly problem = undefined;
  readonly #file: RandomAccess;
  /** Ascending by address, and by end. */
  readonly #segments: readonly MemorySegment[];

  constructor(file: RandomAccess, segments: readonly MemorySegment[]) {
    this.#file = file;
    let end = 0;
    this.#segments = [...segments]
      .sort((a, b) => a.address - b.address || b.bytes - a.bytes)
      .filter(({ address, bytes }) => {
        const further = address + bytes > end;
        end = Math.max(end, address + bytes);
        return further;
      });
    this.endPfn = Math.ceil(end / PAGE_BYTES);
  }

  read(pfns: readonly number[]): Promise<readonly (Uint8Array | undefined)[]> {
    return readSpans(
      this.#file,
      pfns.map((pfn) => {
        const offset = this.#offsetOf(pfn * PAGE_BYTES);
        return offset === undefined ? undefined : { offset, bytes: PAGE_BYTES };
      }),
    );
  }

  #offsetOf(address: number): number | undefined {
    const segments = this.#segments;
    let low = 0;
    let high = segments.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((segments[middle] as MemorySegment).address <= address) low = middle + 1;
      else high = middle;
    }
    // The last one that begins at the address or before ends last.
    const segment = segments[low - 1];
    const at = segment === undefined ? 0 : address - segment.address;
    return segment !== undefined && at + PAGE_BYTES <= segment.bytes ? segment.offset + at : undefined;
  }
}
