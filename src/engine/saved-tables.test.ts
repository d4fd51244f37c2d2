import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guest, WINDOW } from '../testing/guest.ts';
import { PAGES_1G, PAGES_2M } from '../x86/page.ts';
import type { Machine } from './machine.ts';
import type { MachineCheckpoint } from './machine-checkpoint.ts';
import type { Operation } from './operation.ts';
import { recount } from './recount.ts';

const PLACES = [0, 5, PAGES_2M - 1, PAGES_2M, 7 * PAGES_2M, PAGES_1G - 3].map((offset) => WINDOW + offset);

const actions = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('call' as const),
      call: fc.constantFrom('ro' as const, 'rw' as const, 'np' as const, 'p' as const, '4k' as const),
      pfn: fc.constantFrom(...PLACES),
      pages: fc.constantFrom(1, 2, 600),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('kfence' as const),
      present: fc.boolean(),
      pfn: fc.constantFrom(...PLACES),
      pages: fc.constant(1),
    }),
  },
  { weight: 2, arbitrary: fc.constant('checkpoint' as const) },
  { weight: 2, arbitrary: fc.record({ restore: fc.nat() }) },
) satisfies fc.Arbitrary<Operation | 'checkpoint' | { restore: number }>;

/** All that can be seen of the tables. */
function seen(machine: Machine) {
  const { tables } = machine;
  const ways = PLACES.map((pfn) => {
    const { table, level } = machine.lookup(pfn);
    expect(tables.pteTable(pfn)).toBe(level === 1 ? table : 0);
    const halves = machine.entryHalves(table, pfn & 511);
    return [
      table,
      tables.isSplit(table),
      tables.sameProt(table),
      tables.nrSame(table),
      halves,
      tables.hasOddPfns(table),
    ];
  });
  expect(recount(tables)).toEqual(tables.counts);
  return {
    ways,
    runs: machine.leafRuns(),
    inUse: tables.inUse,
    free: machine.memory?.blocks(),
    frames: [...machine.tableFrames()],
    counters: { ...machine.counters },
  };
}

describe('checkpoints', () => {
  it('[CHECKPOINT-1] any of several can be gone back to, in any order, with operations in between', () => {
    fc.assert(
      fc.property(fc.array(actions, { minLength: 20, maxLength: 80 }), (list) => {
        const machine = guest('rfc-merge');
        const kept: [MachineCheckpoint, ReturnType<typeof seen>][] = [[machine.checkpoint(), seen(machine)]];
        for (const action of list) {
          if (action === 'checkpoint') kept.push([machine.checkpoint(), seen(machine)]);
          else if ('restore' in action) {
            const [checkpoint, before] = kept[action.restore % kept.length];
            machine.restore(checkpoint);
            expect(seen(machine)).toEqual(before);
          } else machine.apply(action);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('[CHECKPOINT-2] share every table that has not been written: each costs what changed, however many tables there are', () => {
    const machine = guest('none');
    machine.apply({ kind: 'call', call: '4k', pfn: WINDOW, pages: PAGES_1G });
    const { tables } = machine;
    const first = tables.checkpoint();
    machine.apply({ kind: 'call', call: 'ro', pfn: WINDOW + 5, pages: 1 });
    const second = tables.checkpoint();
    expect(tables.inUse).toBeGreaterThan(512);
    expect(second.copied - first.copied).toBeLessThan(40);
    expect(second.saved.filter((node, i) => node !== first.saved[i])).toHaveLength(1);
    const third = tables.checkpoint();
    expect([third.copied, third.saved.every((node, i) => node === second.saved[i])]).toEqual([second.copied, true]);
  });
});
