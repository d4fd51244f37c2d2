import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bootMachine, type Machine, type MachineSpec, type Operation, profileFor } from '../engine/index.ts';
import { PAGES_1G, PAGES_2M, pagesOf } from '../x86/page.ts';
import { D, G, NX, P, type Prot, protHex, RW } from '../x86/prot.ts';
import { type PolicyChoice, SET_MEMORY_CALLS } from '../x86/set-memory.ts';
import { Oracle } from './oracle.ts';

const CHOICES: readonly PolicyChoice[] = [
  { policy: 'none', globalFix: false },
  { policy: 'rfc-merge', globalFix: true },
  { policy: 'rfc-merge', globalFix: false },
  { policy: 'collapse', globalFix: false },
  { policy: 'batched', globalFix: true },
  { policy: 'batched', globalFix: false },
];

/** Runs in which every policy makes large pages of both sizes. */
const SEED = 42;
const END = 2 * PAGES_1G + 3 * PAGES_2M + 5;

const machines: fc.Arbitrary<MachineSpec> = fc.record({
  ram: fc.constantFrom(
    [
      { firstPfn: 1, endPfn: 0x9f },
      { firstPfn: 0x100, endPfn: END },
    ],
    [
      { firstPfn: 0, endPfn: PAGES_1G - 7 },
      { firstPfn: PAGES_1G - 3, endPfn: PAGES_1G },
      { firstPfn: PAGES_1G, endPfn: END },
    ],
  ),
  gbPages: fc.constantFrom(true, true, false),
  pagingLevels: fc.constant(4 as const),
});

type Call = (typeof SET_MEMORY_CALLS)[number];

/** Ranges around few places, so that operations meet. */
const ranges = fc
  .tuple(
    fc.constantFrom(PAGES_1G, PAGES_1G, PAGES_1G + 512, 2 * PAGES_1G - 512, 2 * PAGES_1G, 0, 150, END - 3, END),
    fc.constantFrom(0, 0, 0, 1, 2, 511),
    fc.constantFrom(1, 1, 1, 1, 2, 33, 34, 511, 512, 512, 513, 1024, 0),
  )
  .map(([place, offset, pages]) => ({ pfn: place + offset, pages }));
const wholeGib = fc.constant({ pfn: PAGES_1G, pages: PAGES_1G });
const masks = fc.constantFrom(0, RW, P, NX, P | RW, G, D) as fc.Arbitrary<Prot>;

const kinds = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ kind: fc.constant('call' as const), call: fc.constantFrom(...SET_MEMORY_CALLS) }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'merge' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('array' as const),
      call: fc.constantFrom('uc' as const, 'wc' as const, 'wb' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('vmap' as const),
      call: fc.constantFrom<Call>('ro', 'rw', 'x', 'nx', 'rox'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('kfence' as const), present: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('pass' as const),
      set: masks,
      clear: masks,
      caller: fc.constant(undefined),
    }),
  },
);

/** Calls that undo each other, so that tables become whole again. */
const thereAndBack = fc.constantFrom<readonly Call[]>(
  ['ro', 'rw'],
  ['np', 'p'],
  ['np', 'p', 'global'],
  ['x', 'nx'],
  ['uc', 'wb'],
  ['dm_inval', 'dm_default'],
);

const stories: fc.Arbitrary<readonly Operation[]> = fc.oneof(
  { weight: 10, arbitrary: fc.tuple(kinds, ranges).map(([kind, range]) => [{ ...kind, ...range }]) },
  {
    weight: 4,
    arbitrary: fc
      .tuple(thereAndBack, ranges, fc.boolean())
      .map(([calls, range, demand]) => [
        ...calls.map((call) => ({ kind: 'call' as const, call, ...range })),
        ...(demand ? [{ kind: 'merge' as const, ...range }] : []),
      ]),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom<Call>('rox', 'rox', 'ro', 'rw', 'p', '4k'), wholeGib)
      .map(([call, range]) => [{ kind: 'call' as const, call, ...range }]),
  },
);

const runs = fc.array(stories, { minLength: 5, maxLength: 30 }).map((parts) => parts.flat());

