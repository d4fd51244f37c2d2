import { dirname, join } from 'node:path';
import process from 'node:process';
import { runCommand } from './run-command.ts';
import { simulateCommand } from './simulate-command.ts';

/** The recordings of the library lie beside this program's sources. */
const recordings = join(dirname(process.argv[1] ?? ''), '../../public/recordings');

await runCommand((args, output) => simulateCommand(args, output, recordings));
