import { imageProblems } from './image-problems.ts';
import { unpackLzo1x } from './lzo1x.ts';
import type { OpenOptions, RandomAccess } from './open-source.ts';
import type { PageBitmap } from './page-bitmap.ts';
import { PAGE_BYTES, type PhysicalMemory } from './physical-memory.ts';
import type { Problem } from './problem.ts';
import { readSpans, type Span } from './read-spans.ts';
import { unpackSnappy } from './snappy.ts';
import { unpackZstd } from './unpack-zstd.ts';

const DESCRIPTOR_BYTES = 24;
const ZLIB = 1;
const LZO = 2;
const SNAPPY = 4;
const ZSTD = 0x20;

/** Where things are in a kdump-compressed file. */
export interface KdumpLayout {
  readonly pageCount: number;
  /** Pages that are in the file. */
  readonly bitmap: PageBitmap;
  readonly descriptorsAt: number;
  readonly inflate: OpenOptions['inflate'];
  /** Pages were left out when it was written (makedumpfile -d). */
  readonly partial: boolean;
}

/** Memory in a kdump-compressed file: a descriptor for each page that is there, then the pages, each packed by itself. */
export class KdumpMemory implements PhysicalMemory {
  readonly endPfn: number;
  readonly partial: boolean;
  problem: Problem | undefined;
  readonly #name: string;
  readonly #file: RandomAccess;
  readonly #layout: KdumpLayout;

  constructor(name: string, file: RandomAccess, layout: KdumpLayout) {
    this.#name = name;
    this.#file = file;
    this.#layout = layout;
    this.endPfn = layout.pageCount;
    this.partial = layout.partial;
  }

  async read(pfns: readonly number[]): Promise<readonly (Uint8Array | undefined)[]> {
    const { bitmap, descriptorsAt } = this.#layout;
    const descriptors = await readSpans(
      this.#file,
      pfns.map((pfn) => {
        const rank = bitmap.rank(pfn);
        return rank === undefined
          ? undefined
          : { offset: descriptorsAt + rank * DESCRIPTOR_BYTES, bytes: DESCRIPTOR_BYTES };
      }),
    );
    const described = descriptors.map((bytes) => bytes && describe(bytes));
    const spans = described.map((page, index) => page && this.#spanOf(page, pfns[index] as number));
    const packed = await readSpans(this.#file, spans);
    return Promise.all(
      packed.map((bytes, index) => bytes && this.#unpack(bytes, described[index]?.flags ?? 0, pfns[index] as number)),
    );
  }

  #spanOf({ offset, bytes, flags }: Described, pfn: number): Span | undefined {
    if (![0, ZLIB, LZO, SNAPPY, ZSTD].includes(flags))
      this.#fault(pfn, `flags 0x${flags.toString(16)} that are not known`);
    else if (bytes > PAGE_BYTES * 2 || !Number.isSafeInteger(offset)) this.#fault(pfn, 'an absurd place or size');
    else if (offset + bytes > this.#file.size) this.#fault(pfn, 'its data after the end of the file');
    else return { offset, bytes };
    return undefined;
  }

  async #unpack(bytes: Uint8Array, flags: number, pfn: number): Promise<Uint8Array | undefined> {
    const page = await this.#unpacked(bytes, flags);
    if (typeof page === 'string') this.#fault(pfn, `data that cannot be unpacked (${page})`);
    else if (page.length !== PAGE_BYTES) this.#fault(pfn, `only ${page.length} bytes`);
    else return page;
    return undefined;
  }

  async #unpacked(bytes: Uint8Array, flags: number): Promise<Uint8Array | string> {
    if (flags === LZO) return unpackLzo1x(bytes, PAGE_BYTES) ?? 'lzo';
    if (flags === SNAPPY) return unpackSnappy(bytes, PAGE_BYTES) ?? 'snappy';
    if (flags === ZSTD) return unpackZstd(bytes, PAGE_BYTES) ?? 'zstd';
    if (flags !== ZLIB) return bytes;
    try {
      return await this.#layout.inflate(bytes, PAGE_BYTES);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  #fault(pfn: number, what: string): void {
    this.problem ??= imageProblems.kdumpPage(this.#name, `0x${(BigInt(pfn) * 4096n).toString(16)}`, what);
  }
}

/** A page's place in the file (struct page_desc). */
interface Described extends Span {
  readonly flags: number;
}

function describe(bytes: Uint8Array): Described {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    offset: Number(view.getBigUint64(0, true)),
    bytes: view.getUint32(8, true),
    flags: view.getUint32(12, true),
  };
}
