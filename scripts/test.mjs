// npm test: every check, each with its name and time. Goes on after a failure, so that one run tells everything.
// Leaves the counts of what really ran in .cache/test-counts.json.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './fresh.mjs';

const COUNTS = join(root, '.cache/test-counts.json');
const UNIT = join(root, '.cache/unit.json');
const E2E = join(root, '.cache/e2e.json');

const BIOME = 'node_modules/@biomejs/biome/bin/biome';
const TSC = 'node_modules/typescript/bin/tsc';
const SCREEN = process.env.CI ? 'dot' : 'list';

const STAGES = [
  { name: 'format', runs: [[BIOME, 'check', '--linter-enabled=false', '.']] },
  { name: 'lint', runs: [[BIOME, 'lint', '--error-on-warnings', '.']] },
  { name: 'types', runs: ['pure', 'web', 'node'].map((part) => [TSC, '-p', `tsconfig.${part}.json`]) },
  { name: 'unused code', runs: [['node_modules/knip/bin/knip.js']] },
  {
    name: 'unit tests',
    runs: [['node_modules/vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=json', `--outputFile=${UNIT}`]],
  },
  { name: 'build', runs: [['node_modules/vite/bin/vite.js', 'build', '--logLevel=warn'], ['scripts/size.mjs']] },
  {
    name: 'end-to-end tests',
    needs: 'build',
    runs: [['node_modules/@playwright/test/cli.js', 'test', `--reporter=${SCREEN},json`]],
  },
];

const env = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: E2E };
if (!process.stdout.isTTY) env.NO_COLOR = '1';
const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

function runStage({ runs }) {
  return runs.every((args) => {
    const done = spawnSync(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] });
    if (done.error) console.error(done.error.message);
    return done.status === 0;
  });
}

const read = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined);

/** What the two runners say they ran: { passed, failed, skipped }. */
function counts() {
  const unit = read(UNIT);
  const e2e = read(E2E)?.stats;
  return {
    passed: (unit?.numPassedTests ?? 0) + (e2e?.expected ?? 0),
    failed: (unit?.numFailedTests ?? 0) + (e2e?.unexpected ?? 0) + (e2e?.flaky ?? 0),
    skipped: (unit?.numPendingTests ?? 0) + (unit?.numTodoTests ?? 0) + (e2e?.skipped ?? 0),
  };
}

mkdirSync(join(root, '.cache'), { recursive: true });
for (const file of [COUNTS, UNIT, E2E]) rmSync(file, { force: true });
const began = performance.now();
const failures = [];
const summary = [];
for (const stage of STAGES) {
  const since = performance.now();
  console.log(`\n--- ${stage.name}`);
  const left = failures.includes(stage.needs);
  const good = !left && runStage(stage);
  if (!good) failures.push(stage.name);
  const line = `${good ? 'ok    ' : 'FAILED'} ${stage.name}, ${left ? `not run: ${stage.needs} failed` : seconds(since)}`;
  summary.push(line);
  console.log(line);
}
const result = counts();
// A failed stage that ran no failing test (format, types, a broken config) counts as one failure.
const quiet = failures.length > 0 && result.failed === 0 ? failures.length : 0;
if (result.passed + result.failed === 0) failures.push('no test ran');
result.failed += quiet;
writeFileSync(COUNTS, JSON.stringify(result));
console.log(`\n--- all, ${seconds(began)}\n${summary.join('\n')}`);
console.log(`tests: ${result.passed} passed, ${result.failed} failed, ${result.skipped} skipped`);
process.exit(failures.length === 0 && result.failed === 0 ? 0 : 1);
