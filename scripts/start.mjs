// npm start: builds when the sources changed, serves dist/ and prints the address. PORT and HOST may be set.
import { join } from 'node:path';
import { buildDist } from './build.mjs';
import { root } from './fresh.mjs';
import { serve } from './serve.mjs';

const wanted = Number(process.env.PORT ?? 4173);
const host = process.env.HOST ?? '127.0.0.1';
if (!Number.isInteger(wanted) || wanted < 0 || wanted > 65535) {
  process.stderr.write(`PORT must be a number from 0 to 65535, not "${process.env.PORT}".\n`);
  process.exit(1);
}
await buildDist();
const { port } = await serve({ folder: join(root, 'dist'), port: wanted, host });
if (wanted !== 0 && port !== wanted) console.log(`Port ${wanted} is busy.`);
console.log(`Recoalesce is at http://${host.includes(':') ? `[${host}]` : host}:${port}/ (Ctrl+C ends it)`);
