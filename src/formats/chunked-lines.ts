import { joinedBytes } from './joined-bytes.ts';

const NEWLINE = 10;

/** Cuts bytes that arrive in chunks so that whoever reads them sees lines from their first byte on. */
export class ChunkedLines {
  /** Offset in the file of the first byte that `read` was given last. */
  offset = 0;
  #rest: Uint8Array = new Uint8Array(0);

  /** The unfinished last line; after the last chunk, a line without a newline. */
  get rest(): Uint8Array {
    return this.#rest;
  }

  /** Takes a chunk. `read` gets bytes that begin where a line begins, and gives back where its unfinished line begins. */
  push(chunk: Uint8Array, read: (bytes: Uint8Array) => number): void {
    const newline = this.#rest.length > 0 ? chunk.indexOf(NEWLINE) : -1;
    const head = newline >= 0 ? newline + 1 : this.#rest.length > 0 ? chunk.length : 0;
    if (head > 0) this.#read(joinedBytes(this.#rest, chunk.subarray(0, head)), read);
    if (head < chunk.length) this.#read(chunk.subarray(head), read);
  }

  #read(bytes: Uint8Array, read: (bytes: Uint8Array) => number): void {
    const from = read(bytes);
    this.#rest = bytes.slice(from);
    this.offset += from;
  }
}
