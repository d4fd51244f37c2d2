import { expect, it } from 'vitest';
import { PAGES_1G } from '../x86/page.ts';
import type { PolicyChoice, SetMemoryCall } from '../x86/set-memory.ts';
import {
  bootMachine,
  history,
  lastSplit,
  mappingOf,
  nextMerge,
  type Operation,
  profileFor,
  Run,
  whyNot,
} from './index.ts';

const GUEST = { ram: [{ firstPfn: 0, endPfn: 3 * PAGES_1G }], gbPages: true, pagingLevels: 4 } as const;
const PAGE = PAGES_1G + 0x1c4;

function runOf(choice: PolicyChoice, ...calls: [SetMemoryCall, number][]): Run {
  const operations: Operation[] = calls.map(([call, pfn]) => ({ kind: 'call', call, pfn, pages: 1 }));
  const run = new Run(bootMachine(GUEST, profileFor(choice)), operations);
  run.advance(calls.length);
  return run;
}

const RFC = { policy: 'rfc-merge', globalFix: true } as const;
const tableOf = (run: Run, level: 2 | 3, pfn = PAGES_1G) => mappingOf(run.machine, { level, pfn }).table;

it('[WHY-1] names the entries that differ, in which bits, and since which step', () => {
  const run = runOf(RFC, ['ro', PAGE], ['ro', PAGE + 1], ['rw', PAGE + 1], ['np', PAGE]);
  const why = whyNot(run, tableOf(run, 2));
  expect(why).toMatchObject({ reason: 'differs', equal: 511, differingCount: 1 });
  expect(why.differing).toEqual([
    { index: 0x1c4, prot: expect.any(Number), bits: ['PRESENT', 'RW', 'GLOBAL'], sinceStep: 4 },
  ]);
});

it('[WHY-2] a table above a split one waits for it', () => {
  const run = runOf(RFC, ['ro', PAGE]);
  expect(whyNot(run, tableOf(run, 3))).toMatchObject({
    reason: 'children-split',
    equal: 511,
    differingCount: 0,
    splitEntries: [0],
  });
});

it('[WHY-3] equal entries do not merge without a policy, nor without what triggers it', () => {
  const none = runOf({ policy: 'none', globalFix: false }, ['ro', PAGE], ['rw', PAGE]);
  expect(whyNot(none, tableOf(none, 2)).reason).toBe('policy-none');
  const rfc = runOf(RFC, ['4k', PAGE]);
  expect(whyNot(rfc, tableOf(rfc, 2)).reason).toBe('no-trigger');
  const boot = runOf(RFC);
  expect(whyNot(boot, tableOf(boot, 2, 0)).reason).toBe('boot-table');
});

it('[WHY-4] history tells what happened to a page and to its table, and when the table merges', () => {
  const run = runOf(RFC, ['ro', PAGE], ['np', PAGE], ['p', PAGE], ['rw', PAGE]);
  expect(history(run, { level: 1, pfn: PAGE })).toEqual([
    { step: 1, what: '1G splits, 2M splits, read-only' },
    { step: 2, what: 'not present, GLOBAL lost' },
    { step: 3, what: 'present, GLOBAL back' },
    { step: 4, what: 'writable, merges to 2M, merges to 1G' },
  ]);
  const block = PAGES_1G;
  expect(lastSplit(run, block, 512, 2)).toBe(1);
  expect(nextMerge(run, block, 512, 2)).toBe(4);
  expect(nextMerge(run, block, 512, 4)).toBeUndefined();
});
