import type { RandomAccess } from './open-source.ts';

const BLOCK = 65536;

/** A stream's bytes in memory, to be read in any order; blocks of zeros are not kept. */
export class CollectedBytes implements RandomAccess {
  size = 0;
  /** Bytes that are held in memory. */
  heldBytes = 0;
  readonly #blocks = new Map<number, Uint8Array>();
  #last = new Uint8Array(BLOCK);

  /** Appends the next bytes. */
  push(chunk: Uint8Array): void {
    for (let from = 0; from < chunk.length; ) {
      const at = this.size % BLOCK;
      const part = chunk.subarray(from, from + BLOCK - at);
      this.#last.set(part, at);
      from += part.length;
      this.size += part.length;
      if (this.size % BLOCK === 0) this.#keepLast(this.size / BLOCK - 1);
    }
  }

  async slice(from: number, to: number): Promise<Uint8Array> {
    const end = Math.min(to, this.size);
    const bytes = new Uint8Array(Math.max(0, end - from));
    for (let at = from; at < end; ) {
      const block = Math.floor(at / BLOCK);
      const blockEnd = Math.min(end, (block + 1) * BLOCK);
      const held = block === Math.floor(this.size / BLOCK) ? this.#last : this.#blocks.get(block);
      if (held !== undefined) bytes.set(held.subarray(at - block * BLOCK, blockEnd - block * BLOCK), at - from);
      at = blockEnd;
    }
    return bytes;
  }

  #keepLast(block: number): void {
    const words = new Float64Array(this.#last.buffer);
    if (words.some((word) => word !== 0) || this.#last.some((byte) => byte !== 0)) {
      this.#blocks.set(block, this.#last);
      this.heldBytes += BLOCK;
      this.#last = new Uint8Array(BLOCK);
    }
  }
}
