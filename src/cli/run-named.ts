import { InputError } from './read-input.ts';
import { UsageError } from './replay-arguments.ts';
import type { Output } from './run-command.ts';

/**
 * Runs a command's work: answers --help, and turns wrong usage and files that cannot be read into a line on stderr
 * and exit code 2. Other errors are the program's own and go on.
 */
export async function runNamed<Code extends number>(
  name: string,
  help: string,
  args: readonly string[],
  output: Output,
  work: () => Promise<Code>,
): Promise<Code | 0 | 2> {
  if (args.includes('--help') || args.includes('-h')) {
    output.out(help);
    return 0;
  }
  try {
    return await work();
  } catch (error) {
    if (error instanceof UsageError) output.err(`${name}: ${error.message}. See: npm run --silent ${name} -- --help`);
    else if (error instanceof InputError) output.err(`${name}: ${error.message}`);
    else throw error;
    return 2;
  }
}
