import { unzippedChunks } from '../bridge/gunzip.ts';
import { blobSource } from '../bridge/host-source.ts';
import { readDmapEvents } from '../formats/dmap-events.ts';
import { readGoldenTrace } from '../formats/golden-trace.ts';
import { openMachine } from '../formats/open-machine.ts';
import { openMachines } from '../formats/open-machines.ts';
import type { OpenedMachine } from '../formats/opened-machine.ts';
import type { Problem, Read } from '../formats/problem.ts';
import type { ResolvedTrace } from '../formats/trace-passes.ts';
import { readUntracedJson } from '../formats/untraced-json.ts';
import { countedSource, type Work } from './counted-source.ts';
import { BESIDE, type Door, type GoodFile } from './good-files.ts';
import { bytesSource, QUIET } from './open-bytes.ts';

/** What came of opening a file: a message, or what it holds (to be compared) and what is said of it. */
export type OpenedFile =
  | { readonly problem: Problem }
  | {
      readonly problem: undefined;
      readonly value: unknown;
      readonly warnings: readonly string[];
      readonly machine?: OpenedMachine;
      readonly trace?: ResolvedTrace;
    };

const READERS: Readonly<Record<Exclude<Door, 'machine' | 'fact'>, (name: string, text: string) => Read<unknown>>> = {
  'golden-trace': readGoldenTrace,
  'dmap-events': readDmapEvents,
  untraced: readUntracedJson,
};

/** Opens `bytes` in place of a good file, as the page and the commands open it; what is read is added to `work`. */
export async function openedFile(
  { name, door, kind, cr3 }: Pick<GoodFile, 'name' | 'door' | 'kind' | 'cr3'>,
  bytes: Uint8Array,
  work: Work,
): Promise<OpenedFile> {
  if (door !== 'machine' && door !== 'fact') {
    const read = READERS[door](name, Buffer.from(bytes).toString());
    return read.ok ? { problem: undefined, value: read.value, warnings: [] } : { problem: read.problem };
  }
  const packed = kind === 'gzip' || (bytes[0] === 0x1f && bytes[1] === 0x8b);
  const whole = packed
    ? blobSource(name, new Blob([bytes as Uint8Array<ArrayBuffer>]), unzippedChunks)
    : bytesSource(name, bytes, 65_536);
  const source = countedSource(whole, work);
  const options = { ...QUIET, cr3 };
  if (door === 'machine') {
    const opened = await openMachine(source, options);
    if ('cancelled' in opened) throw new Error('nobody cancelled');
    if (!opened.ok) return { problem: opened.problem };
    const { leaves, directMapBase, pagingLevels, run, warnings } = opened.machine;
    const value = { leaves, directMapBase, pagingLevels, run };
    return { problem: undefined, value, warnings, machine: opened.machine };
  }
  const opened = await openMachines([bytesSource('beside', BESIDE), source], options);
  if ('cancelled' in opened) throw new Error('nobody cancelled');
  if (!opened.ok) return { problem: opened.problem };
  const [{ machine, findings, iomem, trace }, ...others] = opened.machines;
  const warnings = [
    ...findings.filter(({ verdict }) => verdict === 'differs').map(({ what }) => what),
    ...opened.aside.map(({ why }) => why),
    ...(trace?.warnings ?? []),
    ...others.map(({ name: other }) => `${other} is another machine`),
  ];
  const value = { findings, iomem, trace: trace?.operations };
  return { problem: undefined, value, warnings, ...(trace ? { machine, trace } : {}) };
}
