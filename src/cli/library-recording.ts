import { join } from 'node:path';
import { readDirectMapJson } from '../formats/direct-map-json.ts';
import { readDmapEvents } from '../formats/dmap-events.ts';
import { readUntracedJson } from '../formats/untraced-json.ts';
import type { Recording } from '../workloads/workload.ts';
import { goodOf } from './open-file.ts';
import { readText } from './read-input.ts';

/** A recording of the library, from the folder that holds them. Throws InputError. */
export function libraryRecording(folder: string, name: string): Recording {
  const text = (file: string): string => readText(join(folder, name, file));
  const { passes, marks } = goodOf(readDmapEvents(name, text('events.jsonl.gz')));
  return {
    leaves: goodOf(readDirectMapJson(name, text('before.json'))).leaves,
    untracedRo: goodOf(readUntracedJson(name, text('untraced.json'))),
    passes: passes.map((pass) => ({ kind: 'pass', ...pass })),
    marks,
  };
}
