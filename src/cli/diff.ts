import { diffCommand } from './diff-command.ts';
import { runCommand } from './run-command.ts';

await runCommand(diffCommand);
