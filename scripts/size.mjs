// Prints what the built page weighs: gzip as a static host would send it.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from './fresh.mjs';

const dist = join(root, 'dist');
const kinds = new Map();
for (const name of readdirSync(dist, { recursive: true })) {
  const file = join(dist, name);
  if (!statSync(file).isFile()) continue;
  const bytes = readFileSync(file);
  const kind = extname(file).slice(1) || 'other';
  const sum = kinds.get(kind) ?? { files: 0, raw: 0, gzip: 0 };
  kinds.set(kind, {
    files: sum.files + 1,
    raw: sum.raw + bytes.length,
    gzip: sum.gzip + gzipSync(bytes, { level: 9 }).length,
  });
}
const kB = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
for (const [kind, { files, raw, gzip }] of [...kinds].sort())
  console.log(`${kind.padEnd(6)} ${files} files  ${kB(raw).padStart(10)}  gzip ${kB(gzip).padStart(10)}`);
