import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import type { OpenSource } from '../formats/open-source.ts';
import { InputError, nameOf } from './read-input.ts';

/** Opens a file, lets `work` read it as the door to all formats does, and closes it. Throws InputError. */
export async function withFileSource<T>(path: string, work: (source: OpenSource) => Promise<T>): Promise<T> {
  let file: FileHandle;
  try {
    file = await open(path);
  } catch (error) {
    throw new InputError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  try {
    const { size } = await file.stat();
    const slice = (from: number, to: number): Promise<Uint8Array> => sliceOf(file, from, Math.min(to, size));
    return await work({ name: nameOf(path), size, slice, chunks: () => unzipped(path, slice) });
  } finally {
    await file.close();
  }
}

async function sliceOf(file: FileHandle, from: number, to: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(Math.max(0, to - from));
  let length = 0;
  while (length < bytes.length) {
    const { bytesRead } = await file.read(bytes, length, bytes.length - length, from + length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return bytes.subarray(0, length);
}

async function* unzipped(
  path: string,
  slice: (from: number, to: number) => Promise<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const [first, second] = await slice(0, 2);
  const stream = createReadStream(path, { highWaterMark: 256 * 1024 });
  if (first !== 0x1f || second !== 0x8b) {
    yield* stream;
    return;
  }
  const unpacked = createGunzip({ chunkSize: 256 * 1024 });
  stream.on('error', (error) => unpacked.destroy(error));
  try {
    yield* stream.pipe(unpacked);
  } finally {
    stream.destroy();
  }
}
