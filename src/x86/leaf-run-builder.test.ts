import { describe, expect, it } from 'vitest';
import { leafList } from '../testing/leaf-list.ts';
import { LeafRunBuilder } from './leaf-run-builder.ts';
import { endOfRun, equalRuns, type LeafRun, leafColumns, leafCounts } from './leaf-runs.ts';
import { BOOT_4K, BOOT_LARGE } from './prot.ts';

const run = (pfn: number, level: 1 | 2 | 3, count: number): LeafRun => ({
  pfn,
  level,
  prot: level === 1 ? BOOT_4K : BOOT_LARGE,
  count,
});

describe('LeafRunBuilder', () => {
  it('joins a run that continues the last one, and only such a one', () => {
    const builder = new LeafRunBuilder(leafColumns(1));
    for (const next of [run(0, 1, 256), run(256, 1, 256), run(512, 2, 2), run(4096, 2, 1)])
      expect(builder.tryAppend(next)).toBeUndefined();
    const runs = builder.runs();
    expect(leafList(runs)).toEqual([run(0, 1, 512), run(512, 2, 2), run(4096, 2, 1)]);
    expect([0, 1, 2].map((row) => endOfRun(runs, row))).toEqual([512, 1536, 4608]);
    expect(leafCounts(runs)).toEqual([512, 3, 0]);
    expect([builder.length, builder.endPfn]).toEqual([3, 4608]);
  });

  it.each([
    ['overlap', run(100, 1, 1), /out of order or mapped twice/],
    ['misalignment', run(1000, 2, 1), /not aligned/],
    ['no entries', run(1024, 1, 0), /0 entries/],
    ['an end past 52 bits', run(2 ** 40 - 512, 2, 2), /after the last page/],
  ])('refuses %s and appends nothing', (_, next, complaint) => {
    const builder = new LeafRunBuilder();
    builder.tryAppend(run(0, 1, 512));
    expect(builder.tryAppend(next)).toMatch(complaint);
    expect(leafList(builder.runs())).toEqual([run(0, 1, 512)]);
  });

  it('makes equal runs of equal entries, however they come', () => {
    const [pages, large, other] = [new LeafRunBuilder(), new LeafRunBuilder(), new LeafRunBuilder()];
    for (let pfn = 0; pfn < 512; pfn++) pages.append(pfn, 1, BOOT_4K);
    large.append(0, 1, BOOT_4K, 512);
    other.append(0, 1, BOOT_4K, 511);
    expect(equalRuns(pages.runs(), large.runs())).toBe(true);
    expect(equalRuns(pages.runs(), other.runs())).toBe(false);
    expect(equalRuns(pages.runs(), new LeafRunBuilder().runs())).toBe(false);
  });
});
