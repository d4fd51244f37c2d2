import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** A file that cannot be used; the message names it and says what to do. */
export class InputError extends Error {}

/** Bytes of a file, unpacked when it is gzip by content. Throws InputError. */
export function readBytes(path: string): Uint8Array {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new InputError(`${path} cannot be read: ${reason(error)}`);
  }
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes);
  } catch (error) {
    throw new InputError(`${path} is gzip, but broken or cut off: ${reason(error)}`);
  }
}

/** Text of a file (UTF-8), unpacked when it is gzip. Throws InputError. */
export const readText = (path: string): string => new TextDecoder().decode(readBytes(path));

/** Name of a file for messages. */
export const nameOf = (path: string): string => basename(path);

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));
