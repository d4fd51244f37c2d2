import { inspectCommand } from './inspect-command.ts';
import { runCommand } from './run-command.ts';

await runCommand(inspectCommand);
