import type { Port } from '../bridge/client.ts';
import type { Request, Response } from '../bridge/messages.ts';

/** A port to a worker of its own, which ends with `stop`: what it had not answered stays without an answer. */
export interface WorkerPort extends Port {
  stop(): void;
}

/** Starts the engine's worker; `assetsUrl` is the address that the page's own files lie under. */
export function startWorker(assetsUrl: string): WorkerPort {
  const worker = new Worker(new URL('../bridge/engine.worker.ts', import.meta.url), { type: 'module', name: 'engine' });
  worker.postMessage({ assetsUrl });
  return {
    post: (request: Request) => worker.postMessage(request),
    listen: (listener) => {
      worker.addEventListener('message', ({ data }: MessageEvent<Response>) => listener(data));
    },
    stop: () => worker.terminate(),
  };
}
