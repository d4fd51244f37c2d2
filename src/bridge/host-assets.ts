import { readDirectMapJson } from '../formats/direct-map-json.ts';
import { readDmapEvents } from '../formats/dmap-events.ts';
import type { Read } from '../formats/problem.ts';
import { readUntracedJson } from '../formats/untraced-json.ts';
import type { Recording } from '../workloads/workload.ts';

/** Reads a recording that ships with the program; throws when it is broken, since then the program is. */
export async function recordingFrom(name: string, asset: (path: string) => Promise<string>): Promise<Recording> {
  const folder = `recordings/${name}`;
  const [before, untraced, events] = await Promise.all([
    asset(`${folder}/before.json`),
    asset(`${folder}/untraced.json`),
    asset(`${folder}/events.jsonl.gz`),
  ]);
  const { passes, marks } = shipped(readDmapEvents(name, events));
  return {
    leaves: shipped(readDirectMapJson(name, before)).leaves,
    untracedRo: shipped(readUntracedJson(name, untraced)),
    passes: passes.map((pass) => ({ kind: 'pass', ...pass })),
    marks,
  };
}

function shipped<T>(read: Read<T>): T {
  if (!read.ok) throw new Error(`${read.problem.title}: ${read.problem.detail}`);
  return read.value;
}
