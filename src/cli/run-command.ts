import process from 'node:process';

/** Where a command writes its lines. */
export interface Output {
  out(line: string): void;
  err(line: string): void;
}

/** Runs a command with the process's arguments and streams, and sets the exit code. A reader that goes away (`| head`) ends it. */
export async function runCommand(command: (args: readonly string[], output: Output) => Promise<number>): Promise<void> {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
  process.exitCode = await command(process.argv.slice(2), {
    out: (line) => process.stdout.write(`${line}\n`),
    err: (line) => process.stderr.write(`${line}\n`),
  });
}
