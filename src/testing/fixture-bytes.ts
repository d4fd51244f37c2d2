import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { ROOT } from './project-files.ts';

/** A file under fixtures/, unpacked when its name ends in .gz. */
export function fixtureBytes(path: string): Uint8Array {
  const bytes = readFileSync(join(ROOT, 'fixtures', path));
  return new Uint8Array(path.endsWith('.gz') ? gunzipSync(bytes) : bytes);
}

/** The same as text. */
export const fixtureText = (path: string): string => Buffer.from(fixtureBytes(path)).toString('utf8');
