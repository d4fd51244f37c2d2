// Runs a command of src/cli (or a program of bench/) with Node: bundled once, again only when sources changed.
//   node scripts/cli.mjs src/cli/replay.ts ARGUMENTS
import './prepare.mjs';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldownOptions } from './bundling.mjs';
import { keyOf, root } from './fresh.mjs';

async function bundle(entry, folder) {
  const { build } = await import('vite');
  const half = `${folder}.${process.pid}`;
  await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    build: {
      ssr: join(root, entry),
      outDir: half,
      emptyOutDir: true,
      minify: false,
      target: 'node20',
      rolldownOptions,
    },
  });
  try {
    renameSync(half, folder);
  } catch (error) {
    rmSync(half, { recursive: true, force: true });
    if (!existsSync(folder)) throw error; // else somebody else was faster
  }
}

const [entry, ...args] = process.argv.slice(2);
const sources = ['src', 'bench', 'package-lock.json'].filter((path) => existsSync(join(root, path)));
const name = basename(entry, '.ts');
const cache = join(root, '.cache/cli');
const folder = join(cache, `${name}-${keyOf(sources)}`);
if (!existsSync(folder)) {
  mkdirSync(cache, { recursive: true });
  await bundle(entry, folder);
  for (const other of readdirSync(cache))
    if (other.startsWith(`${name}-`) && join(cache, other) !== folder)
      rmSync(join(cache, other), { recursive: true, force: true });
}
const program = readdirSync(folder).find((file) => file.startsWith(`${name}.`));
const programUrl = pathToFileURL(join(folder, program)).href;
if (process.env.INIT_CWD) process.chdir(process.env.INIT_CWD); // npm goes to the project's folder; paths are the caller's
process.argv = [process.argv[0], join(root, entry), ...args];
await import(programUrl);
