import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** bench/cpa.c, compiled. */
export interface CProgram {
  /** Runs it with these arguments and gives back the nanoseconds that it prints; undefined when it cannot. */
  run(...args: readonly (string | number)[]): number | undefined;
  remove(): void;
}

/** Compiles the program with the machine's C compiler at -O2; undefined when there is none. */
export function compileCpa(source: string): CProgram | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'cpa-'));
  const program = join(folder, 'cpa');
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  const compiler = [process.env.CC, 'cc', 'gcc', 'clang'].find(
    (name) => name && spawnSync(name, ['-O2', '-o', program, source], { stdio: 'ignore' }).status === 0,
  );
  if (compiler === undefined) {
    remove();
    return undefined;
  }
  return {
    run(...args) {
      const { status, stdout } = spawnSync(program, args.map(String), { encoding: 'utf8' });
      return status === 0 ? Number(stdout) : undefined;
    },
    remove,
  };
}
