import type { RandomAccess } from './open-source.ts';

/** Bytes of a page, and so of a page table. */
export const PAGE_BYTES = 4096;

/** The physical memory of a machine, in an image. */
export interface PhysicalMemory {
  /** First PFN after the last page that the image knows of. */
  readonly endPfn: number;
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

/** Pages closer than this in the file are read at once. */
const NEAR_BYTES = 32 * 1024;
const MOST_BYTES = 4 * 1024 * 1024;

interface Wanted {
  readonly index: number;
  readonly offset: number;
}

/** Memory in a file that holds it as segments; where they overlap, each of them may answer. */
export class SegmentMemory implements PhysicalMemory {
  readonly endPfn: number;
  readonly #file: RandomAccess;
  readonly #segments: readonly MemorySegment[];
  /** Highest end of the segments up to this one. */
  readonly #ends: readonly number[];

  constructor(file: RandomAccess, segments: readonly MemorySegment[]) {
    this.#file = file;
    this.#segments = [...segments].sort((a, b) => a.address - b.address);
    let end = 0;
    this.#ends = this.#segments.map(({ address, bytes }) => {
      end = Math.max(end, address + bytes);
      return end;
    });
    this.endPfn = Math.ceil(end / PAGE_BYTES);
  }

  async read(pfns: readonly number[]): Promise<readonly (Uint8Array | undefined)[]> {
    const wanted: Wanted[] = [];
    for (const [index, pfn] of pfns.entries()) {
      const offset = this.#offsetOf(pfn * PAGE_BYTES);
      if (offset !== undefined) wanted.push({ index, offset });
    }
    wanted.sort((a, b) => a.offset - b.offset);
    const pages: (Uint8Array | undefined)[] = pfns.map(() => undefined);
    await Promise.all(nearOnes(wanted).map((group) => this.#readGroup(group, pages)));
    return pages;
  }

  async #readGroup(group: readonly Wanted[], pages: (Uint8Array | undefined)[]): Promise<void> {
    const from = (group[0] as Wanted).offset;
    const bytes = await this.#file.slice(from, (group.at(-1) as Wanted).offset + PAGE_BYTES);
    for (const { index, offset } of group) {
      const page = bytes.subarray(offset - from, offset - from + PAGE_BYTES);
      if (page.length === PAGE_BYTES) pages[index] = page;
    }
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
    for (let i = low - 1; i >= 0 && (this.#ends[i] as number) >= address + PAGE_BYTES; i--) {
      const segment = segments[i] as MemorySegment;
      const at = address - segment.address;
      if (at + PAGE_BYTES <= segment.bytes) return segment.offset + at;
    }
    return undefined;
  }
}

function nearOnes(wanted: readonly Wanted[]): Wanted[][] {
  const groups: Wanted[][] = [];
  for (const page of wanted) {
    const group = groups.at(-1);
    const [first, last] = [group?.[0]?.offset ?? 0, group?.at(-1)?.offset ?? 0];
    if (group !== undefined && page.offset - last <= NEAR_BYTES && page.offset - first < MOST_BYTES) group.push(page);
    else groups.push([page]);
  }
  return groups;
}
