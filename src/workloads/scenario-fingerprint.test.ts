import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { unzippedText } from '../bridge/gunzip.ts';
import { recordingFrom } from '../bridge/host-assets.ts';
import { fingerprint, profileFor, Run } from '../engine/index.ts';
import { CHOICES } from '../testing/arbitrary-runs.ts';
import { SCENARIOS } from './scenarios.ts';

const asset = async (path: string): Promise<string> =>
  unzippedText(new Blob([await readFile(new URL(`../../public/${path}`, import.meta.url))]));

it.each(SCENARIOS)(
  '[RUN-13] $id: the same fingerprint straight and gone back to, under every policy',
  async (scenario) => {
    const workload = await scenario.load(5, { recording: (name) => recordingFrom(name, asset) });
    const ends = CHOICES.map((choice) => {
      const run = new Run(workload.start(profileFor(choice)), workload.operations);
      const half = run.steps >> 1;
      run.advance(half);
      const straight = fingerprint(run);
      run.advance(run.steps);
      const atEnd = fingerprint(run);
      run.seek(half);
      expect(fingerprint(run)).toBe(straight);
      run.seek(run.steps);
      expect(fingerprint(run)).toBe(atEnd);
      return atEnd;
    });
    expect(new Set(ends).size).toBeGreaterThan(1);
  },
);
