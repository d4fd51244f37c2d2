import { expect, it } from 'vitest';
import { PAGES_1G } from '../x86/page.ts';
import { bootMachine, type MachineSpec } from './boot.ts';
import { profileFor } from './profiles.ts';

const boot = (more: Partial<MachineSpec>) =>
  bootMachine(
    { ram: [{ firstPfn: 0, endPfn: 600 * PAGES_1G }], gbPages: true, pagingLevels: 4, ...more },
    profileFor({ policy: 'none', globalFix: false }),
  );

const text = (machine: ReturnType<typeof boot>, pfn: number): string[] =>
  machine.walk(pfn).map(({ level, folded, index, entry, kind }) => {
    const bits = entry && entry.hi.toString(16).padStart(8, '0') + entry.lo.toString(16).padStart(8, '0');
    return `${level}${folded ? ' folded' : ''} ${index} ${kind} ${bits}`;
  });

const frame = (pfn: number): string => pfn.toString(16).padStart(13, '0');

it('[WALK-1] goes from the PGD to the leaf, with the index at each level and the 64 bits', () => {
  const machine = boot({});
  const { tables } = machine;
  const pud = machine.puds[0];
  const pmd = machine.gibTable(0);
  expect(text(machine, 5)).toEqual([
    `PGD 273 table ${frame(tables.frame(pud))}067`,
    `P4D folded 0 table ${frame(tables.frame(pud))}067`,
    `PUD 0 table ${frame(tables.frame(pmd))}067`,
    `PMD 0 table ${frame(tables.frame(tables.child(pmd, 0)))}067`,
    'PTE 5 leaf 8000000000005163',
  ]);
  expect(text(machine, 513 * PAGES_1G + 7).slice(2)).toEqual(['PUD 1 leaf 80000080400001e3']);
  expect(text(machine, 513 * PAGES_1G)[0]).toMatch(/^PGD 274 table/);
});

it('[WALK-2] has a P4D of its own with 5 levels', () => {
  const machine = boot({ pagingLevels: 5 });
  const rows = text(machine, PAGES_1G);
  expect(rows[0]).toBe(`PGD 273 table ${frame(600 * PAGES_1G - 1)}067`);
  expect(rows[1]).toMatch(/^P4D 0 table 0{4}/);
  expect(rows[2]).toBe('PUD 1 leaf 80000000400001e3');
  expect([...machine.tableFrames()]).not.toContain(600 * PAGES_1G - 1);
});

it('[WALK-3] with KASLR a direct map may begin anywhere: it goes on in the next PUD, P4D and PGD entry', () => {
  const directMapBase = 0xff11000000000000n + 511n * 2n ** 39n + 510n * 2n ** 30n;
  const machine = boot({ pagingLevels: 5, directMapBase });
  const indices = (gib: number) => text(machine, gib * PAGES_1G + 3).map((row) => row.split(' ', 2).join(' '));
  expect(indices(0)).toEqual(['PGD 273', 'P4D 511', 'PUD 510', 'PMD 0', 'PTE 3']);
  expect(indices(1)).toEqual(['PGD 273', 'P4D 511', 'PUD 511']);
  expect(indices(2)).toEqual(['PGD 274', 'P4D 0', 'PUD 0']);
  expect(indices(514)).toEqual(['PGD 274', 'P4D 1', 'PUD 0']);
  const [first, wrapped] = [1, 2].map((gib) => machine.walk(gib * PAGES_1G));
  expect(first[0].entry).toBeDefined();
  expect([wrapped[0].kind, wrapped[0].entry]).toEqual(['table', undefined]);
  expect(text(machine, 2 * PAGES_1G)[2]).toBe('PUD 0 leaf 80000000800001e3');
  expect(machine.puds.slice(0, 3).every((pud) => pud !== 0)).toBe(true);
  machine.apply({ kind: 'call', call: 'ro', pfn: 2 * PAGES_1G - 1, pages: 2 });
  expect(machine.leafRuns(2 * PAGES_1G - 1, 2 * PAGES_1G + 1).count).toEqual(Float64Array.of(2));
  expect(machine.space.find(directMapBase + 2n ** 31n)).toMatchObject({ page: 2 * PAGES_1G });
});

it('[WALK-1] ends where nothing is mapped', () => {
  expect(text(boot({}), 601 * PAGES_1G).slice(2)).toEqual(['PUD 89 empty 0000000000000000']);
  expect(text(boot({}), 1025 * PAGES_1G)).toEqual([
    'PGD 275 empty 0000000000000000',
    'P4D folded 0 empty 0000000000000000',
  ]);
});
