import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHOICES, machines, runsWithOwners } from '../testing/arbitrary-runs.ts';
import { guest, play, WINDOW } from '../testing/guest.ts';
import { leafList } from '../testing/leaf-list.ts';
import { PAGES_1G, PAGES_2M } from '../x86/page.ts';
import { SET_MEMORY_CALLS } from '../x86/set-memory.ts';
import { bootMachine, type Machine, type Operation, profileFor } from './index.ts';
import { type RangeOperation, remedyFor } from './remedy.ts';

/** Every table of a machine but the PUDs. */
function tablesOf(machine: Machine): number[] {
  const { tables } = machine;
  const found: number[] = [];
  for (let id = 1; id < tables.end; id++) if (tables.isUsed(id) && tables.level(id) < 3) found.push(id);
  return found;
}

/** Whether these operations make one page of what the table maps, tried on the machine and taken back. */
function heals(machine: Machine, table: number, operations: readonly Operation[]): boolean {
  const level = machine.tables.level(table);
  const pfn = machine.tables.base(table);
  return machine.tryOut(() => {
    for (const operation of operations) machine.apply(operation);
    return machine.lookup(pfn).level > level;
  });
}

const textOf = (operations: readonly RangeOperation[] | undefined) =>
  operations?.map((one) => `${'call' in one ? one.call : one.kind} ${one.pfn - WINDOW} ${one.pages}`);

const remedyAt = (machine: Machine, page: number, level: 1 | 2) => {
  const { table } = machine.lookup(WINDOW + page);
  return textOf(remedyFor(machine, level === machine.tables.level(table) ? table : machine.tables.parent(table)));
};

describe('what would make a table one page', () => {
  for (const choice of CHOICES) {
    it(`[REMEDY-1] ${JSON.stringify(choice)}: does so, on random machines`, () => {
      let found = 0;
      fc.assert(
        fc.property(machines, runsWithOwners, (spec, steps) => {
          const machine = bootMachine(spec, profileFor(choice));
          for (const step of steps) machine.apply(step);
          for (const table of tablesOf(machine).slice(-12)) {
            const before = machine.leafRuns();
            const remedy = remedyFor(machine, table);
            expect(machine.leafRuns()).toEqual(before);
            if (remedy === undefined) continue;
            found++;
            expect(heals(machine, table, remedy)).toBe(true);
          }
        }),
        { numRuns: 8, seed: 5 },
      );
      expect(found > 0).toBe(choice.policy !== 'none');
    }, 300_000);
  }

  it('[REMEDY-2] no single call on the table, its odd pages or one page does what more are named for', () => {
    for (const choice of CHOICES.filter(({ policy }) => policy === 'rfc-merge')) {
      fc.assert(
        fc.property(machines, runsWithOwners, (spec, steps) => {
          const machine = bootMachine(spec, profileFor(choice));
          for (const step of steps) if (step.kind !== 'kfence') machine.apply(step);
          for (const table of tablesOf(machine).slice(-4)) {
            if (machine.tables.level(table) > 1) continue;
            const pfn = machine.tables.base(table);
            const stretches = leafList(machine.leafRuns(pfn, pfn + PAGES_2M));
            const places = [
              { pfn, pages: PAGES_2M },
              ...stretches.slice(0, 6).map((run) => ({ pfn: run.pfn, pages: run.count })),
            ];
            const single = SET_MEMORY_CALLS.some((call) =>
              places.some((place) => heals(machine, table, [{ kind: 'call', call, ...place }])),
            );
            if (single) expect(remedyFor(machine, table)).toHaveLength(1);
          }
        }),
        { numRuns: 5, seed: 5 },
      );
    }
  }, 300_000);

  it('[REMEDY-3] names the call on the pages that differ', () => {
    const machine = guest('rfc-merge');
    play(machine, 'ro 600 2; x 700 1');
    expect(remedyAt(machine, 600, 1)).toEqual(['rw 600 2', 'nx 700 1']);
    expect(remedyAt(machine, 600, 2)).toEqual(['rw 600 2', 'nx 700 1']);
    play(machine, 'rw 600 2; nx 700 1; ro 512 511');
    expect(remedyAt(machine, 600, 1)).toEqual(['ro 1023 1']);
  });

  it('[REMEDY-3] GLOBAL that was lost is set again', () => {
    const machine = guest('rfc-merge', false);
    play(machine, 'dm_inval 600 1');
    expect(remedyAt(machine, 600, 1)).toEqual(['dm_default 600 1', 'global 600 1']);
  });

  it('[REMEDY-4] equal entries need what sets the policy off', () => {
    const rfc = guest('rfc-merge');
    play(rfc, '4k 600 1');
    expect(remedyAt(rfc, 600, 1)).toEqual(['ro 512 1', 'rw 512 1']);
    const collapse = guest('collapse');
    play(collapse, 'ro 600 1; rw 600 1');
    expect(remedyAt(collapse, 600, 1)).toEqual(['rox 512 512']);
    const batched = guest('batched');
    play(batched, 'ro 600 1');
    expect(remedyAt(batched, 600, 1)).toEqual(['rw 600 1', `merge ${-WINDOW} 0`]);
    const onFree = guest('collapse-on-free');
    onFree.apply({ kind: 'allocate', pfn: WINDOW + 512, pages: 512 });
    play(onFree, 'ro 600 1');
    expect(remedyAt(onFree, 600, 1)).toEqual(['rw 600 1', 'free 512 512']);
  });

  it('[REMEDY-5] where nothing helps none is named', () => {
    const none = guest('none');
    play(none, 'ro 600 1');
    expect(remedyAt(none, 600, 1)).toBeUndefined();
    const boot = guest('rfc-merge');
    expect(remedyAt(boot, -WINDOW, 1)).toBeUndefined();
    const kept = guest('collapse');
    play(kept, '4k 512 1');
    expect(remedyAt(kept, 512, 1)).toBeUndefined();
    const holes = bootMachine(
      { ram: [{ firstPfn: 0, endPfn: PAGES_1G + 700 }], gbPages: true, pagingLevels: 4 },
      none.profile,
    );
    expect(remedyFor(holes, holes.lookup(PAGES_1G + 600).table)).toBeUndefined();
  });
});
