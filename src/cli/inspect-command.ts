import { diagnose, machineFromLeaves, profileFor } from '../engine/index.ts';
import { type Inspected, inspectJson, inspectText } from './inspect-text.ts';
import { openFile } from './open-file.ts';
import { InputError } from './read-input.ts';
import { cr3Of, UsageError } from './replay-arguments.ts';
import type { Output } from './run-command.ts';

/** Text of --help. */
const HELP = `Reads a machine from a file and says what keeps its direct map in pieces.

  npm run --silent inspect -- FILE... [--cr3 HEX] [--json]
      FILE: any file with a machine in it (see docs/formats.md), plain or gzip.
      --cr3: where the page tables of raw physical memory are.
      --json: one JSON object a file, one a line.

Exit code: 0 good, 2 wrong usage or a file that cannot be read.`;

/** The command `inspect`; returns its exit code: 0, or 2 (wrong usage, unreadable file). */
export async function inspectCommand(args: readonly string[], output: Output): Promise<0 | 2> {
  try {
    if (args.includes('--help') || args.includes('-h')) {
      output.out(HELP);
      return 0;
    }
    const { files, cr3, json } = inspectArguments(args);
    for (const [index, file] of files.entries()) {
      const inspected = await inspect(file, cr3);
      if (json) output.out(JSON.stringify(inspectJson(inspected)));
      else for (const line of [...(index > 0 ? [''] : []), ...inspectText(inspected)]) output.out(line);
    }
    return 0;
  } catch (error) {
    if (error instanceof UsageError) output.err(`inspect: ${error.message}. See: npm run --silent inspect -- --help`);
    else if (error instanceof InputError) output.err(`inspect: ${error.message}`);
    else throw error;
    return 2;
  }
}

async function inspect(path: string, cr3: bigint | undefined): Promise<Inspected> {
  const opened = await openFile(path, cr3);
  const machine = machineFromLeaves(opened.leaves, opened, profileFor({ policy: 'none', globalFix: false }));
  return { name: path, opened, ram: machine.ram, diagnosis: diagnose(machine) };
}

function inspectArguments(args: readonly string[]) {
  const files: string[] = [];
  let cr3: string | undefined;
  let json = false;
  for (let i = 0; i < args.length; i++) {
    if (args[i] === '--json') json = true;
    else if (args[i] === '--cr3') {
      if (i + 1 === args.length) throw new UsageError('--cr3 needs a value');
      cr3 = args[++i];
    } else if (args[i].startsWith('-')) throw new UsageError(`there is no option ${args[i]}`);
    else files.push(args[i]);
  }
  if (files.length === 0) throw new UsageError('no file is given');
  return { files, cr3: cr3Of(cr3), json };
}
