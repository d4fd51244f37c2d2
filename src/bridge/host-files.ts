import type { JoinedMachine } from '../formats/join-machine.ts';
import { openMachines } from '../formats/open-machines.ts';
import type { OpenOptions } from '../formats/open-source.ts';
import { recordedMachine } from '../workloads/recorded.ts';
import { workloadOfTrace } from '../workloads/traced-run.ts';
import { whyNotAsWritten } from '../workloads/why-not-as-written.ts';
import type { Workload } from '../workloads/workload.ts';
import type { FileSource, JoinedInfo, Problem } from './calls.ts';
import { cr3Of } from './cr3-of.ts';
import { blobSource } from './host-source.ts';

/** A machine out of files, and what they say together; what is wrong; undefined: cancelled. */
export type OpenedFiles = { readonly workload: Workload; readonly joined: JoinedInfo } | Problem | undefined;

/** Opens the files of a source as one machine; a trace among them becomes its run. */
export async function openFiles(
  source: FileSource,
  chunks: (blob: Blob) => AsyncIterable<Uint8Array>,
  options: Omit<OpenOptions, 'cr3'>,
): Promise<OpenedFiles> {
  const cr3 = cr3Of(source.cr3);
  if (typeof cr3 === 'object') return cr3;
  const files = [source, ...(source.also ?? [])];
  const read = await openMachines(
    files.map(({ name, blob }) => blobSource(name, blob, chunks)),
    { ...options, cr3 },
  );
  if ('cancelled' in read) return undefined;
  if (!read.ok) return read.problem;
  const [first, ...others] = read.machines;
  const { machine, trace, warnings } = first;
  const { leaves, directMapBase, pagingLevels, cBit, note, tables } = machine;
  const otherwise = machine.run && whyNotAsWritten(machine.run);
  if (otherwise !== undefined) return notAsWritten(first.name, otherwise);
  const about = { title: first.name, note, warnings, startStep: 0, startAt: undefined };
  const run = { operations: trace?.operations ?? [], phases: trace?.marks ?? [] };
  const aside = [
    ...others.flatMap(({ name, parts }) =>
      parts.map((part, i) => ({
        name: part.name,
        why:
          i === 0
            ? 'it is another machine, or another moment of this one: “What changed” compares the two'
            : `it belongs to ${name}`,
      })),
    ),
    ...read.aside,
  ];
  const workload =
    machine.run === undefined
      ? recordedMachine(leaves, { directMapBase, pagingLevels, cBit }, about, tables, run)
      : workloadOfTrace(machine.run, warnings);
  return { workload, joined: infoOf(first, aside) };
}

function infoOf({ parts, findings, iomem, unmappedRam, trace }: JoinedMachine, aside: JoinedInfo['aside']): JoinedInfo {
  return {
    parts,
    findings,
    aside,
    image: iomem?.image ?? [],
    unmappedRam: iomem === undefined ? undefined : unmappedRam,
    unresolved: trace?.unresolved ?? 0,
  };
}

const notAsWritten = (name: string, reason: string): Problem => ({
  title: `${name} is not as it was written`,
  detail: `It holds a run and the leaves that the run begins with, and ${reason}.`,
  excerpt: [],
  remedy: 'Open the file as it was saved, whole and unchanged.',
});
