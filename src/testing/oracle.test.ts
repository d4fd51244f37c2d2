import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entryHalves } from '../engine/entry-pfn.ts';
import {
  type Area,
  bootMachine,
  type KernelImage,
  type Machine,
  type MachineSpec,
  type Operation,
  profileFor,
} from '../engine/index.ts';
import { leafRuns } from '../engine/leaf-runs.ts';
import { PAGES_1G, PAGES_2M, pagesOf } from '../x86/page.ts';
import { ENC, type Prot, protHex } from '../x86/prot.ts';
import { SET_MEMORY_CALLS } from '../x86/set-memory.ts';
import { CHOICES, END, machines, stories } from './arbitrary-runs.ts';
import { ORACLE_MODULES, Oracle } from './oracle.ts';
import type { OracleArea } from './oracle-area.ts';

/** The oracle has no page allocator, so nothing that acts on free pages. */
const ORACLE_CHOICES = CHOICES.filter(({ policy }) => policy !== 'collapse-on-free');

/** Runs in which every policy makes large pages of both sizes. */
const SEED = 42;

/** A kernel of 6 MiB, whose read-only data ends inside a 2M page. */
const IMAGE: KernelImage = {
  text: { firstPfn: 0x1000, endPfn: 0x1203 },
  rodata: { firstPfn: 0x1400, endPfn: 0x1605 },
  init: { firstPfn: 0x1880, endPfn: 0x1a10 },
  readOnly: [{ firstPfn: 0x1a20, endPfn: 0x1a21 }],
  endPfn: 0x1b00,
  physBase: 0x800,
};
const HIGH = 0xffffffff80000000n;
const VMALLOC = 0xffffc90000000000n;
const DIRECT = 0xffff888000000000n;
/** 64 TiB from there on are more than there are to the vmalloc area. */
const KASLR = 0xffff9b4fc0000000n;

/** Those with a kernel, encryption and a BIOS; of 4 levels, as the addresses below are. */
const oracleMachines = fc
  .record({
    machine: machines,
    pciBios: fc.constantFrom(false, false, true),
    image: fc.option(fc.constant(IMAGE), { nil: undefined }),
    cBit: fc.option(fc.constantFrom(47, 51), { nil: undefined }),
    directMapBase: fc.constantFrom(DIRECT, DIRECT, KASLR),
  })
  .map(({ machine, ...more }) => ({ ...machine, pagingLevels: 4, ...more })) as fc.Arbitrary<MachineSpec>;

const page = (base: bigint, from: number): bigint => base + (BigInt(from) << 12n);

/** Addresses at which several areas meet: mapped, not mapped, in the image and its gaps, outside all areas. */
const addresses = fc
  .tuple(
    fc.constantFrom(
      ...[0, 0, 0, 5, 510, 600].map((at) => page(VMALLOC, at)),
      ...[0, 0, 0, 5, 510].map((at) => page(ORACLE_MODULES, at)),
      ...[0x7ff, 0x800, 0xa00, 0xa03, 0xc00, 0xe00, 0xe05, 0x1080, 0x1220, 0x1300, 0x1400].map((at) => page(HIGH, at)),
      ...[0xa0, 0x1000, 0x1203, 0x1400, 0x1a20, PAGES_1G, END - 1, END].map((at) => page(DIRECT, at)),
      ...[0xa0, 0x1000, PAGES_1G, END - 1, END].map((at) => page(KASLR, at)),
      0xffffff0000000000n,
      0x00007fffffff0000n,
    ),
    fc.constantFrom(0, 0, 0, 1, 3),
  )
  .map(([address, offset]) => page(address, offset));
const somePfns = fc.oneof(
  fc.array(fc.constantFrom(0xa5, 0x1000, 0x1200, 0x1401, 0x1604, 0x1a20, PAGES_1G, PAGES_1G + 7, END - 1, 150), {
    minLength: 1,
    maxLength: 5,
  }),
  fc
    .tuple(fc.constantFrom(PAGES_1G, 0x1000, 0x1400, 2 * PAGES_1G - 512), fc.constantFrom(1, 4, 512, 520))
    .map(([first, count]) => Array.from({ length: count }, (_, i) => first + i)),
);
const elsewhere: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('array' as const),
      call: fc.constantFrom('uc' as const, 'wc' as const, 'wb' as const),
      pfns: somePfns,
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('map' as const), address: addresses, pfns: somePfns }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('unmap' as const),
      address: addresses,
      pages: fc.constantFrom(1, 2, 512),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('at' as const),
      call: fc.constantFrom(...SET_MEMORY_CALLS),
      address: addresses,
      pages: fc.constantFrom(0, 1, 1, 2, 34, 512, 512, 1024),
    }),
  },
);

