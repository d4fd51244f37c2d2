import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHOICES, machines, runsWithOwners } from '../testing/arbitrary-runs.ts';
import { guest, play, WINDOW } from '../testing/guest.ts';
import { bitNames } from '../x86/prot.ts';
import type { PolicyName } from '../x86/set-memory.ts';
import { collapseTable } from './collapse-table.ts';
import { bootMachine, type Machine, mappingOf, profileFor, Run, type WhyNot, whyNot } from './index.ts';

/** Reasons that leave nothing but the trigger to wait for. */
const READY: readonly WhyNot['reason'][] = ['not-free', 'free-unknown', 'not-logged', 'waits-for-batch', 'no-trigger'];

/** Whether the policy takes the table as soon as it looks at it. */
function taken(machine: Machine, table: number): boolean {
  const { tables, profile } = machine;
  const { policy } = profile;
  const level = tables.level(table) as 1 | 2;
  const base = tables.base(table);
  return machine.tryOut(() => {
    if (policy.name === 'none') return false;
    if (policy.name !== 'rfc-merge') return collapseTable(machine, base, level);
    const word = tables.get(table, 0);
    policy.entryWritten(machine, table, 0, word, word);
    return machine.lookup(base).level > level;
  });
}

it('[WHY-5] under every policy exactly the tables that would be taken wait for nothing but the trigger', () => {
  const met = new Set<string>();
  fc.assert(
    fc.property(machines, fc.constantFrom(...CHOICES), runsWithOwners, (spec, choice, operations) => {
      const run = new Run(bootMachine(spec, profileFor(choice)), operations);
      run.advance(operations.length);
      const { machine } = run;
      const { tables, words } = machine;
      for (let table = 1; table < tables.end; table++) {
        if (!tables.isUsed(table) || tables.level(table) === 3) continue;
        const why = whyNot(run, table);
        met.add(why.reason);
        const ready = READY.includes(why.reason) || why.reason === 'miscounted-full';
        expect([why.reason, ready]).toEqual([why.reason, taken(machine, table)]);
        const leaves = [...tables.cellsOf(table)].filter((word) => words.level[word] > 0);
        const differing = leaves.filter((word) => words.prot[word] !== why.reference);
        expect(why.groups.reduce((sum, { entries }) => sum + entries, 0)).toBe(differing.length);
        for (const { lacks, has, entries } of why.groups) {
          const level = tables.level(table);
          const same = differing.filter(
            (word) =>
              bitNames(words.prot[word] ^ why.reference, level).length === lacks.length + has.length &&
              [...lacks].every((name) => !bitNames(words.prot[word], level).includes(name)) &&
              [...has].every((name) => bitNames(words.prot[word], level).includes(name)),
          );
          expect(same.length).toBe(entries);
        }
        if (why.reason === 'waits-for-batch' || why.reason === 'not-logged') {
          const base = tables.base(table);
          const merged = machine.tryOut(() => {
            machine.apply({ kind: 'merge', pfn: 0, pages: 0 });
            return machine.lookup(base).level > tables.level(table) || !tables.isUsed(table);
          });
          expect(merged).toBe(why.reason === 'waits-for-batch');
        }
      }
    }),
    { numRuns: 120 },
  );
  for (const reason of ['differs', 'children-split', 'no-1g-pages', 'waits-for-batch', 'no-trigger', 'boot-table'])
    expect(met).toContain(reason);
});

/** Why the 2M at page 512 of a guest's window is in pieces after a script. */
function reasonAfter(policy: PolicyName, script: string, before: (machine: Machine) => void = () => undefined): WhyNot {
  const machine = guest(policy);
  before(machine);
  play(machine, script);
  const { table } = mappingOf(machine, { level: 2, pfn: WINDOW + 512 });
  const run = new Run(machine, []);
  return whyNot(run, table);
}

describe('[WHY-6] the reason is that of the policy', () => {
  it('batched: waits for the batch, or is not in the log', () => {
    expect(reasonAfter('batched', 'ro 600 1; rw 600 1')).toMatchObject({ reason: 'waits-for-batch', equal: 512 });
    expect(reasonAfter('batched', '4k 512 512').reason).toBe('not-logged');
  });

  it('collapse on free: a page of the block is in use, or not known to be free', () => {
    const hold = (machine: Machine) => machine.apply({ kind: 'allocate', pfn: WINDOW + 512, pages: 512 });
    const why = reasonAfter('collapse-on-free', 'ro 600 1; rw 600 1', hold);
    expect(why.reason).toBe('not-free');
    expect(why.sentence).toContain(' 512 of the 512 pages are not free');
    expect(reasonAfter('collapse-on-free', 'ro 600 1; rw 600 1').reason).toBe('no-trigger');
  });

  it('collapse: set_memory_rox asks, KERNEL_4K and a wrong PFN forbid', () => {
    expect(reasonAfter('collapse', 'x 600 1; nx 600 1').sentence).toContain('set_memory_rox()');
    expect(reasonAfter('collapse', '4k 512 512').reason).toBe('kernel-4k');
    const odd = reasonAfter('collapse', 'np 600 1; kfence_p 600 1; global 600 1');
    expect([odd.reason, odd.sentence]).toEqual(['wrong-pfn', expect.stringContaining('1 PFN does not follow')]);
  });

  it('rfc-merge: KFENCE makes the count wrong, to either side', () => {
    const over = reasonAfter('rfc-merge', '4k 600 1; kfence_np 600 1');
    expect([over.reason, over.equal, over.differingCount]).toEqual(['miscounted-full', 512, 1]);
    const under = reasonAfter('rfc-merge', '4k 600 1; kfence_np 600 1; p 600 1');
    expect([under.reason, under.equal]).toEqual(['miscounted', 513]);
  });

  it('a condition that the policy checks first comes first: tracked, not kept in 4K', () => {
    const machine = guest('rfc-merge');
    machine.apply({ kind: 'call', call: 'ro', pfn: 300, pages: 1 });
    const { table } = mappingOf(machine, { level: 2, pfn: 0 });
    const why = whyNot(new Run(machine, []), table);
    expect([why.reason, why.differingCount]).toEqual(['boot-table', 1]);
    expect(reasonAfter('collapse', '4k 512 1; ro 600 1')).toMatchObject({ reason: 'kernel-4k', differingCount: 2 });
    expect(reasonAfter('collapse', '4k 513 1; ro 600 1')).toMatchObject({ reason: 'differs', differingCount: 2 });
  });

  it('entries that differ are grouped by bits', () => {
    const why = reasonAfter('rfc-merge', 'ro 600 31; nx 700 1; x 800 2');
    expect(why.groups).toEqual([
      { lacks: ['RW'], has: [], entries: 31 },
      { lacks: ['NX'], has: [], entries: 2 },
    ]);
    expect(why.sentence).toBe('33 of 512 entries differ from the rest: 31 lack RW, 2 lack NX.');
    expect(reasonAfter('rfc-merge', 'ro 600 7').sentence).toBe('7 of 512 entries lack RW.');
  });
});
