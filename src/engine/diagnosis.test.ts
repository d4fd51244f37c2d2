import { describe, expect, it } from 'vitest';
import { readDirectMapJson } from '../formats/direct-map-json.ts';
import { fixtureText } from '../testing/fixture-bytes.ts';
import { PAGES_1G, PAGES_2M } from '../x86/page.ts';
import type { SetMemoryCall } from '../x86/set-memory.ts';
import { diagnose } from './diagnosis.ts';
import { bootMachine, machineFromLeaves, profileFor } from './index.ts';

const NONE = profileFor({ policy: 'none', globalFix: false });
const GUEST = { ram: [{ firstPfn: 0, endPfn: 3 * PAGES_1G }], gbPages: true, pagingLevels: 4 } as const;

function diagnosisAfter(...calls: [SetMemoryCall, number, number][]) {
  const machine = bootMachine(GUEST, NONE);
  for (const [call, pfn, pages] of calls) machine.apply({ kind: 'call', call, pfn, pages });
  return diagnose(machine);
}

describe('the diagnosis', () => {
  it('[DIAG-1] counts leaves as they are and as they could be', () => {
    const found = diagnosisAfter(['ro', PAGES_1G + 5, 1]);
    expect(found.leaves).toEqual({ '4K': 512 + 512, '2M': 511 + 511, '1G': 1 });
    expect(found.possible).toEqual({ '4K': 512, '2M': 511, '1G': 2 });
  });

  it('[DIAG-2] groups tables by the bits that keep them in pieces, and by how many entries they wait for', () => {
    const found = diagnosisAfter(
      ['ro', PAGES_1G + 5, 1],
      ['ro', PAGES_1G + PAGES_2M, 3],
      ['np', PAGES_1G + 2 * PAGES_2M, 1],
      ['p', PAGES_1G + 2 * PAGES_2M, 1],
    );
    expect(found.groups).toEqual([
      {
        bits: ['RW'],
        tables: 2,
        entries: 4,
        byOneEntry: 1,
        firstPfn: PAGES_1G,
        tablesAt: [PAGES_1G, PAGES_1G + PAGES_2M],
      },
      {
        bits: ['GLOBAL'],
        tables: 1,
        entries: 1,
        byOneEntry: 1,
        firstPfn: PAGES_1G + 2 * PAGES_2M,
        tablesAt: [PAGES_1G + 2 * PAGES_2M],
      },
    ]);
    expect(found.waiting).toEqual([2, 0, 1, 0, 0, 0]);
  });

  it('[DIAG-3] says what would be whole again if equal tables merged', () => {
    const found = diagnosisAfter(['ro', PAGES_1G + 5, 1], ['rw', PAGES_1G + 5, 1], ['ro', 2 * PAGES_1G, 1]);
    expect(found.uniform).toBe(2);
    expect(found.ifMerged).toEqual({ '4K': 512, '2M': 511, '1G': 2 });
  });

  it('[DIAG-4] finds every page that is writable and executable, neighbours joined', () => {
    const found = diagnosisAfter(['x', PAGES_1G + 5, 3], ['x', 2 * PAGES_1G, PAGES_1G]);
    expect(found.wx).toEqual([
      { pfn: PAGES_1G + 5, pages: 3 },
      { pfn: 2 * PAGES_1G, pages: PAGES_1G },
    ]);
  });

  it('on a real machine that never merges no table is uniform: GLOBAL is lost here and there', () => {
    const read = readDirectMapJson('end', fixtureText('captures/K1/frag/direct-map.end.json'));
    if (!read.ok) throw new Error(read.problem.detail);
    const place = { directMapBase: 0xffff888000000000n, pagingLevels: 4 } as const;
    const found = diagnose(machineFromLeaves(read.value.leaves, place, NONE));
    expect(found.leaves).toEqual({ '4K': 22496, '2M': 3028, '1G': 2 });
    expect(found.groups[0].bits).toEqual(['GLOBAL']);
    expect(found.ifMerged).toEqual(found.leaves);
    expect(found.possible['1G']).toBe(6);
    expect(found.wx).toEqual([]);
  });
});
