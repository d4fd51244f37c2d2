import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guest, WINDOW } from '../testing/guest.ts';
import { POLICY_NAMES } from '../x86/policies.ts';
import type { SetMemoryCall } from '../x86/set-memory.ts';
import { type CpuStep, Cpus } from './cpus.ts';
import type { Operation } from './operation.ts';
import { tablesKey } from './tables-key.ts';

const calls = fc.array(
  fc.record({
    call: fc.constantFrom<SetMemoryCall>(
      'ro',
      'rw',
      'x',
      'nx',
      'np',
      'p',
      'rox',
      '4k',
      'wb',
      'uc',
      'dm_inval',
      'dm_default',
    ),
    page: fc.constantFrom(0, 1, 511, 512, 600, 700, 1023, 2 ** 18 - 3),
    pages: fc.constantFrom(0, 1, 1, 2, 33, 34, 512, 600),
  }),
  { maxLength: 12 },
);

const call = (name: SetMemoryCall, page: number, pages = 1): Operation => ({
  kind: 'call',
  call: name,
  pfn: WINDOW + page,
  pages,
});

/** Steps a CPU until it has done this. */
function until(cpus: Cpus, cpu: number, did: CpuStep['did']): CpuStep {
  let step = cpus.step(cpu);
  while (step.did !== did) step = cpus.step(cpu);
  return step;
}

describe('Cpus', () => {
  it('[CPU-1] one CPU does what a call straight through does, the counters included', () => {
    fc.assert(
      fc.property(calls, fc.constantFrom(...POLICY_NAMES), fc.boolean(), (list, policy, patch1) => {
        const straight = guest(policy, patch1);
        const stepped = guest(policy, patch1);
        // The pages 0 to 599 of the window are at a vmalloc address, too, where every other call is made.
        const { base } = straight.space.vmalloc;
        const pfns = Array.from({ length: 600 }, (_, i) => WINDOW + i);
        for (const machine of [straight, stepped]) machine.apply({ kind: 'map', address: base, pfns });
        const program = list.map(({ call: name, page, pages }, i): Operation => {
          const address = base + BigInt(page % 600) * 4096n;
          return i % 2 === 0 ? call(name, page, pages) : { kind: 'at', call: name, address, pages };
        });
        const rcs = program.map((operation) => straight.apply(operation));
        const cpus = new Cpus(stepped, [program]);
        while (cpus.ready().length > 0) cpus.step(0);
        expect(cpus.rcs(0)).toEqual(rcs);
        expect(stepped.counters).toEqual(straight.counters);
        for (const [i, { tables }] of stepped.areas.entries())
          expect(tablesKey(tables)).toBe(tablesKey(straight.areas[i].tables));
        expect(stepped.tableFrames()).toEqual(straight.tableFrames());
        expect(stepped.leafRuns()).toEqual(straight.leafRuns());
      }),
      { numRuns: 60 },
    );
  });

  it('[CPU-2] cpa_lock is held from the lookup on, dropped while a page for a table is taken, and waited for', () => {
    const cpus = new Cpus(guest('rfc-merge'), [[call('ro', 600)], [call('ro', 601)]]);
    expect(cpus.ready()).toEqual([0, 1]);
    expect(cpus.step(0)).toMatchObject({ did: 'lookup', locks: ['cpa_lock'], page: WINDOW + 600 });
    expect(cpus.ready()).toEqual([0]);
    expect(cpus.step(0)).toMatchObject({ did: 'decide', locks: ['cpa_lock', 'pgd_lock'] });
    expect(cpus.step(0)).toMatchObject({ did: 'allocate', locks: [] });
    expect(cpus.ready()).toEqual([0, 1]);
    cpus.step(1);
    expect(cpus.ready()).toEqual([1]);
  });

  it('[CPU-3] the second of two CPUs that split a page finds it split, gives its page back and looks again', () => {
    const machine = guest('rfc-merge');
    const free = machine.memory?.freePages ?? 0;
    const cpus = new Cpus(machine, [[call('ro', 600)], [call('ro', 601)]]);
    until(cpus, 0, 'allocate');
    until(cpus, 1, 'allocate');
    expect(machine.memory?.freePages).toBe(free - 2);
    until(cpus, 0, 'split');
    expect(machine.counters.level3Splits).toBe(1);
    until(cpus, 0, 'allocate');
    until(cpus, 1, 'split');
    expect(machine.counters.level3Splits).toBe(1);
    expect(machine.memory?.freePages).toBe(free - 2);
    expect(cpus.about(1).did).toBe('lookup');
    while (cpus.ready().length > 0) cpus.step(cpus.ready()[0]);
    expect(machine.counters).toMatchObject({ level3Splits: 1, level2Splits: 1, cpa4kInstall: 2 });
    expect(machine.counters.cpa1gChecked).toBe(2);
  });

  it('[CPU-3] a page that was merged before a 4K entry is written is looked up again', () => {
    const machine = guest('rfc-merge');
    machine.apply(call('ro', 600));
    const cpus = new Cpus(machine, [[call('rw', 600)], [call('ro', 601)]], ['cpa_lock']);
    expect(cpus.step(1).did).toBe('lookup');
    while (cpus.rcs(0).length === 0) cpus.step(0);
    expect(machine.lookup(WINDOW + 601).level).toBe(3);
    expect(cpus.step(1).did).toBe('write');
    expect(cpus.about(1).did).toBe('lookup');
    while (cpus.rcs(1).length === 0) cpus.step(1);
    expect(machine.counters).toMatchObject({ level2Splits: 2, made2m: 1, cpa4kInstall: 3 });
  });

  it('[CPU-4] goes back to any moment and does the same from there', () => {
    const cpus = new Cpus(guest('rfc-merge'), [
      [call('ro', 600), call('rw', 600)],
      [call('ro', 601), call('rw', 601)],
    ]);
    for (let i = 0; i < 6; i++) cpus.step(0);
    const here = cpus.checkpoint();
    const key = cpus.key();
    const rest = (): string => {
      while (cpus.ready().length > 0) cpus.step(cpus.ready()[0]);
      return cpus.key();
    };
    const end = rest();
    expect(end).not.toBe(key);
    cpus.restore(here);
    expect(cpus.key()).toBe(key);
    expect(rest()).toBe(end);
  });
});
