import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keyOf, root } from './fresh.mjs';

const STAMP = join(root, '.cache/dist.key');

/** Builds dist/ unless it already holds these sources. `force` builds anyway. */
export async function buildDist({ force = false, logLevel = 'warn' } = {}) {
  const key = keyOf(['src', 'public', 'index.html', 'vite.config.ts', 'package-lock.json']);
  const built = existsSync(join(root, 'dist/index.html')) && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === key;
  if (built && !force) return;
  const { build } = await import('vite');
  await build({ root, logLevel });
  mkdirSync(join(root, '.cache'), { recursive: true });
  writeFileSync(STAMP, key);
}
