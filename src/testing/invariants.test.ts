import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brokenInvariant } from '../engine/broken-invariant.ts';
import {
  bootMachine,
  LeafRunError,
  type Machine,
  machineFromLeaves,
  type Operation,
  type Profile,
  profileFor,
  Run,
} from '../engine/index.ts';
import { none } from '../engine/policies/none.ts';
import { pagesOf } from '../x86/page.ts';
import { largeToSmall, type Prot } from '../x86/prot.ts';
import { SET_MEMORY_CALLS } from '../x86/set-memory.ts';
import { CHOICES, machines, runs, runsWithOwners } from './arbitrary-runs.ts';
import { checkInvariants, mappedPages } from './check-invariants.ts';
import { leafList, leavesOfList } from './leaf-list.ts';

const SEED = 1;

/** Flags of every page in 4K format as stretches of equal ones: what a page-table walk gives, whatever the page sizes. */
function translation(machine: Machine): unknown[] {
  const stretches: { pfn: number; pages: number; prot: number }[] = [];
  for (const { pfn, level, prot, count } of leafList(machine.leafRuns())) {
    const small = level === 1 ? prot : largeToSmall(prot);
    const pages = count * pagesOf(level);
    const last = stretches.at(-1);
    if (last?.prot === small && last.pfn + last.pages === pfn) last.pages += pages;
    else stretches.push({ pfn, pages, prot: small });
  }
  return stretches;
}

const withoutPolicy = (profile: Profile): Profile => ({ ...profile, policy: none });
const pastCpa = ({ kind }: Operation): boolean => kind === 'kfence';

describe('after each of random operations on random machines', () => {
  for (const choice of CHOICES) {
    const name = choice.globalFix ? `${choice.policy} with patch 1` : choice.policy;

    it(`[INVARIANT-1] ${name}: tables form one tree, sums and counts are right, nothing is leaked or shared`, () => {
      fc.assert(
        fc.property(machines, runsWithOwners, (spec, steps) => {
          const machine = bootMachine(spec, profileFor(choice));
          const mapped = mappedPages(machine);
          checkInvariants(machine, mapped);
          for (const step of steps) {
            machine.apply(step);
            checkInvariants(machine, mapped);
          }
        }),
        { numRuns: 80, seed: SEED },
      );
    }, 300_000);

    it(`[INVARIANT-2] ${name}: making large pages changes no translation and no bit of any page`, () => {
      let made = 0;
      fc.assert(
        fc.property(machines, runsWithOwners, (spec, steps) => {
          const profile = profileFor(choice);
          const machine = bootMachine(spec, profile);
          const plain = bootMachine(spec, withoutPolicy(profile));
          for (const step of steps) {
            if (pastCpa(step) || step.kind === 'merge') continue;
            machine.apply(step);
            plain.apply(step);
          }
          machine.apply({ kind: 'merge', pfn: 0, pages: 0 });
          made += machine.counters.made2m;
          expect(translation(machine)).toEqual(translation(plain));
        }),
        { numRuns: 80, seed: SEED },
      );
      expect(made > 0).toBe(choice.policy !== 'none');
    }, 300_000);
  }
});

