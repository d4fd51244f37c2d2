import { createHash } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

function projectAbove(folder) {
  return existsSync(join(folder, 'package.json')) ? folder : projectAbove(dirname(folder));
}

/** The project's folder, absolute; also when this file runs as a part of a bundle in .cache/. */
export const root = projectAbove(dirname(fileURLToPath(import.meta.url)));

function* filesUnder(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) yield [path, stat];
  else for (const name of readdirSync(path).sort()) yield* filesUnder(join(path, name));
}

/** A short key of files and folders (relative to the project): it changes when a file's name, size or time does. */
export function keyOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths)
    for (const [file, stat] of filesUnder(join(root, path)))
      hash.update(`${relative(root, file)}\0${stat.size}\0${stat.mtimeMs}\n`);
  return hash.digest('hex').slice(0, 16);
}
