import { POLICY_NAMES, policyChoice } from '../x86/policies.ts';
import type { PolicyChoice } from '../x86/set-memory.ts';
import { STDIN } from './read-input.ts';

/** A command line that makes no sense; the message says why. */
export class UsageError extends Error {}

/** What the command line of `replay` asks for. */
export type ReplayArguments =
  | { readonly kind: 'help' }
  | { readonly kind: 'traces'; readonly files: readonly string[] }
  | {
      readonly kind: 'machine';
      readonly machine: string;
      readonly events: string;
      readonly untraced: string | undefined;
      readonly until: string | undefined;
      readonly expect: string;
      /** For raw physical memory. */
      readonly cr3: bigint | undefined;
      readonly choice: PolicyChoice;
    };

/** Text of --help. */
export const REPLAY_HELP = `Replays recordings of real kernels on the engine and compares.

  npm run --silent replay -- FILE...
      FILE: a recorded trace (.jsonl or .jsonl.gz). Its header names the policy. After every operation
      the return code, the counters and every leaf of the window with all its bits are compared; of
      split_mapping, what does not depend on the pages that it got. A file that cannot be read, or not to
      its end, counts as one mismatch more, and the others still run.

  npm run --silent replay -- --machine BEFORE --events EVENTS --policy POLICY
                             [--untraced FILE] [--until MARK] [--cr3 HEX] --expect AFTER
      Applies the events recorded on the direct map of the machine BEFORE and compares size, RW, NX,
      GLOBAL and cache mode of every leaf with AFTER. BEFORE, AFTER: any file with a machine
      in it: ptdump, info tlb of QEMU, memory image, direct-map JSON. EVENTS: a trace as text (ftrace or
      perf script, see docs/formats.md), or passes as JSON lines.
      --policy: none, rfc-merge, collapse; collapse-on-free and batched, which are proposed and in
      no kernel.
      --untraced: pages made read-only before the first event. --until: only the events before the
      first mark whose name begins with MARK. --cr3: where the page tables of raw physical memory are.

Every file may be gzip. The last line is: replayed F files, O operations, M mismatches
Exit code: 0 no mismatch, 1 mismatches, 2 wrong usage or a file that cannot be read.
`;

const OPTIONS = ['--machine', '--events', '--policy', '--untraced', '--until', '--expect', '--cr3'];

/** Reads the arguments after the program's name. Throws UsageError. */
export function replayArguments(args: readonly string[]): ReplayArguments {
  if (args.includes('--help') || args.includes('-h')) return { kind: 'help' };
  const options = new Map<string, string>();
  const files: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const argument = args[i];
    if (!argument.startsWith('-') || argument === STDIN) files.push(argument);
    else if (!OPTIONS.includes(argument)) throw new UsageError(`there is no option ${argument}`);
    else if (options.has(argument)) throw new UsageError(`${argument} is given twice`);
    else if (i + 1 === args.length) throw new UsageError(`${argument} needs a value`);
    else options.set(argument, args[++i]);
  }
  if (options.size === 0) {
    if (files.length === 0) throw new UsageError('no file is given');
    return { kind: 'traces', files };
  }
  if (files.length > 0) throw new UsageError(`${files[0]}: traces and --machine do not go together`);
  const needed = (name: string): string => {
    const value = options.get(name);
    if (value === undefined) throw new UsageError(`${name} is missing`);
    return value;
  };
  const wanted = needed('--policy');
  const policy = POLICY_NAMES.find((name) => name === wanted);
  if (policy === undefined) throw new UsageError(`--policy is ${wanted}, known are ${POLICY_NAMES.join(', ')}`);
  return {
    kind: 'machine',
    machine: needed('--machine'),
    events: needed('--events'),
    untraced: options.get('--untraced'),
    until: options.get('--until'),
    expect: needed('--expect'),
    cr3: cr3Of(options.get('--cr3')),
    choice: policyChoice(policy),
  };
}

/** The value of --cr3. Throws UsageError. */
export function cr3Of(text: string | undefined): bigint | undefined {
  if (text === undefined) return undefined;
  const digits = /^(?:0x)?([0-9a-f]{1,16})$/i.exec(text)?.[1];
  if (digits === undefined) throw new UsageError(`--cr3 is ${text}, expected hex digits such as 0x1c0a000`);
  return BigInt(`0x${digits}`);
}
