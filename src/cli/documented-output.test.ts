import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../testing/project-files.ts';
import { diffCommand } from './diff-command.ts';
import { inspectCommand } from './inspect-command.ts';
import { replayCommand } from './replay-command.ts';
import type { Output } from './run-command.ts';
import { schedulesCommand } from './schedules-command.ts';
import { simulateCommand } from './simulate-command.ts';

const COMMANDS: Readonly<Record<string, (args: readonly string[], output: Output) => Promise<number>>> = {
  inspect: inspectCommand,
  diff: diffCommand,
  replay: replayCommand,
  schedules: schedulesCommand,
  simulate: (args, output) => simulateCommand(args, output, join(ROOT, 'public/recordings')),
};

/** Where the files of the examples are. */
const FOLDERS: readonly (readonly [file: RegExp, folder: string])[] = [
  [/^s\d\d_.*\.jsonl\.gz$/, 'fixtures/traces/K2'],
  [/^(?:direct-map|dmap-events|untraced-ro).*\.json/, 'fixtures/captures/K2/frag'],
  [/\.(?:ptdump-kernel|qemu-info-(?:tlb|mem)\.txt)(?:\.gz)?$/, 'fixtures/captures/K1/frag'],
];

const folderOf = (argument: string): string | undefined => FOLDERS.find(([file]) => file.test(argument))?.[1];

/** Every example of docs/cli.md: a command line after "$ ", and the lines that it prints. */
function examples(): { line: string; printed: string }[] {
  const text = readFileSync(join(ROOT, 'docs/cli.md'), 'utf8').replace(/ \\\n +/g, ' ');
  return [...text.matchAll(/^ {4}\$ (npm run --silent .+)\n((?:(?! {4}\$ )(?: {4}.*)?\n)*)/gm)].map(
    ([, line, block]) => ({
      line: line as string,
      printed: (block as string).replace(/^ {4}/gm, '').trimEnd(),
    }),
  );
}

describe('docs/cli.md', () => {
  it('has an example of each command', () => {
    const shown = new Set(examples().map(({ line }) => line.split(' ')[3]));
    expect([...shown].sort()).toEqual(Object.keys(COMMANDS).sort());
  });

  it.each(examples())('prints what it says: $line', async ({ line, printed }) => {
    const [, , , name, , ...words] = line.split(' ');
    const args = words.map((word) => {
      const folder = folderOf(word);
      return folder === undefined ? word : join(ROOT, folder, word);
    });
    const out: string[] = [];
    const output = { out: (text: string) => out.push(text), err: (text: string) => out.push(text) };
    await COMMANDS[name as string]?.(args, output);
    const folders = [...new Set(FOLDERS.map(([, folder]) => `${join(ROOT, folder)}/`))];
    const text = folders.reduce((all, folder) => all.replaceAll(folder, ''), out.join('\n'));
    expect(text).toBe(printed);
  });
});
