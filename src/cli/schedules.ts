import { runCommand } from './run-command.ts';
import { schedulesCommand } from './schedules-command.ts';

await runCommand(schedulesCommand);