const runs = fc
  .array(
    fc.oneof({ weight: 17, arbitrary: stories }, { weight: 6, arbitrary: elsewhere.map((operation) => [operation]) }),
    { minLength: 5, maxLength: 30 },
  )
  .map((parts) => parts.flat());

/** The first page at which engine and oracle differ, in any of the 64 bits or in the size; undefined: none. */
function firstDifference(machine: Machine, oracle: Oracle): unknown {
  const { vmalloc, high } = machine.space;
  return firstInArea(machine, oracle.direct) ?? firstInArea(vmalloc, oracle.vmalloc) ?? firstInArea(high, oracle.high);
}

function firstInArea(area: Area, oracle: OracleArea): unknown {
  for (let at = 0; at < oracle.pages; ) {
    const { table, index, level, word } = area.lookup(at);
    const halves = entryHalves(area, table, index);
    const entry = halves && (BigInt(halves.hi) << 32n) | BigInt(halves.lo);
    const found = [word === 0 ? 0 : level, word === 0 ? 0n : entry];
    const expected = [oracle.level[at], oracle.entry[at]];
    if (found[0] !== expected[0] || found[1] !== expected[1])
      return { area: area.name, page: at, found, expected: [expected[0], expected[1].toString(16)] };
    at += oracle.level[at] === 0 ? 1 : pagesOf(level);
  }
  return undefined;
}

/** Flags as the hardware has them, the C bit included. */
function flagsText({ cBit }: Machine, prot: Prot): string {
  const enc = cBit !== undefined && prot & ENC ? 1n << BigInt(cBit) : 0n;
  return (BigInt(`0x${protHex(prot)}`) | enc).toString(16);
}

/** Tables of a split: their same_prot and nr_same_prot, in the engine as in the oracle. */
function trackedTables(machine: Machine, oracle: Oracle): { engine: unknown[]; plain: unknown[] } {
  const { tables, words } = machine;
  const plain = [...oracle.direct.tracked].map(([key, { same, nr }]) => [key, true, same.toString(16), nr]);
  const engine = [...oracle.direct.tracked.keys()].map((key) => {
    const [level, base] = key.split(':').map(Number);
    const gibTable = machine.gibTable(Math.floor(base / PAGES_1G));
    const table = level === 2 ? gibTable : tables.child(gibTable, Math.floor(base / PAGES_2M) % 512);
    return [key, tables.isSplit(table), flagsText(machine, words.prot[tables.sameProt(table)]), tables.nrSame(table)];
  });
  return { engine, plain };
}

const stateOf = (machine: Machine): unknown => [
  machine.leafRuns(),
  machine.leafCounts(),
  { ...machine.counters },
  machine.tables.inUse,
  [...machine.tableFrames()],
  [machine.space.vmalloc, machine.space.high].map((area) => [leafRuns(area, 0, 2 ** 19), area.tables.inUse]),
];

describe('random machines and operations', () => {
  for (const choice of ORACLE_CHOICES) {
    const name = choice.globalFix ? `${choice.policy} with patch 1` : choice.policy;

    it(`[ORACLE-1] ${name}: the engine does what the plain rules do, to the bit`, () => {
      const made = { made2m: 0, made1g: 0 };
      fc.assert(
        fc.property(oracleMachines, runs, (spec, steps) => {
          const machine = bootMachine(spec, profileFor(choice));
          const oracle = new Oracle(spec, choice);
          for (const step of steps) {
            expect(machine.apply(step)).toBe(oracle.apply(step));
            expect(machine.counters).toEqual(oracle.counters);
          }
          expect(machine.leafCounts()).toEqual(oracle.direct.leafCounts());
          expect(firstDifference(machine, oracle)).toBeUndefined();
          expect(machine.tables.inUse).toBe(oracle.direct.tableCount());
          if (choice.policy === 'rfc-merge') {
            const { engine, plain } = trackedTables(machine, oracle);
            expect(engine).toEqual(plain);
          }
          made.made2m += machine.counters.made2m;
          made.made1g += machine.counters.made1g;
        }),
        { numRuns: 30, seed: SEED },
      );
      if (choice.policy === 'none') expect(made).toEqual({ made2m: 0, made1g: 0 });
      else expect(Math.min(made.made2m, made.made1g)).toBeGreaterThan(0);
    }, 300_000);
  }

  it('[CHECKPOINT-1] a checkpoint gives back the very state, whatever was done since', () => {
    fc.assert(
      fc.property(oracleMachines, fc.constantFrom(...ORACLE_CHOICES), runs, runs, (spec, choice, before, after) => {
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
