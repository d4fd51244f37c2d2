import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHOICES, machines, runsWithOwners } from '../testing/arbitrary-runs.ts';
import { slowOwners } from '../testing/slow-owners.ts';
import { PAGES_1G, PAGES_2M } from '../x86/page.ts';
import { PAGE_OWNERS, PageOwner } from '../x86/page-owner.ts';
import { bootMachine } from './boot.ts';
import { claimOf } from './claims.ts';
import { findOwner } from './find-owner.ts';
import type { Operation } from './operation.ts';
import { ownersOfRegion, ownerView } from './owner-view.ts';
import { profileFor } from './profiles.ts';
import { Run } from './run.ts';

const RAM = [
  { firstPfn: 1, endPfn: 0x9f },
  { firstPfn: 0x100, endPfn: PAGES_1G - 0x20 },
  { firstPfn: 2 * PAGES_1G, endPfn: 4 * PAGES_1G },
];
const MODULE = 2 * PAGES_1G + 700;
const OPERATIONS: readonly Operation[] = [
  { kind: 'call', call: 'ro', pfn: MODULE, pages: 3, owner: 'module' },
  { kind: 'call', call: 'ro', pfn: MODULE + 10, pages: 1, owner: 'bpf' },
  { kind: 'call', call: 'wc', pfn: 2 * PAGES_1G + 4 * PAGES_2M, pages: 2 * PAGES_2M, owner: 'driver' },
  { kind: 'call', call: 'dm_inval', pfn: MODULE + 1, pages: 1 },
  { kind: 'call', call: 'dm_default', pfn: MODULE + 1, pages: 1 },
];

function runTo(step: number): Run {
  const machine = bootMachine(
    { ram: RAM, gbPages: true, pagingLevels: 4 },
    profileFor({ policy: 'none', globalFix: false }),
  );
  const run = new Run(machine, OPERATIONS);
  run.advance(OPERATIONS.length);
  run.seek(step);
  return run;
}

const most = (owners: Uint8Array): number => owners.reduce((a, b) => Math.max(a, b), 0);

/** The view says of every GiB, cell and part of a split cell, and of the whole machine, what going through all says. */
function expectOwners(run: Run, gibs: Uint32Array, order: number): void {
  const { machine } = run;
  const slow = slowOwners(run);
  const { gibOwner, cellOwner, cellPages, pageOwner, pages } = ownerView(run, gibs, order);
  const counts = new Float64Array(PAGE_OWNERS);
  for (const owner of slow) if (owner !== PageOwner.none) counts[owner]++;
  expect(pages).toEqual(counts);
  for (let gib = 0; gib < machine.gibCount; gib++)
    expect(gibOwner[gib]).toBe(most(slow.subarray(gib * PAGES_1G, (gib + 1) * PAGES_1G)));
  const size = PAGES_2M >> order;
  for (let cell = 0; cell < gibs.length * 512; cell++) {
    const start = (gibs[cell >> 9] * 512 + (cell & 511)) * PAGES_2M;
    const owners = new Uint8Array(PAGES_2M);
    owners.set(slow.subarray(start, start + PAGES_2M));
    const first = cellPages[cell];
    expect(cellOwner[cell]).toBe(most(owners));
    const split = machine.lookup(start).level === 1;
    if (first < 0) expect(split && new Set(owners).size > 1).toBe(false);
    for (let part = 0; first >= 0 && part < 1 << order; part++)
      expect(pageOwner[first + part]).toBe(most(owners.subarray(part * size, (part + 1) * size)));
  }
}

