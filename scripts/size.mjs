// Prints what the built page weighs: gzip as a static host would send it, and how much of it the first picture needs.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from './fresh.mjs';

const dist = join(root, 'dist');
const files = readdirSync(dist, { recursive: true })
  .filter((name) => statSync(join(dist, name)).isFile())
  .map((name) => {
    const bytes = readFileSync(join(dist, name));
    return { name: basename(name), bytes, gzip: gzipSync(bytes, { level: 9 }).length };
  });

/** Scripts that a file cannot do without: those of the page, the worker that it starts, and what they import. */
const needed = ({ bytes }) =>
  [...`${bytes}`.matchAll(/(?:src="|href="|from|import|new URL\()\s*["'`]?(?:\.\/|assets\/)*([\w.-]+\.js)/g)].map(
    ([, name]) => name,
  );
const first = new Set(['index.html']);
for (const name of first) for (const next of needed(files.find((file) => file.name === name))) first.add(next);

const kB = (bytes) => `${(bytes / 1000).toFixed(1)} kB`.padStart(10);
const row = (what, some) => {
  const raw = some.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const gzip = some.reduce((sum, file) => sum + file.gzip, 0);
  console.log(`${what.padEnd(20)} ${String(some.length).padStart(2)} files  ${kB(raw)}  gzip ${kB(gzip)}`);
};
const kindOf = ({ name }) => extname(name).slice(1) || 'other';
for (const kind of [...new Set(files.map(kindOf))].sort()) {
  const some = files.filter((file) => kindOf(file) === kind);
  row(kind, some);
  if (kind === 'js')
    row(
      '  for the first view',
      some.filter(({ name }) => first.has(name)),
    );
}
