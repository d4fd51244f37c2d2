import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guest, play } from '../testing/guest.ts';
import { PAGES_1G, PAGES_2M } from '../x86/page.ts';
import { G } from '../x86/prot.ts';
import type { Machine } from './machine.ts';
import { policyWins } from './policy-wins.ts';

const winOf = (machine: Machine, policy: string) => policyWins(machine).find((win) => win.policy === policy);

/** What rfc-merge waits for, on every 2M of the window: an entry is written, and is again as it was. */
function touchAll(machine: Machine): void {
  for (let at = 4 * PAGES_1G; at < 6 * PAGES_1G; at += PAGES_2M) {
    const { level } = machine.lookup(at);
    if (level !== 1) continue;
    for (const call of ['x', 'nx'] as const) machine.apply({ kind: 'call', call, pfn: at, pages: 1 });
  }
}

const leavesOf = (machine: Machine) => {
  const [n4k, n2m, n1g] = machine.leafCounts();
  return { '4K': n4k, '2M': n2m, '1G': n1g };
};

/** Calls that leave tables of equal entries: everything split, some pages written and some given back. */
const scripts = fc.array(
  fc.tuple(
    fc.constantFrom('4k', 'ro', 'rw', 'nonglobal'),
    fc.constantFrom(0, 512, 513, 1024, 262144),
    fc.constantFrom(1, 512, 1024),
  ),
  { minLength: 1, maxLength: 8 },
);

describe('what a policy would win back', () => {
  it('[DIAG-6] under rfc-merge is what the engine reaches when every table has an entry written and put back', () => {
    fc.assert(
      fc.property(scripts, (calls) => {
        const machine = guest('rfc-merge');
        play(machine, calls.map(([call, first, pages]) => `${call} ${first} ${pages}`).join(';'));
        const win = winOf(machine, 'rfc-merge');
        const { inUse } = machine.tables;
        touchAll(machine);
        expect(win?.now.leaves).toEqual(leavesOf(machine));
        expect(win?.now.tablePages).toBe(inUse - machine.tables.inUse);
      }),
      { numRuns: 60, seed: 4 },
    );
  });

  it('[DIAG-6] with patch 1 it is what the engine reaches when pages that lost GLOBAL have it again', () => {
    const machine = guest('rfc-merge', false);
    play(machine, 'np 600 2; p 600 2; np 5000 1; p 5000 1; ro 262244 1');
    const win = winOf(machine, 'rfc-merge');
    expect(win?.now.leaves).toEqual(leavesOf(machine));
    play(machine, 'global 600 2; global 5000 1');
    expect(win?.withGlobal?.leaves).toEqual(leavesOf(machine));
    expect(machine.words.prot.some((prot) => (prot & G) !== 0)).toBe(true);
  });

  it('[DIAG-6] a kernel that never merges wins nothing, and the TLB reaches no less after a merge', () => {
    const machine = guest('none');
    play(machine, 'ro 600 1; rw 600 1');
    const [none, rfc] = [winOf(machine, 'none')?.now, winOf(machine, 'rfc-merge')?.now];
    expect(none).toMatchObject({ leaves: leavesOf(machine), tablePages: 0 });
    expect(rfc?.tablePages).toBe(2);
    expect(rfc?.leaves['1G']).toBe((none?.leaves['1G'] ?? 0) + 1);
    expect(rfc?.reachKiBThen).toBeGreaterThan(rfc?.reachKiB ?? 0);
  });
});
