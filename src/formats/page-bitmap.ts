const CHUNK_BYTES = 512;

/** A bitmap of pages with the number of set bits before each place, to find a page's descriptor. */
export class PageBitmap {
  readonly #bytes: Uint8Array;
  /** Set bits before each chunk. */
  readonly #before: Float64Array;
  readonly count: number;

  /** Only the first `pageCount` bits count. */
  constructor(bytes: Uint8Array, pageCount: number) {
    this.#bytes = new Uint8Array(bytes.subarray(0, Math.ceil(pageCount / 8)));
    if (pageCount % 8 !== 0) {
      const last = this.#bytes.length - 1;
      this.#bytes[last] = (this.#bytes[last] as number) & ((1 << (pageCount % 8)) - 1);
    }
    this.#before = new Float64Array(Math.ceil(this.#bytes.length / CHUNK_BYTES));
    let count = 0;
    for (let chunk = 0; chunk < this.#before.length; chunk++) {
      this.#before[chunk] = count;
      count += this.#bitsIn(chunk * CHUNK_BYTES, (chunk + 1) * CHUNK_BYTES);
    }
    this.count = count;
  }

  /** Number of set bits before the page's; undefined when its own is clear. */
  rank(pfn: number): number | undefined {
    const at = Math.floor(pfn / 8);
    const bit = pfn % 8;
    const byte = this.#bytes[at] ?? 0;
    if (!((byte >> bit) & 1)) return undefined;
    const chunk = Math.floor(at / CHUNK_BYTES);
    return (this.#before[chunk] as number) + this.#bitsIn(chunk * CHUNK_BYTES, at) + bitsOf(byte & ((1 << bit) - 1));
  }

  #bitsIn(from: number, to: number): number {
    let bits = 0;
    for (let i = from; i < Math.min(to, this.#bytes.length); i++) bits += BITS[this.#bytes[i] as number] as number;
    return bits;
  }
}

const BITS = Uint8Array.from({ length: 256 }, (_, byte) => {
  let bits = 0;
  for (let rest = byte; rest > 0; rest >>= 1) bits += rest & 1;
  return bits;
});

const bitsOf = (byte: number): number => BITS[byte] as number;
