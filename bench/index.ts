import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { frameTimes } from './frames.ts';

/** npm run bench: a table, then the same as JSON. */
const dist = resolve('dist');
if (!existsSync(dist)) throw new Error('dist/ is missing: run "npm run build" first');
const frames = await frameTimes(dist);
const write = (text: string): void => void process.stdout.write(`${text}\n`);
write('Main-thread time of one frame of the built app, 1920x1080, ms');
write('machine          motion     frames  median   95 %  longest task');
for (const { machine, what, frames: count, medianMs, p95Ms, longestTaskMs } of frames)
  write(
    `${machine.padEnd(16)} ${what.padEnd(10)} ${String(count).padStart(6)}  ${medianMs.toFixed(1).padStart(6)} ${p95Ms.toFixed(1).padStart(6)}  ${longestTaskMs.toFixed(1).padStart(12)}`,
  );
write(JSON.stringify({ frames }));
