import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { engineResults } from './engine.ts';
import { frameTimes } from './frames.ts';
import { readingTimes } from './reading.ts';
import { responsiveness } from './responsive.ts';
import { treemapTimes } from './treemaps.ts';

/** npm run bench [-- engine frames treemaps reading responsive]: tables, then the same as JSON. Without names all are measured. */
const dist = resolve('dist');
if (!existsSync(dist)) throw new Error('dist/ is missing: run "npm run build" first');
const write = (text: string): void => void process.stdout.write(`${text}\n`);
const number = (value: number | undefined, width: number, digits = 1): string =>
  (value === undefined ? '-' : value.toFixed(digits)).padStart(width);
const chosen = process.argv.slice(2);
const wanted = (name: string): boolean => chosen.length === 0 || chosen.includes(name);
const results: Record<string, unknown> = {};

if (wanted('engine')) {
  const engine = await engineResults();
  write('The engine on 1 TiB under rfc-merge, and the same algorithm in C (bench/cpa.c, -O2); medians of paired runs');
  write('load                             unit           Node   Chromium          C   Node/C  Chromium/C');
  for (const { what, unit, node, chromium, c, nodeToC, chromiumToC } of engine.times)
    write(
      `${what.padEnd(32)} ${unit.padEnd(9)} ${number(node, 9)} ${number(chromium, 10)} ${number(c, 10)} ${number(nodeToC, 8, 2)} ${number(chromiumToC, 11, 2)}`,
    );
  if (engine.times.every(({ c }) => c === undefined))
    write('No C compiler was found (CC, cc, gcc, clang): C was not measured');
  for (const [where, { steps, runMs, medianSeekMs, slowestSeekMs }] of Object.entries(engine.runs)) {
    const seek = (ms: number): string => `${ms.toFixed(1)} ms (1/${(runMs / ms).toFixed(0)} of it)`;
    write(
      `A run of ${steps} calls in ${where}: ${runMs.toFixed(0)} ms; to any step: median ${seek(medianSeekMs)}, slowest ${seek(slowestSeekMs)}`,
    );
  }
  const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;
  write(
    `Memory of the tables of 1 TiB beside the kernel's own: in 2M ${percent(engine.memory.in2m)}, in 4K ${percent(engine.memory.in4k)}`,
  );
  results.engine = engine;
  write('');
}

if (wanted('frames')) {
  const { frames, memory } = await frameTimes(dist);
  write('Main-thread time of one frame of the built app, 1920x1080, ms');
  write('machine          use                frames  median   95 %  longest task  with waits   until drawn');
  for (const { machine, what, frames: count, medianMs, p95Ms, longestTaskMs, longestWallMs, wallMs } of frames)
    write(
      `${machine.padEnd(16)} ${what.padEnd(18)} ${number(count, 6, 0)}  ${number(medianMs, 6)} ${number(p95Ms, 6)}  ${number(longestTaskMs, 12)}  ${number(longestWallMs, 10)}  ${number(wallMs, 12, 0)}`,
    );
  write('');
  write('Memory of the page (heap and typed arrays), MiB');
  write('machine               whole     near');
  for (const { machine, homeMib, zoomedMib } of memory)
    write(`${machine.padEnd(16)} ${number(homeMib, 10)} ${number(zoomedMib, 8)}`);
  results.frames = frames;
  results.memory = memory;
  write('');
}

if (wanted('treemaps')) {
  const treemaps = await treemapTimes();
  write('Treemaps side by side in one Chromium, 1920x1080, ms (- is not finished in a minute, or out of memory)');
  write('cells     name        first picture  full redraw  to ours  to a copy');
  const redrawOf = (wantedName: string, wantedCells: number): number | undefined =>
    treemaps.find(({ name, cells }) => name === wantedName && cells === wantedCells)?.redrawMs;
  for (const { name, cells, firstMs, redrawMs } of treemaps) {
    const to = (other: string): number | undefined => {
      const ms = redrawOf(other, cells);
      return ms && redrawMs && redrawMs / ms;
    };
    write(
      `${String(cells).padStart(6)}    ${name.padEnd(10)} ${number(firstMs, 14)} ${number(redrawMs, 12, 2)} ${number(to('ours'), 8)} ${number(to('copy'), 10)}`,
    );
  }
  results.treemaps = treemaps;
}

if (wanted('reading')) {
  const reading = await readingTimes();
  write('');
  write(
    'Reading files in Node until the leaves of the direct map are there, beside node:readline that only counts characters; medians of paired runs',
  );
  write('file                                   MB      ms    MB/s  readline ms  times faster  by processor time');
  for (const { what, megabytes, ms, readlineMs, faster, fasterByCpu } of reading)
    write(
      `${what.padEnd(34)} ${number(megabytes, 6, 0)} ${number(ms, 7, 0)} ${number((megabytes / ms) * 1000, 7, 0)} ${number(readlineMs, 12, 0)} ${number(faster, 13)} ${number(fasterByCpu, 18)}`,
    );
  write(
    'Of a core only the page tables are read. It has no lines to compare, and what else reads one cannot be run on it: gdb-pt-dump needs a running QEMU, drgn a kernel with debug information',
  );
  results.reading = reading;
}

if (wanted('responsive')) {
  const responsive = await responsiveness(dist);
  write('');
  write(
    'The page while the worker reads a file: from a key to the end of the next frame, and tasks of the main thread, ms',
  );
  write('file                          opened  keys   median  longest  longest task  with waits  over 50');
  for (const { what, openedMs, keys, medianKeyMs, longestKeyMs, longestTaskMs, longestWallMs, longTasks } of responsive)
    write(
      `${what.padEnd(26)} ${number(openedMs, 9, 0)} ${number(keys, 5, 0)} ${number(medianKeyMs, 8)} ${number(longestKeyMs, 8)} ${number(longestTaskMs, 13)} ${number(longestWallMs, 11)} ${number(longTasks, 8, 0)}`,
    );
  results.responsive = responsive;
}

write(JSON.stringify(results));
