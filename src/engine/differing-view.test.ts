import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CHOICES, machines, runsWithOwners } from '../testing/arbitrary-runs.ts';
import { guest, play } from '../testing/guest.ts';
import { slowDiffering } from '../testing/slow-differing.ts';
import { bootMachine } from './boot.ts';
import { differingView } from './differing-view.ts';
import type { Machine } from './machine.ts';
import { profileFor } from './profiles.ts';
import { Run } from './run.ts';

const NONE = 0xffff;

it('[NEAR-1] every table has the number of its entries that differ, and a GiB the least of all its tables', () => {
  const machine = guest('rfc-merge');
  play(machine, 'ro 5 1; ro 1029 2; ro 262144 7');
  const { gibTable, gibLeast, cellTable, tables } = differingView(machine, Uint32Array.of(4));
  expect(Array.from(gibTable.subarray(3))).toEqual([NONE, 2, 1]);
  expect(Array.from(gibLeast.subarray(3))).toEqual([NONE, 1, 1]);
  expect([cellTable[0], cellTable[1], cellTable[2]]).toEqual([1, NONE, 2]);
  expect([tables[2], tables[7]]).toEqual([2, 1]);
  expect(tables.reduce((sum, count) => sum + count)).toBe(machine.tables.inUse - machine.puds.length);
});

/** By GiB that of its PMD table, then those of its PTE tables, read from every entry. */
function readAnew(machine: Machine): readonly number[] {
  return Array.from({ length: machine.gibCount }, (_, gib) => {
    const table = machine.gibTable(gib);
    const children = Array.from({ length: 512 }, (_, i) => (table === 0 ? 0 : machine.tables.child(table, i)));
    return [table, ...children].map((id) => (id === 0 ? NONE : slowDiffering(machine, id)));
  }).flat();
}

it('[NEAR-9] asked again at any step, forth and back and after an edit, it is what reading all tables says', () => {
  const visits = fc.array(fc.tuple(fc.nat(1000), fc.nat(1000), fc.boolean()), { minLength: 3, maxLength: 12 });
  fc.assert(
    fc.property(machines, fc.constantFrom(...CHOICES), runsWithOwners, visits, (spec, choice, operations, looks) => {
      const run = new Run(bootMachine(spec, profileFor(choice)), operations);
      run.advance(operations.length);
      for (const [visit, look, edit] of looks) {
        const step = visit % (run.steps + 1);
        if (edit) run.edit(step, { insert: operations[visit % operations.length] });
        run.advance(run.steps);
        const { machine } = run;
        run.seek(look % (run.steps + 1));
        const gibs = Uint32Array.from({ length: machine.gibCount }, (_, gib) => gib);
        const { gibTable, gibLeast, cellTable, tables } = differingView(machine, gibs);
        const anew = readAnew(machine);
        const byTable = new Float64Array(513);
        for (const entries of anew) if (entries !== NONE) byTable[entries]++;
        for (const gib of gibs) {
          const [own, ...cells] = anew.slice(gib * 513, (gib + 1) * 513);
          expect(gibTable[gib]).toBe(own);
          expect(gibLeast[gib]).toBe(Math.min(own, ...cells));
          expect(Array.from(cellTable.subarray(gib * 512, (gib + 1) * 512))).toEqual(cells);
        }
        expect(tables).toEqual(byTable);
      }
    }),
    { numRuns: 25 },
  );
});
