import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PAGES_1G, PAGES_2M } from '../x86/page.ts';
import type { SetMemoryCall } from '../x86/set-memory.ts';
import { bootMachine, type Operation, profileFor, Run } from './index.ts';

const GUEST = { ram: [{ firstPfn: 0, endPfn: 3 * PAGES_1G }], gbPages: true, pagingLevels: 4 } as const;
const RFC = profileFor({ policy: 'rfc-merge', globalFix: true });

const newRun = (operations: readonly Operation[]): Run => new Run(bootMachine(GUEST, RFC), operations);

const call = (name: SetMemoryCall, pfn: number, pages = 1): Operation => ({ kind: 'call', call: name, pfn, pages });

function finished(operations: readonly Operation[]): Run {
  const run = newRun(operations);
  while (!run.advance(100));
  return run;
}

/** Everything that can be seen of the machine at the run's step. */
function seen(run: Run) {
  return { leaves: run.machine.leafRuns(), counters: { ...run.machine.counters }, tables: run.machine.tables.inUse };
}

const someOperations = fc.array(
  fc.record({
    name: fc.constantFrom<SetMemoryCall>('ro', 'rw', 'x', 'nx', 'np', 'p', '4k'),
    pfn: fc.integer({ min: PAGES_1G, max: PAGES_1G + 3 * PAGES_2M }),
    pages: fc.constantFrom(1, 2, 512, 700),
  }),
  { minLength: 1, maxLength: 300 },
);

describe('a run', () => {
  it('[RUN-1] put to any step is as if only the steps before had been made', () => {
    fc.assert(
      fc.property(someOperations, fc.array(fc.nat(299), { minLength: 1, maxLength: 5 }), (list, visits) => {
        const operations = list.map(({ name, pfn, pages }) => call(name, pfn, pages));
        const run = finished(operations);
        for (const visit of visits) {
          const step = visit % (operations.length + 1);
          run.seek(step);
          expect(seen(run)).toEqual(seen(finished(operations.slice(0, step))));
          expect(run.effects.length).toBe(run.effectsEnd(run.steps));
        }
      }),
      { numRuns: 20 },
    );
  });

  it('[RUN-2] with an operation put in, or taken out again, is as if it had always been so', () => {
    fc.assert(
      fc.property(someOperations, fc.nat(299), (list, at) => {
        const operations = list.map(({ name, pfn, pages }) => call(name, pfn, pages));
        const step = at % (operations.length + 1);
        const extra = call('ro', PAGES_1G + 7, 3);
        const run = finished(operations);
        const before = { seen: seen(run), series: run.series, effects: run.effects.length };
        run.edit(step, { insert: extra });
        while (!run.advance(50));
        const direct = finished([...operations.slice(0, step), extra, ...operations.slice(step)]);
        expect(seen(run)).toEqual(seen(direct));
        expect(run.series).toEqual(direct.series);
        expect(run.effects.length).toBe(direct.effects.length);
        run.edit(step, { remove: true });
        while (!run.advance(50));
        expect({ seen: seen(run), series: run.series, effects: run.effects.length }).toEqual(before);
      }),
      { numRuns: 20 },
    );
  });

  it('[RUN-2] in slices of some steps or of some work is the same; a lot of work gives others their turn', () => {
    const operations = [call('4k', PAGES_1G, 4096), call('4k', PAGES_1G + 4096, 4096), call('ro', PAGES_1G + 5)];
    const run = newRun(operations);
    expect([run.advance(9, 1000), run.executed]).toEqual([false, 1]);
    expect([run.advance(9, 1000), run.executed]).toEqual([false, 2]);
    expect([run.advance(9, 1000), run.executed]).toEqual([true, 3]);
    expect(seen(run)).toEqual(seen(finished(operations)));
  });

  it('[RUN-3] knows return codes, counts and the step of every effect', () => {
    const run = finished([call('ro', PAGES_1G + 5), call('ro', PAGES_1G + 5), call('rw', PAGES_1G + 5)]);
    expect([1, 2, 3].map((step) => run.rc(step))).toEqual([0, 0, 0]);
    expect(Array.from(run.series.leaves4k.map((count) => count - run.series.leaves4k[0]))).toEqual([0, 512, 512, 0]);
    expect(Array.from(run.series.leaves1g)).toEqual([2, 1, 1, 2]);
    const steps = Array.from({ length: run.effects.length }, (_, row) => run.stepOfEffect(row));
    expect(steps[0]).toBe(1);
    expect(steps.at(-1)).toBe(3);
    expect(steps).not.toContain(2);
  });

  it('refuses a step that has not been executed', () => {
    const run = newRun([call('ro', PAGES_1G)]);
    expect(() => run.seek(1)).toThrow(RangeError);
  });
});
