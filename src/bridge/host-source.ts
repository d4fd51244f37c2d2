import type { OpenSource } from '../formats/open-source.ts';

/** The user's file as the door to all formats takes it; `chunks` gives its bytes unzipped. */
export const blobSource = (
  name: string,
  blob: Blob,
  chunks: (blob: Blob) => AsyncIterable<Uint8Array>,
): OpenSource => ({
  name,
  size: blob.size,
  slice: async (from, to) => new Uint8Array(await blob.slice(from, to).arrayBuffer()),
  chunks: () => chunks(blob),
});
