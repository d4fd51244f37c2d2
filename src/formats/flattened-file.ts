import { imageProblems } from './image-problems.ts';
import type { OpenOptions, RandomAccess } from './open-source.ts';
import { bad, good, type Read } from './problem.ts';
import { readSpans } from './read-spans.ts';

const HEADER_BYTES = 4096;
const RECORD_HEADER_BYTES = 16;
const WINDOW_BYTES = 4 * 1024 * 1024;
/** Hundreds of GiB, as QEMU writes them. */
const MAX_RECORDS = 2 ** 24;
/** Put in order, a file is hardly larger than its pieces; gaps of this size are believed. */
const GAPS_BYTES = 1024 * 1024;
const MOST_RECORD_BYTES = 256 * 1024;

/** Records in the order of writing: where each belongs, where it lies in the flattened file, and its bytes. */
class Records {
  count = 0;
  belongsAt = new Float64Array(1024);
  liesAt = new Float64Array(1024);
  bytes = new Float64Array(1024);

  /** A long piece becomes several: whoever looks for a place then need not look far. */
  append(belongsAt: number, liesAt: number, bytes: number): void {
    for (let from = 0; from < bytes; from += MOST_RECORD_BYTES)
      this.#append(belongsAt + from, liesAt + from, Math.min(MOST_RECORD_BYTES, bytes - from));
  }

  #append(belongsAt: number, liesAt: number, bytes: number): void {
    if (this.count === this.bytes.length) {
      this.belongsAt = twice(this.belongsAt);
      this.liesAt = twice(this.liesAt);
      this.bytes = twice(this.bytes);
    }
    this.belongsAt[this.count] = belongsAt;
    this.liesAt[this.count] = liesAt;
    this.bytes[this.count] = bytes;
    this.count++;
  }
}

/**
 * Reads the records of a flattened file (makedumpfile -F, QEMU dump-guest-memory -z): a file whose pieces lie in the
 * order of writing, so that it can go through a pipe. Gives back the file as it would be put in order; 'cancelled'.
 */
export async function readFlattened(
  name: string,
  file: RandomAccess,
  options: Pick<OpenOptions, 'cancelled' | 'progress'>,
): Promise<Read<RandomAccess> | 'cancelled'> {
  const records = new Records();
  const limit = BigInt(2 * file.size + GAPS_BYTES);
  let window = new Uint8Array(0);
  let windowAt = 0;
  for (let at = HEADER_BYTES; ; ) {
    if (at < windowAt || at + RECORD_HEADER_BYTES > windowAt + window.length) {
      if (options.cancelled()) return 'cancelled';
      options.progress(at);
      window = new Uint8Array(await file.slice(at, at + WINDOW_BYTES));
      windowAt = at;
      if (window.length < RECORD_HEADER_BYTES)
        return bad(imageProblems.cut(name, 'The next piece', at + RECORD_HEADER_BYTES, file.size));
    }
    const view = new DataView(window.buffer, at - windowAt, RECORD_HEADER_BYTES);
    const [belongsAt, bytes] = [view.getBigInt64(0), view.getBigInt64(8)];
    if (belongsAt === -1n) return good(new FlattenedFile(file, records));
    if (belongsAt < 0n || bytes <= 0n || belongsAt + bytes > limit)
      return bad(imageProblems.badHeader(name, 'a piece has an absurd place or size', at));
    const liesAt = at + RECORD_HEADER_BYTES;
    at = liesAt + Number(bytes);
    if (at > file.size) return bad(imageProblems.cut(name, 'A piece', at, file.size));
    if (records.count >= MAX_RECORDS)
      return bad(imageProblems.badHeader(name, `there are more than ${MAX_RECORDS} pieces`, liesAt));
    records.append(Number(belongsAt), liesAt, Number(bytes));
  }
}

/** A flattened file put in order, without writing it: what no piece covers is zero, and of two pieces the later one counts. */
class FlattenedFile implements RandomAccess {
  readonly size: number;
  readonly #file: RandomAccess;
  readonly #records: Records;
  /** Indices of the records in order of where they belong. */
  readonly #order: Uint32Array;
  readonly #longest: number;

  constructor(file: RandomAccess, records: Records) {
    this.#file = file;
    this.#records = records;
    const { belongsAt, bytes, count } = records;
    this.#order = Uint32Array.from({ length: count }, (_, i) => i);
    this.#order.sort((a, b) => (belongsAt[a] as number) - (belongsAt[b] as number));
    let [size, longest] = [0, 0];
    for (let i = 0; i < count; i++) {
      size = Math.max(size, (belongsAt[i] as number) + (bytes[i] as number));
      longest = Math.max(longest, bytes[i] as number);
    }
    this.size = size;
    this.#longest = longest;
  }

  async slice(from: number, to: number): Promise<Uint8Array> {
    const end = Math.min(to, this.size);
    const slice = new Uint8Array(Math.max(0, end - from));
    const parts = this.#recordsIn(from, end).map((record) => {
      const belongsAt = this.#records.belongsAt[record] as number;
      const start = Math.max(from, belongsAt);
      const stop = Math.min(end, belongsAt + (this.#records.bytes[record] as number));
      const offset = (this.#records.liesAt[record] as number) + start - belongsAt;
      return { at: start - from, offset, bytes: stop - start };
    });
    const pieces = await readSpans(this.#file, parts);
    for (const [index, piece] of pieces.entries()) if (piece !== undefined) slice.set(piece, parts[index]?.at);
    return slice;
  }

  /** Records that cover some of these bytes, in the order of writing. */
  #recordsIn(from: number, to: number): number[] {
    const { belongsAt, bytes } = this.#records;
    const order = this.#order;
    let low = 0;
    let high = order.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((belongsAt[order[middle] as number] as number) <= from - this.#longest) low = middle + 1;
      else high = middle;
    }
    const found: number[] = [];
    for (; low < order.length; low++) {
      const record = order[low] as number;
      const start = belongsAt[record] as number;
      if (start >= to) break;
      if (start + (bytes[record] as number) > from) found.push(record);
    }
    return found.sort((a, b) => a - b);
  }
}

function twice(values: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(values.length * 2);
  larger.set(values);
  return larger;
}
