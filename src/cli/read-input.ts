import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** A file that cannot be used; the message names it and says what to do. */
export class InputError extends Error {}

/** Bytes of a file, unpacked when it is gzip by content. Throws InputError. */
export function readBytes(path: string): Uint8Array {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path === STDIN ? '/dev/stdin' : path);
  } catch (error) {
    throw new InputError(whyNotRead(path, error));
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

/** The path that means standard input. */
export const STDIN = '-';

/** A file as it was given. */
export const shownPath = (path: string): string => (path === STDIN ? 'standard input' : path);

/** Name of a file for messages; of what is no file (/dev/fd/63) all of the path. */
export const nameOf = (path: string): string => (path.startsWith('/dev/') ? path : basename(shownPath(path)));

const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder; give the files that are in it',
  EACCES: 'you may not read it; copy it as root, or run this as root',
  EPERM: 'you may not read it; copy it as root, or run this as root',
  ELOOP: 'it is a link that leads to itself',
};

/** The message for a file that cannot be opened. */
export function whyNotRead(path: string, error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  return `${shownPath(path)} cannot be read: ${WHY[code] ?? reason(error)}`;
}

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));
