import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder, absolute. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Files under a folder of the project, sorted, relative to the project, that match. */
export function filesUnder(folder: string, matching: RegExp): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && matching.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length).replaceAll('\\', '/'))
    .sort();
}

/** A text file of the project. */
export const readText = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
