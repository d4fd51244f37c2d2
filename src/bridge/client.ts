import type { CallName, Calls, Progress } from './calls.ts';
import type { Request, Response } from './messages.ts';

/** The part of a Worker that the client needs; tests pass the host itself. */
export interface Port {
  post(request: Request): void;
  listen(listener: (response: Response) => void): void;
}

/** A request that was cancelled, or replaced by a newer one of the same kind. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

export interface RequestOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** Page side of the thread boundary: typed requests, cancellable. */
export interface Client {
  request<N extends CallName>(
    call: N,
    params: Calls[N]['params'],
    options?: RequestOptions,
  ): Promise<Calls[N]['result']>;
}

interface Waiting {
  readonly call: CallName;
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress: ((progress: Progress) => void) | undefined;
}

/**
 * Calls that change nothing, and of which only the newest answer matters: an older one that still waits is dropped.
 * A call that changes what is open is asked to stop instead, and its answer says whether it did.
 */
const NEWEST_WINS: ReadonlySet<CallName> = new Set(['seek', 'view', 'inspect', 'sum', 'find']);

/** Makes a client on a port. */
export function createClient(port: Port): Client {
  const waiting = new Map<number, Waiting>();
  let lastId = 0;

  const cancel = (id: number): void => {
    const entry = waiting.get(id);
    if (entry === undefined) return;
    port.post({ id, cancel: true });
    if (!NEWEST_WINS.has(entry.call)) return;
    waiting.delete(id);
    entry.reject(new Cancelled(`${entry.call} was cancelled`));
  };

  port.listen((response) => {
    const entry = waiting.get(response.id);
    if (entry === undefined) return;
    if ('progress' in response) {
      entry.onProgress?.(response.progress);
      return;
    }
    waiting.delete(response.id);
    if ('result' in response) entry.resolve(response.result as never);
    else if ('error' in response) entry.reject(new Error(response.error));
    else entry.reject(new Cancelled(`${entry.call} was cancelled`));
  });

  return {
    request(call, params, options = {}) {
      if (options.signal?.aborted) return Promise.reject(new Cancelled(`${call} was cancelled`));
      if (NEWEST_WINS.has(call)) for (const [id, entry] of waiting) if (entry.call === call) cancel(id);
      const id = ++lastId;
      return new Promise((resolve, reject) => {
        waiting.set(id, { call, resolve, reject, onProgress: options.onProgress });
        options.signal?.addEventListener('abort', () => cancel(id), { once: true });
        port.post({ id, call, params });
      });
    },
  };
}
