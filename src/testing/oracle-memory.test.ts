import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bootMachine, type Machine, type MachineSpec, profileFor } from '../engine/index.ts';
import { recount } from '../engine/recount.ts';
import { PAGES_1G, PAGES_2M } from '../x86/page.ts';
import { leafList } from './leaf-list.ts';
import { Oracle } from './oracle.ts';

const RFC = { policy: 'rfc-merge', globalFix: true } as const;
const LOW = [
  { firstPfn: 0, endPfn: 0x9f },
  { firstPfn: 0x100, endPfn: PAGES_1G + 0x5e8 },
];

/** e820 maps with a hole before the next GiB, a hotplug gap, and edges that are aligned to 4K, 2M or 1G. */
const rams = fc.constantFrom<MachineSpec['ram']>(
  [...LOW, { firstPfn: 2 * PAGES_1G, endPfn: 3 * PAGES_1G }],
  [...LOW, { firstPfn: 2 * PAGES_1G - 3 * PAGES_2M, endPfn: 2 * PAGES_1G + 0x777 }],
  [
    { firstPfn: 1, endPfn: 0x9f },
    { firstPfn: 0x100, endPfn: PAGES_1G - 0x20 },
    { firstPfn: PAGES_1G + 1, endPfn: PAGES_1G + 5 * PAGES_2M + 1 },
    { firstPfn: PAGES_1G + 9 * PAGES_2M, endPfn: 2 * PAGES_1G + PAGES_2M },
  ],
  [{ firstPfn: 0, endPfn: 3 * PAGES_1G }],
);
const machines = fc.record({ ram: rams, gbPages: fc.boolean(), pagingLevels: fc.constantFrom(4 as const, 5 as const) });
const ranges = fc
  .tuple(
    fc.constantFrom(0x9f, 0x100, 0x8000, PAGES_1G - 0x20, PAGES_1G, PAGES_1G + 0x5e8, 2 * PAGES_1G, 2 * PAGES_1G + 512),
    fc.constantFrom(0, 0, 1, 511),
    fc.constantFrom(1, 1, 2, 33, 512, 1500),
  )
  .map(([place, offset, pages]) => ({ pfn: place + offset, pages }));
const steps = fc.array(fc.tuple(fc.constantFrom('ro', 'rw', 'np', 'p', '4k', 'allocate', 'free', 'free'), ranges), {
  minLength: 5,
  maxLength: 40,
});

/** Pages that hold tables of any area. */
const framesOf = (machine: Machine): number[] =>
  machine.areas.flatMap((area) => [...area.tableFrames(), ...(area.p4dFrame < 0 ? [] : [area.p4dFrame])]);

function expectSound(machine: Machine): void {
  const frames = framesOf(machine);
  expect(new Set(frames).size).toBe(frames.length);
  expect(frames.filter((pfn) => machine.memory?.isFree(pfn))).toEqual([]);
  expect(frames.every((pfn) => machine.ram.some(({ firstPfn, endPfn }) => firstPfn <= pfn && pfn < endPfn))).toBe(true);
  expect(recount(machine.tables)).toEqual(machine.tables.counts);
}

describe('machines with holes, without 1G pages, with 4 and 5 levels', () => {
  it('[MEM-9] map and change what the plain rules do, and every page has one owner', () => {
    fc.assert(
      fc.property(machines, steps, (spec, story) => {
        const machine = bootMachine(spec, profileFor(RFC));
        const oracle = new Oracle(spec, RFC);
        const memory = machine.memory as NonNullable<typeof machine.memory>;
        const held = new Set<number>();
        const others = memory.freePages + framesOf(machine).length;
        for (const [name, { pfn, pages }] of story) {
          const all = Array.from({ length: pages }, (_, i) => pfn + i);
          if (name === 'allocate' || name === 'free') {
            const may =
              name === 'free' ? all.every((page) => held.has(page)) : all.every((page) => memory.isFree(page));
            const refusal = pfn + pages > machine.endPfn || name === 'free' ? -22 : -16;
            expect(machine.apply({ kind: name, pfn, pages })).toBe(may ? 0 : refusal);
            if (may) for (const page of all) name === 'free' ? held.delete(page) : held.add(page);
          } else {
            const step = { kind: 'call' as const, call: name as 'ro', pfn, pages };
            expect(machine.apply(step)).toBe(oracle.apply(step));
          }
          expect(memory.freePages + framesOf(machine).length + held.size).toBe(others);
        }
        expectSound(machine);
        expect(machine.leafCounts()).toEqual(oracle.direct.leafCounts());
        expect(machine.tables.inUse).toBe(oracle.direct.tableCount());
        for (const { pfn, level, count } of leafList(machine.leafRuns()))
          for (const at of [pfn, pfn + count * 512 ** (level - 1) - 1]) {
            const { table, index } = machine.lookup(at);
            const { hi, lo } = machine.entryHalves(table, index) ?? { hi: 0, lo: 0 };
            const first = at - (at % 512 ** (level - 1));
            expect([level, (BigInt(hi) << 32n) | BigInt(lo)]).toEqual([
              oracle.direct.level[at],
              oracle.direct.entry[first],
            ]);
          }
      }),
      { numRuns: 40, seed: 7 },
    );
  }, 300_000);

  it('[MEM-10] without a free page calls fail with -ENOMEM and harm nothing; with pages again they do the rest', () => {
    let refused = 0;
    fc.assert(
      fc.property(
        machines,
        fc.array(ranges, { minLength: 1, maxLength: 6 }),
        fc.nat({ max: 3 }),
        (spec, places, left) => {
          const machine = bootMachine(spec, profileFor({ policy: 'none', globalFix: false }));
          const never = bootMachine(spec, profileFor({ policy: 'none', globalFix: false }));
          const memory = machine.memory as NonNullable<typeof machine.memory>;
          const taken: [pfn: number, order: number][] = [];
          for (let order = 10; order >= 0; order--)
            for (let pfn = memory.allocate(order); pfn !== undefined; pfn = memory.allocate(order))
              taken.push([pfn, order]);
          for (let i = 0; i < left; i++) memory.free((taken.pop() as [number, number])[0], 0);
          const calls = places.map((range) => ({ kind: 'call' as const, call: 'ro' as const, ...range }));
          for (const call of calls) {
            const rc = machine.apply(call);
            if (rc === -12) refused++;
            expect([never.apply(call), -12]).toContain(rc);
            expectSound(machine);
          }
          for (const [pfn, order] of taken) memory.free(pfn, order);
          for (const call of calls) expect(machine.apply(call)).toBe(never.apply(call));
          expect(machine.leafRuns()).toEqual(never.leafRuns());
        },
      ),
      { numRuns: 25, seed: 7 },
    );
    expect(refused).toBeGreaterThan(10);
  }, 300_000);
});
