import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type GoldenTrace, readGoldenTrace } from '../formats/golden-trace.ts';
import { readText } from './read-input.ts';
import { replayTrace } from './replay-trace.ts';

const FOLDER = fileURLToPath(new URL('../../fixtures/traces/', import.meta.url));

function traceOf(kernel: string, file: string): GoldenTrace {
  const read = readGoldenTrace(file, readText(`${FOLDER}${kernel}/${file}`));
  if (!read.ok) throw new Error(read.problem.detail);
  return read.value;
}

describe('recorded traces on the engine', () => {
  const kernels = ['K1', 'K2', 'K2-nofix', 'K3'];
  for (const kernel of kernels) {
    const files = readdirSync(`${FOLDER}${kernel}`).filter((name) => name.endsWith('.jsonl.gz'));

    it(`[REPLAY-1] ${kernel}: after every operation everything recorded is equal (${files.length} files)`, () => {
      const different = files.flatMap((file) =>
        replayTrace(traceOf(kernel, file)).map(({ operation, differences }) => [file, operation, ...differences]),
      );
      expect(different.slice(0, 3)).toEqual([]);
      expect(files.length).toBeGreaterThan(40);
    }, 120_000);
  }
});

describe('replayTrace', () => {
  const trace = traceOf('K2', 's44_np_global_loss.jsonl.gz');

  const changed = (index: number, change: Partial<GoldenTrace['operations'][number]>): GoldenTrace => ({
    ...trace,
    operations: trace.operations.map((operation, i) => (i === index ? { ...operation, ...change } : operation)),
  });

  it('[REPLAY-2] an operation that the engine does not know is a mismatch', () => {
    const [mismatch] = replayTrace(changed(4, { op: 'frobnicate' }));
    expect(mismatch.operation).toBe('4 frobnicate 600 1');
    expect(mismatch.differences[0]).toBe('return code: recorded 0, engine -95');
  });

  it.each([
    ['a return code', { rc: -22 }, 'return code'],
    ['leaf counts', { directMap: [0, 0, 0] }, 'DirectMap'],
    ['events', { deltaEvents: [0, 0, 0, 0] }, 'splits of 2M'],
    ['CPA statistics', { cpaStats: [0, 0, 0, 0, 0, 0, 0] }, 'cpa_stats'],
    ['flushes', { flushes: [9, 0, 0, 0] }, 'flush'],
    ['PFNs', { pfnBad: 1 }, 'entries with another PFN'],
    ['leaves', { runs: [] }, 'leaf 0'],
    ['tracked tables', { tables: [] }, 'table 0'],
  ])('notices other %s', (_, change, what) => {
    const mismatches = replayTrace(changed(2, change));
    expect(mismatches.map(({ operation }) => operation)).toEqual(['2 ro 600 1']);
    expect(mismatches[0].differences).toHaveLength(1);
    expect(mismatches[0].differences[0].startsWith(what)).toBe(true);
  });

  it('notices one bit of the raw entry of a page that is not present', () => {
    const { runs } = trace.operations[0];
    const wrong = runs.map((run) => (run.raw === undefined ? run : { ...run, raw: '800ffffeffda7063' }));
    expect(replayTrace(changed(0, { runs: wrong }))[0].differences[0]).toContain('800ffffeffda7062');
  });

  it('[REPLAY-2] a range that leaves the window is refused before the engine is asked', () => {
    const target = { kind: 'window', start: 524287, pages: 2 } as const;
    expect(replayTrace(changed(4, { target, rc: -34 }))).toHaveLength(1);
    expect(replayTrace(changed(4, { target, rc: 0 }))[0].differences[0]).toBe('return code: recorded 0, engine -34');
  });
});
