import { describe, expect, it } from 'vitest';
import { pfn } from '../x86/page.ts';
import { BOOT_4K, BOOT_LARGE } from '../x86/prot.ts';
import { appendLeafRun, type LeafRun, leafRunEnd } from './leaf-run.ts';

const run = (page: number, level: 1 | 2 | 3, count: number): LeafRun => ({
  pfn: pfn(page),
  level,
  prot: level === 1 ? BOOT_4K : BOOT_LARGE,
  count,
});

describe('appendLeafRun', () => {
  it('joins a run that continues the last one, and only such a one', () => {
    const runs: LeafRun[] = [];
    for (const next of [run(0, 1, 256), run(256, 1, 256), run(512, 2, 2), run(4096, 2, 1)])
      expect(appendLeafRun(runs, next)).toBeUndefined();
    expect(runs).toEqual([run(0, 1, 512), run(512, 2, 2), run(4096, 2, 1)]);
    expect(runs.map(leafRunEnd)).toEqual([512, 1536, 4608]);
  });

  it.each([
    ['overlap', run(100, 1, 1), /out of order or mapped twice/],
    ['misalignment', run(1000, 2, 1), /not aligned/],
    ['no entries', run(1024, 1, 0), /0 entries/],
    ['an end past 52 bits', run(2 ** 40 - 512, 2, 2), /after the last page/],
  ])('refuses %s and appends nothing', (_, next, complaint) => {
    const runs = [run(0, 1, 512)];
    expect(appendLeafRun(runs, next)).toMatch(complaint);
    expect(runs).toEqual([run(0, 1, 512)]);
  });
});
