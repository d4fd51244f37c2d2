const OFFSET = { hi: 0xcbf29ce4, lo: 0x84222325 };
/** Low part of the prime 2^40 + 0x1b3. */
const PRIME_LOW = 0x1b3;
const WORD = 2 ** 32;

/** FNV-1a with 64 bits over integers, each taken as eight bytes, two's complement, lowest byte first. */
export class FnvHash {
  #hi = OFFSET.hi;
  #lo = OFFSET.lo;

  /** Takes an integer of at most 53 bits in. */
  add(value: number): void {
    this.#addWord(value >>> 0);
    this.#addWord(Math.floor(value / WORD) >>> 0);
  }

  /** 16 hex digits. */
  get hex(): string {
    return this.#hi.toString(16).padStart(8, '0') + this.#lo.toString(16).padStart(8, '0');
  }

  #addWord(word: number): void {
    let hi = this.#hi;
    let lo = this.#lo;
    for (let shift = 0; shift < 32; shift += 8) {
      lo = (lo ^ ((word >>> shift) & 255)) >>> 0;
      const low = lo * PRIME_LOW;
      // 2^40 moves the low half into the high one, by 8 bits.
      hi = (Math.imul(hi, PRIME_LOW) + Math.floor(low / WORD) + (lo << 8)) >>> 0;
      lo = low >>> 0;
    }
    this.#hi = hi;
    this.#lo = lo;
  }
}
