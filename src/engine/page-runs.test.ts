import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PAGES_1G } from '../x86/page.ts';
import { assign, eachRun, type PageRuns } from './page-runs.ts';

test('[OWNER-8] runs of pages are those of an array to which the same was written, and no two neighbours are alike', () => {
  const page = fc.oneof(
    fc.nat(24),
    fc.nat(24).map((back) => PAGES_1G - 1 - back),
  );
  const write = fc.record({ a: page, b: page, value: fc.nat(2) });
  fc.assert(
    fc.property(fc.array(write, { maxLength: 40 }), (writes) => {
      const runs: PageRuns = { first: [0], value: [0] };
      const slow = new Uint8Array(PAGES_1G);
      for (const { a, b, value } of writes) {
        const [first, end] = [Math.min(a, b), Math.max(a, b) + 1];
        assign(runs, first, end, value);
        slow.fill(value, first, end);
        const told = new Uint8Array(PAGES_1G);
        eachRun(runs, 0, PAGES_1G, (from, to, has) => told.fill(has, from, to));
        expect(Buffer.compare(told, slow)).toBe(0);
        expect(runs.first.every((at, i) => (i === 0 ? at === 0 : at > runs.first[i - 1]))).toBe(true);
        expect(runs.value.every((has, i) => has !== runs.value[i - 1])).toBe(true);
      }
    }),
    { numRuns: 60 },
  );
});
