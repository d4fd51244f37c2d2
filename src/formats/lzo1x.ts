const LITERALS_BEFORE = 4;
const FAR = 16384;

/**
 * Unpacks one block of LZO1X (the stream format is told in the kernel's Documentation/staging/lzo.rst) of at most
 * `maxBytes`; undefined when it is broken or longer.
 */
export function unpackLzo1x(packed: Uint8Array, maxBytes: number): Uint8Array | undefined {
  const reader = new Lzo1x(packed, maxBytes);
  return reader.unpack() ? reader.bytes : undefined;
}

class Lzo1x {
  readonly #packed: Uint8Array;
  readonly #out: Uint8Array;
  #at = 0;
  #length = 0;
  /** Literals that the last instruction copied; LITERALS_BEFORE after a run of them. */
  #state = 0;

  constructor(packed: Uint8Array, maxBytes: number) {
    this.#packed = packed;
    this.#out = new Uint8Array(maxBytes);
  }

  get bytes(): Uint8Array {
    return this.#out.subarray(0, this.#length);
  }

  /** True when the end mark was met with all bytes used. */
  unpack(): boolean {
    const first = this.#packed[0] ?? 0;
    if (first > 17) {
      this.#at = 1;
      const literals = first - 17;
      if (!this.#literals(literals)) return false;
      this.#state = Math.min(literals, LITERALS_BEFORE);
    }
    while (this.#at < this.#packed.length) {
      const step = this.#instruction(this.#byte());
      if (step === 'end') return this.#at === this.#packed.length;
      if (!step) return false;
    }
    return false;
  }

  #instruction(code: number): boolean | 'end' {
    if (code >= 64) {
      const length = code >= 128 ? 5 + ((code >> 5) & 3) : 3 + ((code >> 5) & 1);
      return this.#match((this.#byte() << 3) + ((code >> 2) & 7) + 1, length, code & 3);
    }
    if (code >= 32) {
      const length = this.#long(code & 31, 31) + 2;
      const distance = this.#word();
      return this.#match((distance >> 2) + 1, length, distance & 3);
    }
    if (code >= 16) {
      const length = this.#long(code & 7, 7) + 2;
      const word = this.#word();
      const distance = FAR + ((code & 8) << 11) + (word >> 2);
      return distance === FAR ? 'end' : this.#match(distance, length, word & 3);
    }
    if (this.#state === 0) {
      const literals = this.#long(code, 15) + 3;
      this.#state = LITERALS_BEFORE;
      return this.#literals(literals);
    }
    const near = (this.#byte() << 2) + (code >> 2) + 1;
    return this.#state === LITERALS_BEFORE ? this.#match(near + 2048, 3, code & 3) : this.#match(near, 2, code & 3);
  }

  /** A length that goes on in bytes of zero when its bits are zero. */
  #long(bits: number, most: number): number {
    if (bits !== 0) return bits;
    let length = most;
    while (this.#packed[this.#at] === 0) {
      length += 255;
      this.#at++;
    }
    return length + this.#byte();
  }

  #match(distance: number, length: number, literals: number): boolean {
    const from = this.#length - distance;
    if (from < 0 || this.#length + length > this.#out.length) return false;
    for (let i = 0; i < length; i++) this.#out[this.#length + i] = this.#out[from + i] as number;
    this.#length += length;
    this.#state = literals;
    return this.#literals(literals);
  }

  #literals(count: number): boolean {
    if (this.#at + count > this.#packed.length || this.#length + count > this.#out.length) return false;
    this.#out.set(this.#packed.subarray(this.#at, this.#at + count), this.#length);
    this.#at += count;
    this.#length += count;
    return true;
  }

  #word(): number {
    return this.#byte() | (this.#byte() << 8);
  }

  /** The next byte; past the end 0, and then the end is noticed after the instruction. */
  #byte(): number {
    return this.#packed[this.#at++] ?? 0;
  }
}
