import { existsSync } from 'node:fs';
import process from 'node:process';
import { SCENARIOS } from '../workloads/scenarios.ts';
import { Session } from '../workloads/session.ts';
import type { Workload } from '../workloads/workload.ts';
import { POLICY_NAMES, policyChoice } from '../x86/policies.ts';
import type { PolicyChoice } from '../x86/set-memory.ts';
import { fileWorkload } from './file-workload.ts';
import { libraryRecording } from './library-recording.ts';
import { readOptions } from './options.ts';
import { InputError, STDIN } from './read-input.ts';
import { UsageError } from './replay-arguments.ts';
import type { Output } from './run-command.ts';
import { runNamed } from './run-named.ts';
import { simulationJson, simulationText } from './simulation-text.ts';

const HELP = `Runs the calls of a scenario or of a file on the engine, and says what they did to the direct map.

  npm run --silent simulate -- SCENARIO|FILE [--policy POLICY] [--without-patch-1] [--seed N] [--json]
      SCENARIO: one of the library: ${SCENARIOS.map(({ id }) => id).join(', ')}.
      FILE: a run that was saved, or a recorded trace (see docs/formats.md), plain or gzip.
      --policy: ${POLICY_NAMES.join(', ')}; without it the scenario's own.
      --without-patch-1: without the RFC's patch that gives GLOBAL back; for policies that build on it.
      --seed: of a scenario that depends on one; 1 without it.
      --json: one JSON object.

Exit code: 0 good, 2 wrong usage or a file that cannot be read.`;

/** The command `simulate`; returns its exit code. `recordings`: folder with the recordings of the library. */
export function simulateCommand(args: readonly string[], output: Output, recordings: string): Promise<0 | 2> {
  return runNamed('simulate', HELP, args, output, async () => {
    const { what, seed, policy, patch1, json } = simulateArguments(args);
    const { workload, own } = await workloadOf(what, seed, recordings);
    const choice = policyChoice(policy ?? own.policy, patch1 && (policy !== undefined || own.globalFix));
    const session = await Session.start(workload, choice, [], progressOn(process.stderr)).catch((error: unknown) => {
      if (error instanceof RangeError) throw new InputError(`${what} cannot be started: ${error.message}`);
      throw error;
    });
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
    if (session === undefined) throw new Error('the run was stopped');
    if (json) output.out(JSON.stringify(simulationJson(session)));
    else for (const line of simulationText(session)) output.out(line);
    return 0;
  });
}

async function workloadOf(
  what: string,
  seed: number,
  recordings: string,
): Promise<{ readonly workload: Workload; readonly own: PolicyChoice }> {
  const scenario = SCENARIOS.find(({ id }) => id === what);
  if (scenario === undefined) {
    if (what !== STDIN && !existsSync(what))
      throw new InputError(`${what} is no scenario of the library (--help lists them), and there is no such file`);
    return fileWorkload(what);
  }
  const workload = await scenario.load(seed, { recording: async (name) => libraryRecording(recordings, name) });
  return { workload, own: scenario.policy };
}

/** Says how far a long run is, on a terminal alone. */
function progressOn(stream: NodeJS.WriteStream): (executed: number, steps: number) => Promise<boolean> {
  return async (executed, steps) => {
    if (stream.isTTY)
      stream.write(`\r${executed.toLocaleString('en-US')} of ${steps.toLocaleString('en-US')} steps\x1b[K\r`);
    return true;
  };
}

function simulateArguments(args: readonly string[]) {
  const { files, values, flags } = readOptions(args, {
    values: ['--policy', '--seed'],
    flags: ['--json', '--without-patch-1'],
  });
  const [what, more] = files;
  if (what === undefined || more !== undefined)
    throw new UsageError(`one scenario or file is needed, ${files.length} given`);
  const wanted = values.get('--policy');
  const policy = POLICY_NAMES.find((name) => name === wanted);
  if (wanted !== undefined && policy === undefined)
    throw new UsageError(`--policy is ${wanted}, known are ${POLICY_NAMES.join(', ')}`);
  const seed = values.get('--seed') ?? '1';
  if (!/^\d{1,9}$/.test(seed)) throw new UsageError(`--seed is ${seed}, expected a whole number`);
  return { what, policy, seed: Number(seed), patch1: !flags.has('--without-patch-1'), json: flags.has('--json') };
}
