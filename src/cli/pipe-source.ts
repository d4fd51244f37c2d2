import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { OpenSource } from '../formats/open-source.ts';

/** As many of its first bytes as can be read a second time, when the format is known. */
const KEPT_BYTES = 4 * 1024 * 1024;

/** A stream of bytes (a pipe, a file of /proc) as the door to all formats takes it. */
export function pipeSource(name: string, stream: Readable): OpenSource {
  const bytes = new PipeBytes(stream);
  return {
    name,
    size: 0,
    pipe: true,
    slice: async (from, to) => (await bytes.head()).slice(from, to),
    chunks: () => unzipped(bytes),
  };
}

/** Bytes that come once; the first ones are kept. */
class PipeBytes {
  readonly #chunks: AsyncIterator<Uint8Array>;
  readonly #kept: Uint8Array[] = [];
  #keptBytes = 0;
  /** Chunks that are kept no more. */
  #gone = 0;
  #ended = false;
  #pulling: Promise<void> | undefined;

  constructor(stream: Readable) {
    this.#chunks = stream[Symbol.asyncIterator]();
  }

  /** The first bytes that come together. */
  async head(): Promise<Uint8Array> {
    if (this.#kept.length === 0 && !this.#ended) await this.#pull();
    return this.#kept[0] ?? new Uint8Array(0);
  }

  /** From the first byte on; whoever stops early leaves the rest to the next. */
  async *inOrder(): AsyncGenerator<Uint8Array> {
    for (let at = 0; ; at++) {
      while (at >= this.#gone + this.#kept.length) {
        if (this.#ended) return;
        await this.#pull();
      }
      const chunk = this.#kept[at - this.#gone];
      if (chunk === undefined) throw new Error('a pipe cannot be read twice; save it as a file first');
      yield chunk;
    }
  }

  #pull(): Promise<void> {
    this.#pulling ??= this.#chunks.next().then(
      ({ done, value }) => {
        this.#pulling = undefined;
        if (done) this.#ended = true;
        else this.#keep(value);
      },
      (error: unknown) => {
        this.#pulling = undefined;
        throw error;
      },
    );
    return this.#pulling;
  }

  #keep(chunk: Uint8Array): void {
    this.#kept.push(chunk);
    this.#keptBytes += chunk.length;
    while (this.#keptBytes > KEPT_BYTES && this.#kept.length > 1) {
      this.#keptBytes -= (this.#kept.shift() as Uint8Array).length;
      this.#gone++;
    }
  }
}

async function* unzipped(bytes: PipeBytes): AsyncGenerator<Uint8Array> {
  const [first, second] = await bytes.head();
  if (first !== 0x1f || second !== 0x8b) {
    yield* bytes.inOrder();
    return;
  }
  const stream = Readable.from(bytes.inOrder(), { objectMode: false });
  const unpacked = createGunzip();
  stream.on('error', (error) => unpacked.destroy(error));
  try {
    yield* stream.pipe(unpacked);
  } finally {
    stream.destroy();
  }
}
