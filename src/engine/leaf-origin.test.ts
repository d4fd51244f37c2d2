import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CHOICES, machines, runsWithOwners } from '../testing/arbitrary-runs.ts';
import { PAGES_1G } from '../x86/page.ts';
import { bitNames, largeToSmall, protHi, protLo } from '../x86/prot.ts';
import { bootMachine, leafOrigin, type Operation, profileFor, Run } from './index.ts';
import type { Machine } from './machine.ts';

/** Level and flags (in 4K format, by name) of the leaf that maps a page. */
function leafAt(machine: Machine, pfn: number) {
  const { level, word } = machine.lookup(pfn);
  const prot = machine.words.prot[word];
  return { level, word, names: new Set(bitNames(level > 1 ? largeToSmall(prot) : prot, 1)) };
}

it('[ORIGIN-1] says of every flag of a leaf, and of its size, the last step that changed it', () => {
  const pages = fc.constantFrom(0, 150, PAGES_1G, PAGES_1G + 1, PAGES_1G + 512, PAGES_1G + 513, 2 * PAGES_1G);
  fc.assert(
    fc.property(
      machines,
      fc.constantFrom(...CHOICES),
      runsWithOwners,
      fc.nat(99),
      pages,
      (spec, choice, list, at, page) => {
        const run = new Run(bootMachine(spec, profileFor(choice)), list);
        run.advance(list.length);
        run.seek(list.length - (at % (list.length + 1)));
        const found = leafOrigin(run, page);

        const again = bootMachine(spec, profileFor(choice));
        const pfn = found?.pfn ?? page;
        const boot = leafAt(again, pfn);
        let before = boot;
        let made: unknown;
        const bits = new Map<string, number>();
        for (let step = 1; step <= run.step; step++) {
          again.apply(list[step - 1]);
          const after = leafAt(again, pfn);
          for (const name of [...before.names, ...after.names])
            if (before.names.has(name) !== after.names.has(name)) bits.set(name, step);
          if (after.level !== before.level) made = { step, by: after.level < before.level ? 'split' : 'merge' };
          before = after;
        }
        if (before.word === 0) expect(found).toBeUndefined();
        else {
          expect(found?.made).toEqual(made);
          expect(new Map(found?.bits.map(({ name, step }) => [name, step]))).toEqual(bits);
          const prot = again.words.prot[again.lookup(pfn).word];
          const bit = (at: number) => ((at < 32 ? protLo(prot) >> at : protHi(prot) >> (at - 32)) & 1) === 1;
          for (const { name, set, asAtBoot, bit: place } of found?.bits ?? []) {
            expect([set, asAtBoot]).toEqual([before.names.has(name), before.names.has(name) === boot.names.has(name)]);
            expect(bit(place)).toBe(set);
          }
        }
      },
    ),
    { numRuns: 60 },
  );
});

it('[ORIGIN-2] what comes and goes within one step has not changed; what came back is as it was', () => {
  const ram = [{ firstPfn: 0, endPfn: 2 * PAGES_1G }];
  const rfc = profileFor({ policy: 'rfc-merge', globalFix: true });
  const operations = (['ro', 'np', 'p', 'rw'] as const).map(
    (call): Operation => ({ kind: 'call', call, pfn: PAGES_1G + 5, pages: 1 }),
  );
  const run = new Run(bootMachine({ ram, gbPages: true, pagingLevels: 4 }, rfc), operations);
  run.advance(4);
  run.seek(3);
  expect(leafOrigin(run, PAGES_1G + 5)).toEqual({
    pfn: PAGES_1G + 5,
    level: 1,
    made: { step: 1, by: 'split' },
    bits: [
      { name: 'PRESENT', bit: 0, set: true, step: 3, asAtBoot: true },
      { name: 'RW', bit: 1, set: false, step: 1, asAtBoot: false },
      { name: 'GLOBAL', bit: 8, set: true, step: 3, asAtBoot: true },
    ],
  });
  expect(leafOrigin(run, PAGES_1G + 6)).toMatchObject({ made: { step: 1, by: 'split' }, bits: [] });
  run.seek(4);
  expect(leafOrigin(run, PAGES_1G + 5)).toEqual({ pfn: PAGES_1G, level: 3, made: { step: 4, by: 'merge' }, bits: [] });
});
