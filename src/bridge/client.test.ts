import { expect, it } from 'vitest';
import { Cancelled, createClient } from './client.ts';
import type { Request, Response } from './messages.ts';

function fakePort() {
  const posted: Request[] = [];
  let listener: (response: Response) => void = () => undefined;
  const client = createClient({
    post: (request) => posted.push(request),
    listen: (heard) => {
      listener = heard;
    },
  });
  return { client, posted, answer: (response: Response) => listener(response) };
}

const view = { gibs: new Uint32Array(), order: 0 };

it('an answer reaches the request it belongs to, in any order', async () => {
  const { client, answer } = fakePort();
  const first = client.request('scenarios', {});
  const second = client.request('choose', { choice: { policy: 'none', globalFix: false } });
  answer({ id: 2, result: 'second' });
  answer({ id: 1, result: 'first' });
  expect(await first).toBe('first');
  expect(await second).toBe('second');
});

it('the newest of seek, view and inspect wins: the older one is cancelled', async () => {
  const { client, posted, answer } = fakePort();
  const older = client.request('seek', { step: 1, from: 0, view });
  const newer = client.request('seek', { step: 2, from: 0, view });
  await expect(older).rejects.toBeInstanceOf(Cancelled);
  expect(posted).toContainEqual({ id: 1, cancel: true });
  answer({ id: 1, result: 'late' });
  answer({ id: 2, result: 'new' });
  expect(await newer).toBe('new');
});

it('a request that changes what is open is asked to stop, and its answer says whether it did', async () => {
  const { client, posted, answer } = fakePort();
  const abort = new AbortController();
  const parts: number[] = [];
  const source = { kind: 'scenario', id: 'x', seed: 1 } as const;
  const ask = () =>
    client.request(
      'open',
      { source, choice: undefined, userCalls: [] },
      { signal: abort.signal, onProgress: ({ part }) => parts.push(part) },
    );
  const stopped = ask();
  const tooLate = ask();
  answer({ id: 1, progress: { part: 0.5, what: 'half' } });
  abort.abort();
  expect(posted.slice(-2)).toEqual([
    { id: 1, cancel: true },
    { id: 2, cancel: true },
  ]);
  answer({ id: 1, cancelled: true });
  answer({ id: 2, result: 'opened' });
  await expect(stopped).rejects.toBeInstanceOf(Cancelled);
  expect(await tooLate).toBe('opened');
  expect(parts).toEqual([0.5]);
});

it('a failure in the worker rejects with its message', async () => {
  const { client, answer } = fakePort();
  const request = client.request('undoCall', {});
  answer({ id: 1, error: 'nothing is open' });
  await expect(request).rejects.toThrow('nothing is open');
});
