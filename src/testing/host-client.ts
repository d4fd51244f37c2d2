import { readFile } from 'node:fs/promises';
import { type Client, createClient } from '../bridge/client.ts';
import { unzippedChunks, unzippedText } from '../bridge/gunzip.ts';
import { createHost } from '../bridge/host.ts';
import { inflate } from '../bridge/inflate.ts';
import type { Response } from '../bridge/messages.ts';

/** A client on a host in this thread; files that ship with the program are read from public/. */
export function hostClient(): Client {
  let listener: (response: Response) => void = () => undefined;
  const host = createHost({
    post: (response) => queueMicrotask(() => listener(structuredClone(response))),
    asset: async (path) => unzippedText(new Blob([await readFile(new URL(`../../public/${path}`, import.meta.url))])),
    chunks: unzippedChunks,
    inflate,
    pause: () => new Promise((resolve) => setTimeout(resolve)),
  });
  return createClient({
    post: (request) => host.hear(request),
    listen: (heard) => {
      listener = heard;
    },
  });
}
