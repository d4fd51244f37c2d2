/// <reference lib="webworker" />

import { unzippedChunks, unzippedText } from './gunzip.ts';
import { createHost } from './host.ts';
import { inflate } from './inflate.ts';
import type { Request } from './messages.ts';

declare const self: DedicatedWorkerGlobalScope;

/** The first message tells where the page's files lie; every other one is a request. */
let assetsUrl = '';

const host = createHost({
  post: (response, transfer) => self.postMessage(response, transfer),
  asset: async (path, signal) => {
    const response = await fetch(new URL(path, assetsUrl), { signal });
    if (!response.ok) throw new Error(`${path} could not be loaded: ${response.status}`);
    return unzippedText(await response.blob());
  },
  chunks: unzippedChunks,
  inflate,
  pause: () => new Promise((resolve) => setTimeout(resolve)),
});

self.onmessage = ({ data }: MessageEvent<Request | { readonly assetsUrl: string }>) => {
  if ('assetsUrl' in data) assetsUrl = data.assetsUrl;
  else host.hear(data);
};