describe('bad use', () => {
  const numbers = fc.constantFrom(0, 1, -1, 512, 2 ** 18, 2 ** 31, 2 ** 32, 2 ** 40, 2 ** 53, 1.5, Number.NaN, 1e300);

  it('[BADUSE-1] any operation on any range is done, refused with an errno, or both in part, and harms no table', () => {
    fc.assert(
      fc.property(
        machines,
        fc.constantFrom(...CHOICES),
        fc.array(fc.tuple(runs, numbers, numbers), { minLength: 1, maxLength: 6 }),
        (spec, choice, tries) => {
          const machine = bootMachine(spec, profileFor(choice));
          const mapped = mappedPages(machine);
          for (const [[operation], pfn, pages] of tries) {
            if (!('pfn' in operation)) continue;
            const rc = machine.apply({ ...operation, pfn, pages });
            expect(rc <= 0 && rc > -4096).toBe(true);
            checkInvariants(machine, mapped);
          }
        },
      ),
      { numRuns: 25, seed: SEED },
    );
  }, 300_000);

  const pfns = fc.array(fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 0, max: 600 }) }, numbers), {
    maxLength: 8,
  });
  const addresses = fc.constantFrom(
    ...[0n, -1n, 1n << 64n, 1n << 70n, 0x7fff_ffff_f000n, 0x8000_0000_0000_0000n, 0xffff_ffff_ffff_f000n],
    ...[0xffff888000000000n, 0xffff888000200000n, 0xff11000000000000n],
    ...[0xffffc90000000000n, 0xffffc90000001001n, 0xffa0000000000000n, 0xffffffffc0000000n, 0xffffffffc0003000n],
  );
  const pages = fc.oneof({ weight: 2, arbitrary: fc.integer({ min: 0, max: 1100 }) }, numbers);
  const call = fc.constantFrom(...SET_MEMORY_CALLS);
  const elsewhere: fc.Arbitrary<Operation> = fc.oneof(
    fc.record({ kind: fc.constant('at' as const), call, address: addresses, pages }),
    fc.record({ kind: fc.constant('map' as const), address: addresses, pfns }),
    fc.record({ kind: fc.constant('unmap' as const), address: addresses, pages }),
    fc.record({ kind: fc.constant('array' as const), call: fc.constantFrom('uc', 'wc', 'wb'), pfns }),
    fc.record({ kind: fc.constant('vmap' as const), call, pfn: fc.integer({ min: 0, max: 600 }), pages }),
    fc.record({
      kind: fc.constant('split_mapping' as const),
      mode: fc.constantFrom(0, 1, 2, 3 as 2, Number.NaN as 2),
      ...{
        pages: fc.constantFrom(1, 3, 40, 0, -1, 0.5, 2 ** 53),
        cpus: fc.constantFrom(1, 2, 0, -1, Number.NaN, 2 ** 40),
      },
      ...{ rounds: fc.constantFrom(0, 1, 3, -1, 0.5, 2 ** 40), seed: fc.integer() },
    }),
    fc.record({ kind: fc.constantFrom('allocate' as const, 'free' as const), pfn: numbers, pages: numbers }),
    fc.record({ kind: fc.constantFrom('allocate' as const, 'free' as const), pfn: fc.constant(2 ** 18), pages }),
  );

  it('[BADUSE-2] the same holds at any address, of any array, and of memory taken, on a machine with no page left', () => {
    fc.assert(
      fc.property(
        machines,
        fc.constantFrom(...CHOICES),
        fc.array(elsewhere, { minLength: 1, maxLength: 12 }),
        fc.option(fc.integer({ min: 0, max: 6 })),
        (spec, choice, tries, left) => {
          const machine = bootMachine(spec, profileFor(choice));
          const mapped = mappedPages(machine);
          if (left !== null) leave(machine, left);
          for (const operation of tries) {
            const rc = machine.apply(operation);
            expect(rc <= 0 && rc > -4096).toBe(true);
            checkInvariants(machine, mapped);
            for (const area of machine.areas)
              expect(brokenInvariant(area, choice.policy === 'rfc-merge')).toBeUndefined();
          }
        },
      ),
      { numRuns: 40, seed: SEED },
    );
  }, 300_000);

  it('[BADUSE-2] where a table finds no page, nothing is mapped: -ENOMEM', () => {
    const machine = bootMachine(SMALL, profileFor(CHOICES[0]));
    const [page] = leave(machine, 3);
    const address = 0xffffc90000000000n;
    const pfns = Array.from({ length: 600 }, (_, i) => i);
    expect(machine.apply({ kind: 'map', address, pfns })).toBe(-12);
    expect(machine.apply({ kind: 'at', call: 'ro', address, pages: 1 })).toBe(-14);
    expect(machine.memory?.freePages).toBe(0);
    machine.memory?.freeRange(page, 1);
    expect(machine.apply({ kind: 'map', address, pfns })).toBe(0);
  });

  it('[BADUSE-3] what is no number, address, list or call is -EINVAL or a RangeError, and harms no table', () => {
    const junk = [undefined, null, Number.NaN, -1, 1.5, '5', '', {}, [], true, 5n, 2 ** 53, Symbol.iterator, () => 1];
    const fields: Record<string, readonly unknown[]> = {
      call: ['ro', 'np', '4k', 'uc'],
      pfn: [0, 2 ** 15, 2 ** 16],
      pages: [0, 1, 600],
      address: [0xffffc90000000000n, 0xffff888000005000n],
      pfns: [[1, 2], []],
      set: [0, 2],
      clear: [0, 1],
      mode: [0, 1, 2],
      cpus: [1],
      rounds: [1],
      seed: [1],
    };
    const kinds = ['call', 'at', 'map', 'unmap', 'pass', 'array', 'vmap', 'kfence', 'merge', 'allocate', 'free'];
    const kind = fc.constantFrom<unknown>(...kinds, 'split_mapping', 'bogus', 'constructor', undefined, 5);
    const field = (good: readonly unknown[]) => fc.oneof(fc.constantFrom(...good), fc.constantFrom<unknown>(...junk));
    const members = Object.fromEntries(Object.entries(fields).map(([name, good]) => [name, field(good)]));
    const some = fc.record({ kind, ...members }, { requiredKeys: ['kind'] }) as unknown as fc.Arbitrary<Operation>;
    fc.assert(
      fc.property(fc.constantFrom(...CHOICES), fc.array(some, { minLength: 20, maxLength: 40 }), (choice, tries) => {
        const machine = bootMachine(SMALL, profileFor(choice));
        const mapped = mappedPages(machine);
        for (const operation of tries) {
          try {
            expect(machine.begin(operation)?.rc).toBeUndefined();
            const rc = machine.apply(operation);
            expect(Number.isInteger(rc) && rc <= 0 && rc > -4096).toBe(true);
          } catch (error) {
            expect(error).toBeInstanceOf(RangeError);
          }
        }
        checkInvariants(machine, mapped);
      }),
      { numRuns: 60, seed: SEED },
    );
  });

  it('[BADUSE-3] more pages than there are addresses are -EINVAL, and as many as there are no long wait', () => {
    const machine = bootMachine(SMALL, profileFor(CHOICES[0]));
    const at = (pages: number) => machine.apply({ kind: 'at', call: 'x', address: 0xffff888000000000n, pages });
    expect([at(2 ** 53 - 1), at(2 ** 40 + 1), at(2 ** 40)]).toEqual([-22, -22, 0]);
  });

  it('[BADUSE-3] leaves of a size that there is not, and steps that there are not, are refused', () => {
    const layout = { directMapBase: 0xffff888000000000n, pagingLevels: 4 } as const;
    const profile = profileFor(CHOICES[0]);
    for (const level of [0, 4, 255])
      expect(() =>
        machineFromLeaves(
          leavesOfList([{ pfn: 0, level: level as 1, prot: 0x163 as Prot, count: 1 }]),
          layout,
          profile,
        ),
      ).toThrow(LeafRunError);
    const run = new Run(bootMachine(SMALL, profile), []);
    for (const step of [Number.NaN, -1, 1, 0.5]) expect(() => run.seek(step)).toThrow(RangeError);
  });

  it('[BADUSE-2] a PFN that is no number, or none of the machine, is -EINVAL', () => {
    const machine = bootMachine(SMALL, profileFor(CHOICES[0]));
    for (const pfn of [Number.NaN, 0.5, -1, 2 ** 40, 2 ** 52]) {
      expect(machine.apply({ kind: 'map', address: 0xffffc90000000000n, pfns: [pfn] })).toBe(-22);
      expect(machine.apply({ kind: 'array', call: 'uc', pfns: [pfn] })).toBe(-22);
    }
  });
});

const SMALL = { ram: [{ firstPfn: 0, endPfn: 2 ** 16 }], gbPages: true, pagingLevels: 4 } as const;

/** Takes all free pages but so many; gives back the pages that can be given back later, one of each block. */
function leave({ memory }: Machine, pages: number): number[] {
  const taken: number[] = [];
  for (let order = 10; order >= 0; order--)
    for (let pfn = memory?.allocate(order); pfn !== undefined; pfn = memory?.allocate(order)) taken.push(pfn);
  for (const pfn of taken.splice(0, pages)) memory?.freeRange(pfn, 1);
  return taken;
}
