import type { OpenSource } from '../formats/open-source.ts';

/** What was read of a file. */
export interface Work {
  /** Slices and chunks that were asked for. */
  asked: number;
  /** Bytes of them; of a packed file the unpacked ones. */
  bytes: number;
}

/** The same source; what is read of it is added to `work`. */
export const countedSource = (source: OpenSource, work: Work): OpenSource => ({
  name: source.name,
  size: source.size,
  slice: async (from, to) => {
    const bytes = await source.slice(from, to);
    work.asked++;
    work.bytes += bytes.length;
    return bytes;
  },
  async *chunks() {
    for await (const chunk of source.chunks()) {
      work.asked++;
      work.bytes += chunk.length;
      yield chunk;
    }
  },
});
