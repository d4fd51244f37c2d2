import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CHOICES, machines, runsWithOwners } from '../testing/arbitrary-runs.ts';
import type { PolicyChoice } from '../x86/set-memory.ts';
import { fingerprint } from './fingerprint.ts';
import { bootMachine, type MachineSpec, type Operation, profileFor, Run } from './index.ts';

function finished(spec: MachineSpec, choice: PolicyChoice, operations: readonly Operation[]): Run {
  const run = new Run(bootMachine(spec, profileFor(choice)), operations);
  while (!run.advance(100));
  return run;
}

it('[RUN-13] a step that was gone to has the fingerprint of the run that ends there', () => {
  fc.assert(
    fc.property(machines, fc.constantFrom(...CHOICES), runsWithOwners, fc.nat(99), (spec, choice, operations, at) => {
      const step = at % (operations.length + 1);
      const run = finished(spec, choice, operations);
      const atEnd = fingerprint(run);
      run.seek(step);
      expect(fingerprint(run)).toBe(fingerprint(finished(spec, choice, operations.slice(0, step))));
      run.seek(operations.length);
      expect(fingerprint(run)).toBe(atEnd);
    }),
    { numRuns: 25 },
  );
});

it('[RUN-13] and so has a run with an operation put in, and without it', () => {
  fc.assert(
    fc.property(machines, fc.constantFrom(...CHOICES), runsWithOwners, fc.nat(99), (spec, choice, operations, at) => {
      const step = at % (operations.length + 1);
      const extra: Operation = { kind: 'call', call: 'wt', pfn: 2 ** 18 + 77, pages: 3 };
      const run = finished(spec, choice, operations);
      const without = fingerprint(run);
      run.edit(step, { insert: extra });
      while (!run.advance(100));
      const longer = [...operations.slice(0, step), extra, ...operations.slice(step)];
      expect(fingerprint(run)).toBe(fingerprint(finished(spec, choice, longer)));
      run.edit(step, { remove: true });
      while (!run.advance(100));
      expect(fingerprint(run)).toBe(without);
    }),
    { numRuns: 15 },
  );
});

it('[RUN-13] another bit, another page, another step, another policy: another fingerprint', () => {
  const spec: MachineSpec = { ram: [{ firstPfn: 0, endPfn: 2 ** 19 }], gbPages: true, pagingLevels: 4 };
  const rfc = { policy: 'rfc-merge', globalFix: true } as const;
  const call = (name: 'ro' | 'nx' | 'x', pfn: number): Operation => ({ kind: 'call', call: name, pfn, pages: 1 });
  const all = [
    finished(spec, rfc, []),
    finished(spec, rfc, [call('nx', 5)]),
    finished(spec, rfc, [call('ro', 2 ** 18)]),
    finished(spec, rfc, [call('x', 2 ** 18)]),
    finished(spec, rfc, [call('ro', 2 ** 18 + 1)]),
    finished(spec, { policy: 'batched', globalFix: true }, [call('ro', 2 ** 18)]),
  ].map(fingerprint);
  expect(new Set(all).size).toBe(all.length);
});
