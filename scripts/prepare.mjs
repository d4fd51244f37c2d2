// Runs before anything else, with Node alone: is Node new enough, and is node_modules what the lock file says?
// Prints to stderr only, so that a command's own output stays clean. Syntax is kept old on purpose.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const readJson = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'));

function fail(message) {
  process.stderr.write(`\n${message}\n\n`);
  process.exit(1);
}

function checkNode() {
  const wanted = readJson('package.json').engines.node.replace('>=', '').split('.').map(Number);
  const have = process.versions.node.split('.').map(Number);
  if (have[0] > wanted[0] || (have[0] === wanted[0] && have[1] >= wanted[1])) return;
  fail(
    `Recoalesce needs Node.js ${wanted.join('.')} or newer; this is ${process.versions.node} (${process.execPath}).\n` +
      'Get it from https://nodejs.org/en/download, or with nvm: nvm install 22 && nvm use 22\n' +
      'Then run the same command again.',
  );
}

/** Compares the lock file with what npm recorded about its last complete install. */
function installed() {
  const record = 'node_modules/.package-lock.json';
  if (!existsSync(join(root, record))) return false;
  const have = readJson(record).packages;
  const wanted = readJson('package-lock.json').packages;
  return Object.keys(wanted).every((path) => {
    if (path === '' || (wanted[path].optional && !have[path])) return true;
    return have[path] !== undefined && have[path].integrity === wanted[path].integrity;
  });
}

function install() {
  process.stderr.write('Installing what package-lock.json names (npm ci) ...\n');
  const npm = process.env.npm_execpath;
  const args = ['ci', '--no-audit', '--no-fund'];
  const options = { cwd: root, stdio: ['ignore', 2, 2] };
  const done = npm
    ? spawnSync(process.execPath, [npm].concat(args), options)
    : spawnSync('npm', args, Object.assign({ shell: process.platform === 'win32' }, options));
  if (done.status === 0) return;
  fail(
    `npm ci failed${done.error ? ` (${done.error.message})` : ''}. It needs the npm registry (or your mirror of it) once.\n` +
      'Check the network or proxy (npm config get registry), then run the same command again.',
  );
}

checkNode();
if (!installed()) install();
