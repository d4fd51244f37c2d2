import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import process from 'node:process';
import { createGunzip } from 'node:zlib';
import type { OpenSource } from '../formats/open-source.ts';
import { pipeSource } from './pipe-source.ts';
import { InputError, nameOf, STDIN, whyNotRead } from './read-input.ts';

const CHUNK_BYTES = 512 * 1024;

/** Opens a file, lets `work` read it as the door to all formats does, and closes it. Throws InputError. */
export async function withFileSource<T>(path: string, work: (source: OpenSource) => Promise<T>): Promise<T> {
  if (path === STDIN) return work(pipeSource(nameOf(path), process.stdin));
  let file: FileHandle;
  try {
    file = await open(path);
  } catch (error) {
    throw new InputError(whyNotRead(path, error));
  }
  try {
    const stat = await file.stat();
    if (stat.isDirectory()) throw new InputError(whyNotRead(path, { code: 'EISDIR' }));
    const { size } = stat;
    if (size === 0) return await work(pipeSource(nameOf(path), file.createReadStream({ highWaterMark: CHUNK_BYTES })));
    const slice = (from: number, to: number): Promise<Uint8Array> => sliceOf(file, from, Math.min(to, size));
    return await work({ name: nameOf(path), size, slice, chunks: () => unzipped(path, file, slice) });
  } finally {
    await file.close();
  }
}

async function sliceOf(file: FileHandle, from: number, to: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(Math.max(0, to - from));
  return bytes.subarray(0, await filled(file, bytes, from));
}

/** Bytes of a file in order, each chunk read while the one before it is worked on. */
async function* inOrder(file: FileHandle): AsyncGenerator<Uint8Array> {
  const buffers = [new Uint8Array(CHUNK_BYTES), new Uint8Array(CHUNK_BYTES)];
  let at = 0;
  const next = (): Promise<number> => filled(file, buffers[at & 1], at++ * CHUNK_BYTES);
  let reading = next();
  try {
    for (;;) {
      const length = await reading;
      if (length === 0) return;
      const chunk = buffers[(at - 1) & 1].subarray(0, length);
      reading = length < CHUNK_BYTES ? Promise.resolve(0) : next();
      yield chunk;
    }
  } finally {
    await reading.catch(() => 0); // the file is closed only when nobody reads it
  }
}

/** Reads bytes from an offset on until `bytes` is full or the file ends; how many there were. */
async function filled(file: FileHandle, bytes: Uint8Array, from: number): Promise<number> {
  let length = 0;
  while (length < bytes.length) {
    const { bytesRead } = await file.read(bytes, length, bytes.length - length, from + length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return length;
}

async function* unzipped(
  path: string,
  file: FileHandle,
  slice: (from: number, to: number) => Promise<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const [first, second] = await slice(0, 2);
  if (first !== 0x1f || second !== 0x8b) {
    yield* inOrder(file);
    return;
  }
  const stream = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  const unpacked = createGunzip({ chunkSize: CHUNK_BYTES });
  stream.on('error', (error) => unpacked.destroy(error));
  try {
    yield* stream.pipe(unpacked);
  } finally {
    stream.destroy();
  }
}
