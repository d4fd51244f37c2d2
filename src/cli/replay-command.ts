import { readUntracedJson } from '../formats/untraced-json.ts';
import { goodOf, openFile, withOpenFile } from './open-file.ts';
import { readEvents } from './read-events.ts';
import { InputError, nameOf, readText } from './read-input.ts';
import { REPLAY_HELP, type ReplayArguments, replayArguments, UsageError } from './replay-arguments.ts';
import { replayFile } from './replay-file.ts';
import { operationsUntil, replayMachine } from './replay-machine.ts';

import type { Output } from './run-command.ts';

const SHOWN_PER_FILE = 5;
const SHOWN_DIFFERENCES = 20;

/** The command `replay`; returns its exit code: 0, 1 (mismatches) or 2 (wrong usage, unreadable file). */
export async function replayCommand(args: readonly string[], output: Output): Promise<0 | 1 | 2> {
  try {
    const asked = replayArguments(args);
    if (asked.kind === 'help') {
      output.out(REPLAY_HELP.trimEnd());
      return 0;
    }
    const { files, operations, mismatches, faults } =
      asked.kind === 'traces' ? await replayTraces(asked.files, output) : await replayEvents(asked, output);
    output.out(`replayed ${files} files, ${operations} operations, ${mismatches} mismatches`);
    if (faults > 0) return 2;
    return mismatches === 0 ? 0 : 1;
  } catch (error) {
    if (error instanceof UsageError) output.err(`replay: ${error.message}. See: npm run --silent replay -- --help`);
    else if (error instanceof InputError) output.err(`replay: ${error.message}`);
    else throw error;
    return 2;
  }
}

interface Totals {
  readonly files: number;
  readonly operations: number;
  /** A file that cannot be read to its end counts as one. */
  readonly mismatches: number;
  readonly faults: number;
}

async function replayTraces(files: readonly string[], output: Output): Promise<Totals> {
  let operations = 0;
  let mismatches = 0;
  let faults = 0;
  for (const file of files) {
    let shown = 0;
    const replayed = await replayFile(file, ({ operation, differences }) => {
      if (shown++ >= SHOWN_PER_FILE) return;
      output.out(`${file}: operation ${operation}`);
      for (const difference of differences) output.out(`  ${difference}`);
    });
    if (shown > SHOWN_PER_FILE) output.out(`${file}: ${shown - SHOWN_PER_FILE} more operations differ`);
    operations += replayed.operations;
    mismatches += replayed.mismatches;
    if (replayed.fault === undefined) continue;
    output.err(`replay: ${replayed.fault}`);
    faults++;
  }
  return { files: files.length, operations, mismatches: mismatches + faults, faults };
}

async function replayEvents(asked: ReplayArguments & { kind: 'machine' }, output: Output): Promise<Totals> {
  const { before, events } = await withOpenFile(asked.machine, asked.cr3, async (machine) => ({
    before: machine,
    events: await readEvents(asked.events, machine),
  }));
  const { operations: all, marks, warnings } = events;
  const operations = asked.until === undefined ? all : operationsUntil(all, marks, asked.until);
  if (operations === undefined) {
    const names = marks.map(({ name }) => `"${name}"`).join(', ');
    throw new InputError(`${asked.events} has no mark that begins with "${asked.until}"; it has ${names || 'none'}`);
  }
  for (const warning of warnings) output.err(`replay: ${warning}`);
  const untraced =
    asked.untraced === undefined ? [] : goodOf(readUntracedJson(nameOf(asked.untraced), readText(asked.untraced)));
  const expected = await openFile(asked.expect, asked.cr3);
  const differences = replayMachine({ before, untraced, operations, expected, choice: asked.choice });
  for (const difference of differences.slice(0, SHOWN_DIFFERENCES)) output.out(difference);
  if (differences.length > SHOWN_DIFFERENCES) output.out(`${differences.length - SHOWN_DIFFERENCES} more differ`);
  return { files: 1, operations: untraced.length + operations.length, mismatches: differences.length, faults: 0 };
}