/** The first page at which engine and oracle differ, in any of the 64 bits or in the size; undefined: none. */
function firstDifference(machine: Machine, oracle: Oracle): unknown {
  for (let pfn = 0; pfn < oracle.level.length; ) {
    const { table, index, level, word } = machine.lookup(pfn);
    const halves = machine.entryHalves(table, index);
    const entry = halves && (BigInt(halves.hi) << 32n) | BigInt(halves.lo);
    const found = [word === 0 ? 0 : level, entry];
    const expected = [oracle.level[pfn], oracle.entry[pfn]];
    if (found[0] !== expected[0] || found[1] !== expected[1]) return { pfn, found, expected };
    pfn += oracle.level[pfn] === 0 ? 1 : pagesOf(level);
  }
  return undefined;
}

/** Tables of a split: their same_prot and nr_same_prot, in the engine as in the oracle. */
function trackedTables(machine: Machine, oracle: Oracle): { engine: unknown[]; plain: unknown[] } {
  const { tables, words } = machine;
  const plain = [...oracle.tracked].map(([key, { same, nr }]) => [key, true, same.toString(16), nr]);
  const engine = [...oracle.tracked.keys()].map((key) => {
    const [level, base] = key.split(':').map(Number);
    const gibTable = machine.gibTable(Math.floor(base / PAGES_1G));
    const table = level === 2 ? gibTable : tables.child(gibTable, Math.floor(base / PAGES_2M) % 512);
    return [key, tables.isSplit(table), protHex(words.prot[tables.sameProt(table)]), tables.nrSame(table)];
  });
  return { engine, plain };
}

const stateOf = (machine: Machine): unknown => [
  machine.leafRuns(),
  machine.leafCounts(),
  { ...machine.counters },
  machine.tables.inUse,
  [...machine.tableFrames()],
];

describe('random machines and operations', () => {
  for (const choice of CHOICES) {
    const name = choice.globalFix ? `${choice.policy} with patch 1` : choice.policy;

    it(`[ORACLE-1] ${name}: the engine does what the plain rules do, to the bit`, () => {
      const made = { made2m: 0, made1g: 0 };
      fc.assert(
        fc.property(machines, runs, (spec, steps) => {
          const machine = bootMachine(spec, profileFor(choice));
          const oracle = new Oracle(spec, choice);
          for (const step of steps) {
            expect(machine.apply(step)).toBe(oracle.apply(step));
            expect(machine.counters).toEqual(oracle.counters);
          }
          expect(machine.leafCounts()).toEqual(oracle.leafCounts());
          expect(firstDifference(machine, oracle)).toBeUndefined();
          expect(machine.tables.inUse).toBe(oracle.tableCount());
          if (choice.policy === 'rfc-merge') {
            const { engine, plain } = trackedTables(machine, oracle);
            expect(engine).toEqual(plain);
          }
          made.made2m += machine.counters.made2m;
          made.made1g += machine.counters.made1g;
        }),
        { numRuns: 40, seed: SEED },
      );
      if (choice.policy === 'none') expect(made).toEqual({ made2m: 0, made1g: 0 });
      else expect(Math.min(made.made2m, made.made1g)).toBeGreaterThan(0);
    }, 300_000);
  }

  it('[CHECKPOINT-1] a checkpoint gives back the very state, whatever was done since', () => {
    fc.assert(
      fc.property(machines, fc.constantFrom(...CHOICES), runs, runs, (spec, choice, before, after) => {
        const machine = bootMachine(spec, profileFor(choice));
        for (const step of before) machine.apply(step);
        const then = stateOf(machine);
        const checkpoint = machine.checkpoint();
        const first = after.map((step) => machine.apply(step));
        const later = stateOf(machine);
        machine.restore(checkpoint);
        expect(stateOf(machine)).toEqual(then);
        expect(after.map((step) => machine.apply(step))).toEqual(first);
        expect(stateOf(machine)).toEqual(later);
        machine.restore(checkpoint);
        expect(stateOf(machine)).toEqual(then);
      }),
      { numRuns: 60, seed: SEED },
    );
  }, 300_000);
});
