import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bootMachine, type Machine, type Operation, type Profile, profileFor } from '../engine/index.ts';
import { none } from '../engine/policies/none.ts';
import { pagesOf } from '../x86/page.ts';
import { largeToSmall } from '../x86/prot.ts';
import { CHOICES, machines, runs, runsWithOwners } from './arbitrary-runs.ts';
import { checkInvariants, mappedPages } from './check-invariants.ts';

const SEED = 7;

/** Flags of every page in 4K format as stretches of equal ones: what a page-table walk gives, whatever the page sizes. */
function translation(machine: Machine): unknown[] {
  const stretches: { pfn: number; pages: number; prot: number }[] = [];
  for (const { pfn, level, prot, count } of machine.leafRuns()) {
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
});
