import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eventColumns } from '../testing/events.ts';
import { alignedRuns, overlaps, planMotions } from './transitions.ts';

const PAGE = 0x577c3;
const CELL = 0x57600;
const GIB = 0x40000;

test('[MOTION-1] a cascade: page home 0-120, 4K to 2M 90-420, hold 80, 2M to 1G 500-840, settled at 900', () => {
  const events = eventColumns(
    { kind: 'write', pfn: PAGE, from: 'np', to: 'rw' },
    { kind: 'merge', level: 2, pfn: CELL, origin: PAGE },
    { kind: 'merge', level: 3, pfn: GIB, origin: PAGE },
  );
  const { motions, totalMs } = planMotions(events, 1);
  expect(motions.map(({ kind, startMs, endMs }) => [kind, startMs, endMs])).toEqual([
    ['recolour', 0, 120],
    ['merge', 90, 420],
    ['merge', 500, 840],
  ]);
  expect(totalMs).toBe(900);
});

test('[MOTION-2] 1G cracks to 2M, then 2M to 4K, then only the changed page takes its colour', () => {
  const events = eventColumns(
    { kind: 'split', level: 3, pfn: GIB, origin: PAGE },
    { kind: 'split', level: 2, pfn: CELL, origin: PAGE },
    { kind: 'write', pfn: PAGE, from: 'rw', to: 'ro' },
  );
  const { motions } = planMotions(events, 1);
  expect(motions.map(({ kind, startMs, endMs }) => [kind, startMs, endMs])).toEqual([
    ['split', 0, 260],
    ['split', 160, 420],
    ['recolour', 420, 540],
  ]);
});

test('[MOTION-3] steps do not wait for each other, nor do splits in different places', () => {
  const events = eventColumns(
    { kind: 'split', level: 2, pfn: 0, step: 1 },
    { kind: 'split', level: 2, pfn: 512, step: 1 },
    { kind: 'write', pfn: 9 * 512, step: 2, to: 'ro' },
  );
  expect(planMotions(events, 1).motions.map(({ startMs }) => startMs)).toEqual([0, 0, 0]);
});

test('[MOTION-4] above ten times the speed or 20 events a frame there are no waves, one lift a region', () => {
  const writes = Array.from({ length: 21 }, (_, i) => ({ kind: 'write', pfn: i * 100, to: 'ro' }) as const);
  const crowd = planMotions(eventColumns(...writes), 1);
  expect(crowd.motions.every(({ kind }) => kind === 'lift')).toBe(true);
  expect(crowd.motions.map(({ pfn }) => pfn)).toEqual([0, 512, 1024, 1536]);
  expect(crowd.totalMs).toBe(120);
  const fast = planMotions(eventColumns({ kind: 'merge', level: 3, pfn: GIB }), 11);
  expect(fast.motions).toMatchObject([{ kind: 'lift', level: 3, pfn: GIB }]);
  expect(planMotions(eventColumns(...writes.slice(1)), 10).motions[0]?.kind).toBe('recolour');
});

test('no events, no motion', () => {
  expect(planMotions(eventColumns(), 1)).toEqual({ motions: [], totalMs: 0 });
});

test('aligned runs cover a range exactly, each a power of two at a multiple of itself', () => {
  fc.assert(
    fc.property(fc.nat(2 ** 20), fc.integer({ min: 1, max: 2 ** 20 }), (pfn, pages) => {
      let at = pfn;
      for (const run of alignedRuns(pfn, pages)) {
        expect(run.pfn).toBe(at);
        expect(run.pfn % run.pages).toBe(0);
        expect(Math.log2(run.pages) % 1).toBe(0);
        at += run.pages;
      }
      expect(at).toBe(pfn + pages);
    }),
  );
});

test('motions overlap when they share a page', () => {
  const [a, b, c] = planMotions(
    eventColumns({ kind: 'write', pfn: 5 }, { kind: 'split', level: 2, pfn: 0 }, { kind: 'write', pfn: 600 }),
    1,
  ).motions;
  if (!a || !b || !c) throw new Error('three motions');
  expect([overlaps(a, b), overlaps(b, c), overlaps(a, c)]).toEqual([true, false, false]);
});
