import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type GoldenTrace, readGoldenTrace } from '../formats/golden-trace.ts';
import { PAGES_1G } from '../x86/page.ts';
import { BOOT_LARGE, G, P, type Prot, PSE } from '../x86/prot.ts';
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
    ['leaf counts since boot', { again: { directMap: [0, 0, 0], events: undefined } }, '"ddm"'],
    ['absolute events', { again: { directMap: undefined, events: [0, 0, 0, 0] } }, '"ev"'],
  ])('notices other %s', (_, change, what) => {
    const mismatches = replayTrace(changed(2, change));
    expect(mismatches.map(({ operation }) => operation)).toEqual(['2 ro 600 1']);
    expect(mismatches[0].differences).toHaveLength(1);
    expect(mismatches[0].differences[0].startsWith(what)).toBe(true);
  });

  it('[REPLAY-6] a window may begin in 2M pages, whose tables no split has made', () => {
    const runs = [{ start: 0, level: 2, prot: BOOT_LARGE, count: 1024, raw: undefined }] as const;
    const tables = [0, 262144].map(
      (start) => ({ start, level: 'PMD', tracked: false, sameProt: 0x163 as Prot, nrSameProt: 7 }) as const,
    );
    const header = { ...trace.header, runs, tables };
    const nothing = { ...trace.operations[0], ...header, op: 'bogus', rc: -95 };
    expect(replayTrace({ header, operations: [nothing] })).toEqual([]);
    const other = replayTrace({ header, operations: [{ ...nothing, tables: tables.slice(1) }] });
    expect(other[0].differences).toEqual(['table 0: recorded 262144 PMD untracked, engine 0 PMD untracked']);
  });

  it('[REPLAY-7] a recording may begin at any moment: what was split before counts on', () => {
    for (const file of ['s24_mixed_prot', 's38_all512_ro', 's09_np_p', 's40_all_pmds_ro', 's10_np_p_1G']) {
      const { header, operations } = traceOf('K2', `${file}.jsonl.gz`);
      for (let i = 0; i + 1 < operations.length; i += 1 + Math.floor(operations.length / 20)) {
        const rest = operations.slice(i + 1);
        expect(replayTrace({ header: { ...header, ...operations[i] }, operations: rest })).toEqual([]);
      }
    }
  });

  it('[IMPORT-3] the header says whether GLOBAL is in use, also of a window that is not present', () => {
    const prot = (BOOT_LARGE & ~(P | PSE | G)) as Prot;
    const hidden = { start: 0, level: 3, prot, count: 8, raw: undefined } as const;
    const header = { ...trace.header, windowPages: 8 * PAGES_1G, runs: [hidden], tables: [] };
    const shown = { ...hidden, prot: BOOT_LARGE, count: 1 };
    const target = { kind: 'window', start: 0, pages: PAGES_1G } as const;
    const runs = [shown, { ...hidden, start: PAGES_1G, count: 7 }];
    const [mismatch] = replayTrace({ header, operations: [{ ...header, index: 0, op: 'p', rc: 0, target, runs }] });
    expect(mismatch?.differences.filter((difference) => difference.startsWith('leaf 0'))).toEqual([]);
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

describe('split_mapping, which took other pages when it was recorded', () => {
  const traces = {
    mode0: traceOf('K2', 's90_mode0_64.jsonl.gz'),
    mode1: traceOf('K2', 's91_mode1_4.jsonl.gz'),
    mode2: traceOf('K1', 's92_mode2_1000.jsonl.gz'),
  };
  type Operation = GoldenTrace['operations'][number];

  /** The first differences when one number of the second operation's lists is another. */
  function differencesWith(
    trace: GoldenTrace,
    field: 'cpaStats' | 'flushes' | 'deltaEvents' | 'directMap',
    at: number,
    by: number,
  ): readonly string[] {
    const operations = trace.operations.map((operation, i): Operation => {
      const values = operation[field].map((value, n) => (i === 1 && n === at ? value + by : value));
      return i === 1 ? { ...operation, [field]: values } : operation;
    });
    return replayTrace({ ...trace, operations })[0]?.differences ?? [];
  }

  it.each([
    ['mode0', 'cpaStats', 6, 1, '4K entries installed: recorded 385, engine 384'],
    ['mode2', 'cpaStats', 6, -1, '4K entries installed: recorded 3999, engine 4000'],
    ['mode0', 'cpaStats', 4, 1, 'large pages that had the flags already: recorded 1, engine 0'],
    ['mode0', 'cpaStats', 3, 1, 'decisions to split that split nothing: recorded 1, engine 0'],
    ['mode1', 'cpaStats', 5, 1, 'large pages changed in place: recorded 1, engine 0'],
    ['mode0', 'flushes', 0, 1, 'flush_tlb_all of calls: recorded 129, engine 128'],
    ['mode2', 'flushes', 2, 1, 'ranged flushes: recorded 4000 of 4001 pages, engine 4000 of 4000 pages'],
    ['mode0', 'flushes', 3, 1, 'cpa_flush_all: recorded 1, engine 0'],
    ['mode0', 'directMap', 0, 512, 'DirectMap follows splits and merges: recorded no, engine yes'],
    ['mode0', 'deltaEvents', 2, -1, 'splits that are not merged again: recorded 1, engine 0'],
    ['mode2', 'deltaEvents', 3, 1, 'large pages made: recorded 1, engine 0'],
    ['mode1', 'cpaStats', 6, 1, 'each call visits every page: recorded no, engine yes'],
    ['mode1', 'cpaStats', 3, -500, 'a decision is kept, split, or lost to another CPU: recorded no, engine yes'],
    ['mode1', 'flushes', 0, 5000, 'flush_tlb_all at most once a call: recorded no, engine yes'],
    ['mode1', 'flushes', 1, 5000, 'ranged flushes at most once a call of x or nx: recorded no, engine yes'],
    ['mode1', 'flushes', 2, 1, 'ranged flushes are of all pages: recorded no, engine yes'],
  ] as const)('[REPLAY-4] %s: notices other %s[%i]', (mode, field, at, by, difference) => {
    expect(replayTrace(traces[mode])).toEqual([]);
    expect(differencesWith(traces[mode], field, at, by)).toContain(difference);
  });

  it('[REPLAY-4] the window must be as it was, and the return code the same', () => {
    const [first, ...rest] = traces.mode0.operations;
    const [run] = first.runs;
    const touched = { ...first, rc: -12, runs: [{ ...run, prot: 0x1e1 as never }] };
    const [mismatch] = replayTrace({ ...traces.mode0, operations: [touched, ...rest] });
    expect(mismatch.operation).toBe('0 split_mapping mode 0 64');
    expect(mismatch.differences.map((difference) => difference.split(':')[0])).toEqual(['return code', 'leaf 0']);
  });

  it('[REPLAY-4] what is counted from the header on is counted anew after it', () => {
    const { header, operations } = traceOf('K1', 's01_split1_ro_rw.jsonl.gz');
    const sum = (a: readonly number[], b: readonly number[], less: readonly number[]): number[] =>
      a.map((value, i) => value + b[i] - less[i]);
    const again = { directMap: undefined, events: undefined };
    const [split] = traces.mode2.operations.map((operation) => ({ ...operation, again }));
    const directMap = sum(split.directMap, header.directMap, traces.mode2.header.directMap);
    const after = operations.map((operation, i) => ({
      ...operation,
      again,
      index: i + 1,
      directMap: sum(operation.directMap, directMap, header.directMap),
      deltaEvents: sum(operation.deltaEvents, split.deltaEvents, header.deltaEvents),
    }));
    const mixed = { header, operations: [{ ...split, directMap }, ...after] };
    expect(replayTrace(mixed)).toEqual([]);
    const [first, ...rest] = mixed.operations;
    const wrong = { ...rest[0], deltaEvents: operations[0].deltaEvents };
    expect(replayTrace({ header, operations: [first, wrong, ...rest.slice(1)] })).toHaveLength(1);
  });

  it('[REPLAY-4] one that ran for days is replayed in a moment', () => {
    const { header, operations } = traces.mode1;
    const [first] = operations;
    const target = { ...first.target, milliseconds: 1e9 } as typeof first.target;
    expect(replayTrace({ header, operations: [{ ...first, target }] })).toEqual([]);
  });

  it('[REPLAY-4] a mode that there is not is refused', () => {
    const target = { kind: 'split_mapping', mode: 3, pages: 1, milliseconds: 0 } as const;
    const operations = [{ ...traces.mode0.operations[0], target }];
    expect(replayTrace({ ...traces.mode0, operations })[0].differences[0]).toBe('return code: recorded 0, engine -22');
  });
});
