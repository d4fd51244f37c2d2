import { type Compared, diffMachines, diffSide, diffText, summariseDiff } from '../engine/index.ts';
import { diffJson } from './diff-json.ts';
import { openFile } from './open-file.ts';
import { readOptions } from './options.ts';
import { nameOf, shownPath } from './read-input.ts';
import { cr3Of, UsageError } from './replay-arguments.ts';
import type { Output } from './run-command.ts';
import { runNamed } from './run-named.ts';

const HELP = `Says what differs between two machines, or between two moments of one.

  npm run --silent diff -- A B [--cr3 HEX] [--json]
      A, B: any files with a machine in them (see docs/formats.md), plain or gzip, also of different formats.
      Compared are size, RW, NX, GLOBAL, USER and cache mode of every present leaf; ACCESSED and DIRTY are the CPU's.
      --cr3: where the page tables of raw physical memory are.
      --json: one JSON object; "changes" has every stretch of pages that differs.

Exit code: 0 no difference, 1 differences, 2 wrong usage or a file that cannot be read.`;

/** The command `diff`; returns its exit code: 0 (equal), 1 (differences) or 2 (wrong usage, unreadable file). */
export function diffCommand(args: readonly string[], output: Output): Promise<0 | 1 | 2> {
  return runNamed('diff', HELP, args, output, async () => {
    const { files, values, flags } = readOptions(args, { values: ['--cr3'], flags: ['--json'] });
    const [a, b, more] = files;
    if (a === undefined || b === undefined || more !== undefined)
      throw new UsageError(`two files are needed, ${files.length} given`);
    const cr3 = cr3Of(values.get('--cr3'));
    const [before, after] = [await openFile(a, cr3), await openFile(b, cr3)];
    const diff = diffMachines(before.leaves, after.leaves);
    const named = nameOf(a) === nameOf(b) ? shownPath : nameOf;
    const compared: Compared = {
      before: diffSide(named(a), before.format, before.leaves),
      after: diffSide(named(b), after.format, after.leaves),
      diff,
      summary: summariseDiff(diff),
    };
    if (flags.has('--json')) output.out(JSON.stringify(diffJson(compared)));
    else for (const line of diffText(compared)) output.out(line);
    return diff.count === 0 ? 0 : 1;
  });
}