describe('who has a page', () => {
  it('[OWNER-1] is who made the last call on it that says so, until the page is given back', () => {
    const owner = (step: number, pfn: number) => ownersOfRegion(runTo(step), { level: 1, pfn }).indexOf(1);
    expect(owner(0, MODULE + 1)).toBe(PageOwner.free);
    expect(owner(1, MODULE + 1)).toBe(PageOwner.module);
    expect(owner(4, MODULE + 1)).toBe(PageOwner.module);
    expect(owner(5, MODULE + 1)).toBe(PageOwner.free);
    expect(owner(2, MODULE + 10)).toBe(PageOwner.bpf);
    expect(claimOf(runTo(4), MODULE + 1)).toEqual({ owner: PageOwner.module, step: 1 });
    expect(claimOf(runTo(5), MODULE + 1)).toBeUndefined();
  });

  it('[OWNER-2] is a table for every page that holds one, and free or in use by the page allocator', () => {
    const run = runTo(5);
    const { pages } = ownerView(run, new Uint32Array(), 0);
    expect(pages[PageOwner.table]).toBe(run.machine.tables.inUse);
    expect(pages[PageOwner.bpf]).toBe(1);
    expect(pages[PageOwner.driver]).toBe(2 * PAGES_2M);
    expect(pages.reduce((sum, count) => sum + count, 0)).toBe(RAM.reduce((sum, r) => sum + r.endPfn - r.firstPfn, 0));
    expect(pages[PageOwner.unknown]).toBe(0);
    expect(pages[PageOwner.used]).toBeGreaterThan(0);
  });

  it.each([0, 4, 9])(
    '[OWNER-3] what stands for many pages has the most telling owner of theirs, at order %i',
    (order) => {
      expectOwners(runTo(4), Uint32Array.of(0, 2, 3), order);
    },
  );

  it('[OWNER-4] is found in address order, neighbours together, both ways', () => {
    const run = runTo(4);
    const module = (pfn: number | undefined, direction: 1 | -1) =>
      findOwner(run, PageOwner.module, pfn === undefined ? undefined : { level: 1, pfn }, direction);
    expect(module(undefined, 1)).toEqual({ region: { level: 1, pfn: MODULE }, pages: 3 });
    expect(module(MODULE, 1)).toEqual({ region: { level: 1, pfn: MODULE }, pages: 3 });
    expect(findOwner(run, PageOwner.driver, undefined, -1)).toEqual({
      region: { level: 2, pfn: 2 * PAGES_1G + 4 * PAGES_2M },
      pages: 2 * PAGES_2M,
    });
    expect(findOwner(run, PageOwner.unknown, undefined, 1)).toBeUndefined();
    expect(findOwner(run, PageOwner.kernel, undefined, 1)).toBeUndefined();
    const free = findOwner(run, PageOwner.free, { level: 1, pfn: 0x3000 }, 1);
    expect(run.machine.memory?.isFree(free?.region.pfn ?? 0)).toBe(true);
  });
});

it("[OWNER-2] the pages of the kernel image are the kernel's where the image is known, whatever is called on them", () => {
  const image = {
    text: { firstPfn: 0x1000, endPfn: 0x1400 },
    rodata: { firstPfn: 0x1400, endPfn: 0x1600 },
    init: { firstPfn: 0x1a00, endPfn: 0x1a40 },
    readOnly: [],
    endPfn: 0x1b10,
    physBase: 0,
  };
  const ram = [{ firstPfn: 0, endPfn: PAGES_1G }];
  const spec = { ram, gbPages: true, pagingLevels: 4, image } as const;
  const machine = bootMachine(spec, profileFor({ policy: 'none', globalFix: false }));
  const run = new Run(machine, [{ kind: 'call', call: 'rw', pfn: 0x1700, pages: 1 }]);
  run.advance(1);
  const { pages } = ownerView(run, new Uint32Array(), 0);
  expect(pages[PageOwner.kernel]).toBe(0x1a00 - 0x1000 + (0x1b10 - 0x1a40));
  expect(ownersOfRegion(run, { level: 1, pfn: 0x1700 })[PageOwner.kernel]).toBe(1);
  expect(findOwner(run, PageOwner.kernel, undefined, 1)).toEqual({ region: { level: 2, pfn: 0x1000 }, pages: 0xa00 });
});

it('[OWNER-8] asked again at any step, forth and back and after an edit, it is what going through all operations says', () => {
  const owned = fc.constantFrom('module' as const, 'bpf' as const, 'driver' as const, undefined);
  const array = fc.record({
    kind: fc.constant('array' as const),
    call: fc.constantFrom('uc' as const, 'wb' as const),
    pfns: fc.array(fc.integer({ min: 2 * PAGES_1G - 2, max: 2 * PAGES_1G + 600 }), { maxLength: 9 }),
  });
  const operations = fc
    .tuple(runsWithOwners, fc.array(owned, { minLength: 1, maxLength: 9 }), fc.array(array, { maxLength: 9 }))
    .map(([list, owners, arrays]) =>
      list.flatMap((operation, i): Operation[] => {
        const owner = owners[i % owners.length];
        const one = operation.kind === 'call' && owner !== undefined ? { ...operation, owner } : operation;
        return arrays[i] === undefined ? [one] : [arrays[i], one];
      }),
    );
  const visits = fc.array(fc.record({ at: fc.nat(1000), edit: fc.boolean(), look: fc.nat(1000), order: fc.nat(9) }), {
    minLength: 3,
    maxLength: 8,
  });
  fc.assert(
    fc.property(machines, fc.constantFrom(...CHOICES), operations, visits, (spec, choice, list, looks) => {
      const run = new Run(bootMachine(spec, profileFor(choice)), list);
      run.advance(list.length);
      for (const { at, edit, look, order } of looks) {
        const step = at % (run.steps + 1);
        if (edit)
          run.edit(step, at % 3 > 0 || step === run.steps ? { insert: list[at % list.length] } : { remove: true });
        run.advance(run.steps);
        run.seek(look % (run.steps + 1));
        expectOwners(run, Uint32Array.of(0, 1, 2), order);
      }
    }),
    { numRuns: 10 },
  );
}, 120_000);
