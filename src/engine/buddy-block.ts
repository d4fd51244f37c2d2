/** Largest order of a free block: 2^10 pages, 4 MiB (MAX_ORDER; MAX_PAGE_ORDER since 6.8). */
export const MAX_ORDER = 10;
/** Pages of the largest block. */
export const LARGEST_BLOCK = 2 ** MAX_ORDER;
/** Set of orders: all of a largest block is one free block. */
export const WHOLE = 1 << MAX_ORDER;

/**
 * What is free in one block of the largest order. Bit 1 is the whole block, bits 2 and 3 its halves, 4 to 7 their
 * halves, to bit 1024 + n for page n; a bit is set for each free block, never for a part of one. `counts`, free blocks
 * by order, is the allocator's and is kept right.
 */
export class BuddyBlock {
  /** The allocator's epoch in which this copy was made. */
  readonly epoch: number;
  readonly #bits: Uint32Array;

  constructor(epoch: number, bits = new Uint32Array((2 * LARGEST_BLOCK) / 32)) {
    this.epoch = epoch;
    this.#bits = bits;
  }

  /** A block that is free as a whole; it counts as one already. */
  static whole(epoch: number): BuddyBlock {
    const block = new BuddyBlock(epoch);
    block.#bits[0] = 1 << 1;
    return block;
  }

  /** A copy that can be changed. */
  copy(epoch: number): BuddyBlock {
    return new BuddyBlock(epoch, this.#bits.slice());
  }

  /** Orders of which a block is free: bit n is order n. */
  orders(): number {
    let orders = 0;
    for (let order = 0; order <= MAX_ORDER; order++) if (this.#first(order) >= 0) orders |= 1 << order;
    return orders;
  }

  /** First page of the free block that this page is in, and its order; undefined when it is not free. */
  blockOf(page: number): { readonly page: number; readonly order: number } | undefined {
    for (let order = 0; order <= MAX_ORDER; order++)
      if (this.#has(bitOf(page, order))) return { page: page - (page % (1 << order)), order };
    return undefined;
  }

  /** The free blocks, ascending. */
  blocks(): { readonly page: number; readonly order: number }[] {
    const blocks: { page: number; order: number }[] = [];
    const visit = (bit: number, page: number, order: number): void => {
      if (this.#has(bit)) blocks.push({ page, order });
      else if (order > 0) {
        visit(2 * bit, page, order - 1);
        visit(2 * bit + 1, page + (1 << (order - 1)), order - 1);
      }
    };
    visit(1, 0, MAX_ORDER);
    return blocks;
  }

  /** Lowest page of a free block of exactly this order; -1: there is none. */
  firstOf(order: number): number {
    const bit = this.#first(order);
    return bit < 0 ? -1 : (bit - (1 << (MAX_ORDER - order))) << order;
  }

  /** Takes the block of this order at `page` out of the free block of order `from` that holds it. */
  take(page: number, order: number, from: number, counts: Float64Array): void {
    this.#flip(bitOf(page, from));
    counts[from]--;
    for (let half = from - 1; half >= order; half--) {
      this.#flip(bitOf(page, half) ^ 1);
      counts[half]++;
    }
  }

  /** Frees a block and joins it with its buddies; the order of the block that it is now part of. */
  give(page: number, order: number, counts: Float64Array): number {
    let bit = bitOf(page, order);
    let joined = order;
    while (joined < MAX_ORDER && this.#has(bit ^ 1)) {
      this.#flip(bit ^ 1);
      counts[joined]--;
      bit >>= 1;
      joined++;
    }
    this.#flip(bit);
    counts[joined]++;
    return joined;
  }

  /** Some page of the block of this order at `page` is free. */
  isAnyFree(page: number, order: number): boolean {
    if (this.blockOf(page) !== undefined) return true;
    for (let below = order - 1; below >= 0; below--) {
      const end = bitOf(page + (1 << order) - 1, below);
      for (let bit = bitOf(page, below); bit <= end; bit++) if (this.#has(bit)) return true;
    }
    return false;
  }

  #has(bit: number): boolean {
    return (this.#bits[bit >> 5] & (1 << (bit & 31))) !== 0;
  }

  #flip(bit: number): void {
    this.#bits[bit >> 5] ^= 1 << (bit & 31);
  }

  /** Lowest bit of an order that is set, -1: none. */
  #first(order: number): number {
    const first = 1 << (MAX_ORDER - order);
    if (first < 32) {
      for (let bit = first; bit < 2 * first; bit++) if (this.#has(bit)) return bit;
      return -1;
    }
    for (let word = first >> 5; word < (2 * first) >> 5; word++) {
      const bits = this.#bits[word];
      if (bits !== 0) return word * 32 + 31 - Math.clz32(bits & -bits);
    }
    return -1;
  }
}

const bitOf = (page: number, order: number): number => (1 << (MAX_ORDER - order)) + (page >> order);
