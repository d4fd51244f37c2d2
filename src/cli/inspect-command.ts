import {
  type Diagnosed,
  diagnose,
  diagnosisText,
  machineFromLeaves,
  mostlyGlobal,
  policyWins,
  profileFor,
  Run,
  touchingCalls,
} from '../engine/index.ts';
import { type JoinedMachine, joinParts, type NamedPart } from '../formats/join-machine.ts';
import { noMap } from '../formats/open-machines.ts';
import type { OpenedMachine } from '../formats/opened-machine.ts';
import { directMapJsonText } from '../formats/write-direct-map-json.ts';
import { leavesCsv } from '../formats/write-leaves-csv.ts';
import { ptdumpText } from '../formats/write-ptdump.ts';
import { operationName } from '../workloads/operation-text.ts';
import { findingsText } from './findings-text.ts';
import { infoMemJson, infoMemText } from './inspect-info-mem.ts';
import { inspectJson } from './inspect-json.ts';
import { openFile, openPartsOf, problemText } from './open-file.ts';
import { readOptions } from './options.ts';
import { InputError } from './read-input.ts';
import { cr3Of, UsageError } from './replay-arguments.ts';
import type { Output } from './run-command.ts';

/** Text of --help. */
const HELP = `Reads a machine from a file and says what keeps its direct map in pieces.

  npm run --silent inspect -- FILE... [--cr3 HEX] [--json | --write json|ptdump|csv]
      FILE: any file with a machine in it (see docs/formats.md), plain or gzip; beside it /proc/meminfo,
        /proc/vmstat, /proc/iomem, \`info mem\` or a trace of the same machine, which are compared with it;
        of a trace the calls on tables that are in pieces are named.
      --cr3: where the page tables of raw physical memory are.
      --json: one JSON object a machine, one a line.
      --write: prints the machine instead, as JSON or ptdump text that can be opened again, or its leaves as CSV.

Exit code: 0 good, 2 wrong usage or a file that cannot be read.`;

/** The command `inspect`; returns its exit code: 0, or 2 (wrong usage, unreadable file). */
export async function inspectCommand(args: readonly string[], output: Output): Promise<0 | 2> {
  try {
    if (args.includes('--help') || args.includes('-h')) {
      output.out(HELP);
      return 0;
    }
    const { files, cr3, json, write } = inspectArguments(args);
    if (write !== undefined) {
      output.out(WRITERS[write](await openFile(files[0] as string, cr3)).trimEnd());
      return 0;
    }
    for (const [index, { asJson, asText }] of inspected(await openPartsOf(files, cr3)).entries())
      for (const line of json ? [JSON.stringify(asJson())] : [...(index > 0 ? [''] : []), ...asText()])
        output.out(line);
    return 0;
  } catch (error) {
    if (error instanceof UsageError) output.err(`inspect: ${error.message}. See: npm run --silent inspect -- --help`);
    else if (error instanceof InputError) output.err(`inspect: ${error.message}`);
    else throw error;
    return 2;
  }
}

interface Inspected {
  readonly asJson: () => object;
  readonly asText: () => readonly string[];
}

/** Every machine with what the files beside it say; without one, what `info mem` holds. Throws InputError. */
function inspected(parts: readonly NamedPart[]): readonly Inspected[] {
  const { machines, aside } = joinParts(parts, true);
  if (machines.length > 0)
    return machines.map((joined) => ({
      asJson: () => ({ ...inspectJson(diagnosed(joined)), parts: joined.parts, findings: joined.findings, aside }),
      asText: () => [...diagnosisText(diagnosed(joined)), ...findingsText(joined.findings, aside)],
    }));
  const others = aside.filter(({ name }) => parts.some((each) => each.name === name && each.part.kind !== 'info-mem'));
  const found = parts.flatMap(({ name, part }) =>
    part.kind === 'info-mem'
      ? {
          asJson: () => ({ ...infoMemJson(name, part.infoMem), aside: others }),
          asText: () => [...infoMemText(name, part.infoMem), ...findingsText([], others)],
        }
      : [],
  );
  if (found.length === 0) throw new InputError(problemText(noMap(parts)));
  return found;
}

/** With a trace its calls on tables that are in pieces are named; the machine stays as it was read. */
function diagnosed({ name, machine: opened, warnings, trace }: JoinedMachine): Diagnosed {
  const machine = machineFromLeaves(opened.leaves, opened, profileFor({ policy: 'none', globalFix: false }));
  const { format, note } = opened;
  const touching = touchingCalls(new Run(machine, trace?.operations ?? []), operationName);
  const found = { diagnosis: diagnose(machine), wins: policyWins(machine), standing: [], touching };
  return { name, format, machine, warnings, note, ...found };
}

const WRITERS = {
  json: directMapJsonText,
  ptdump: ptdumpText,
  csv: ({ leaves, directMapBase }: OpenedMachine) => leavesCsv([leaves], directMapBase, mostlyGlobal(leaves)),
} as const;

function inspectArguments(args: readonly string[]) {
  const { files, values, flags } = readOptions(args, { values: ['--cr3', '--write'], flags: ['--json'] });
  if (files.length === 0) throw new UsageError('no file is given');
  const json = flags.has('--json');
  const write = values.get('--write');
  if (write !== undefined && json) throw new UsageError('--json and --write do not go together');
  if (write !== undefined && files.length > 1) throw new UsageError('--write is for one file');
  if (write !== undefined && !isWriter(write))
    throw new UsageError(`--write is ${write}, known are ${Object.keys(WRITERS).join(', ')}`);
  return { files, cr3: cr3Of(values.get('--cr3')), json, write };
}

const isWriter = (name: string): name is keyof typeof WRITERS => Object.hasOwn(WRITERS, name);
