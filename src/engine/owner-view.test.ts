import { describe, expect, it } from 'vitest';
import { PAGES_1G, PAGES_2M } from '../x86/page.ts';
import { PAGE_OWNERS, PageOwner } from '../x86/page-owner.ts';
import { bootMachine } from './boot.ts';
import { claimOf, claimsOf } from './claims.ts';
import { findOwner } from './find-owner.ts';
import type { Operation } from './operation.ts';
import { ownersIn, ownersOfRegion, ownerView } from './owner-view.ts';
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
      const run = runTo(4);
      const claims = claimsOf(run);
      const gibs = Uint32Array.of(0, 2, 3);
      const { gibOwner, cellOwner, cellPages, pageOwner, pages } = ownerView(run, gibs, order);
      const slow = new Float64Array(PAGE_OWNERS);
      for (let gib = 0; gib < run.machine.gibCount; gib++) {
        let most = 0;
        for (let n = 0; n < 512; n++) {
          const owners = ownersIn(run.machine, claims, gib * 512 + n);
          for (const owner of owners) slow[owner] += owner === 0 ? 0 : 1;
          const own = Math.max(...owners);
          most = Math.max(most, own);
          const detail = gibs.indexOf(gib);
          if (detail < 0) continue;
          expect(cellOwner[detail * 512 + n]).toBe(own);
          const first = cellPages[detail * 512 + n];
          for (let part = 0; first >= 0 && part < 1 << order; part++) {
            const size = 512 >> order;
            expect(pageOwner[first + part]).toBe(Math.max(...owners.subarray(part * size, (part + 1) * size)));
          }
        }
        expect(gibOwner[gib]).toBe(most);
      }
      expect([...pages]).toEqual([...slow]);
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
