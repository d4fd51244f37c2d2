import { inflateSync } from 'node:zlib';
import { openMachine } from '../formats/open-machine.ts';
import type { OpenOptions, OpenSource } from '../formats/open-source.ts';
import type { OpenResult } from '../formats/opened-machine.ts';

/** Nobody watches and nobody cancels. */
export const QUIET: OpenOptions = {
  cr3: undefined,
  progress: () => undefined,
  cancelled: () => false,
  pause: async () => undefined,
  inflate: async (packed, maxOutputLength) => inflateSync(packed, { maxOutputLength }),
};

/** A file in memory that is not packed, read in chunks of `chunkBytes`. */
export const bytesSource = (name: string, bytes: Uint8Array, chunkBytes = 10_000): OpenSource => ({
  name,
  size: bytes.length,
  slice: async (from, to) => bytes.subarray(from, to),
  async *chunks() {
    for (let from = 0; from < bytes.length; from += chunkBytes) yield bytes.subarray(from, from + chunkBytes);
  },
});

/** Opens a file in memory, through the door to all formats. */
export const openBytes = (
  bytes: Uint8Array,
  options: Partial<OpenOptions> = {},
  chunkBytes?: number,
): Promise<OpenResult> => openMachine(bytesSource('web07', bytes, chunkBytes), { ...QUIET, ...options });
