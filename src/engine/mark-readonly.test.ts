import { describe, expect, it } from 'vitest';
import { fixtureText } from '../testing/fixture-bytes.ts';
import { IMAGE_6_1, IMAGE_7_2 } from '../testing/kernel-images.ts';
import { leafList } from '../testing/leaf-list.ts';
import { PAGES_1G, pagesOf } from '../x86/page.ts';
import { policyChoice } from '../x86/policies.ts';
import { NX, PSE, RW } from '../x86/prot.ts';
import type { Area } from './area.ts';
import { bootMachine } from './boot.ts';
import { leafRuns } from './leaf-runs.ts';
import { profileFor } from './profiles.ts';

const RAM = [
  { firstPfn: 1, endPfn: 0x9f },
  { firstPfn: 0x100, endPfn: 0xbffe0 },
  { firstPfn: 0x100000, endPfn: 0x240000 },
];

/** "ffffffff81000000-ffffffff81600000 ro PSE x": rows of a dump that map something in these addresses. */
function recordedRows(dump: string, first: bigint, end: bigint): string[] {
  const rows: string[] = [];
  for (const line of dump.split('\n')) {
    const row = /^0x(\w+)-0x(\w+)\s+\d+[KMGT]\s+(ro|RW)\s+(PSE)?.*?(NX|x )/.exec(line);
    if (row === null || BigInt(`0x${row[1]}`) < first || BigInt(`0x${row[1]}`) >= end) continue;
    rows.push(`${row[1]}-${row[2]} ${row[3]} ${row[4] ?? '4K'} ${row[5].trim()}`);
  }
  return rows;
}

function rowsOf(area: Area, first: number, end: number): string[] {
  const address = (page: number): string => (area.base + (BigInt(page) << 12n)).toString(16);
  return leafList(leafRuns(area, first, end)).map(({ pfn, level, prot, count }) => {
    const flags = [prot & RW ? 'RW' : 'ro', prot & PSE && level > 1 ? 'PSE' : '4K', prot & NX ? 'NX' : 'x'];
    return `${address(pfn)}-${address(pfn + count * pagesOf(level))} ${flags.join(' ')}`;
  });
}

describe('a kernel that makes itself read-only', () => {
  it.each([
    ['none', IMAGE_6_1, 'captures/K1/frag/before.ptdump-kernel'],
    ['rfc-merge', IMAGE_6_1, 'captures/K2/frag/before.ptdump-kernel'],
    ['collapse', IMAGE_7_2, 'kernel-image/K3.ptdump.txt'],
  ] as const)('[IMAGE-1] under %s the image and its alias become what real kernels show', (policy, image, file) => {
    const spec = { ram: RAM, gbPages: true, pagingLevels: 4, image } as const;
    const machine = bootMachine(spec, profileFor(policyChoice(policy, true)));
    const dump = fixtureText(file);
    expect(rowsOf(machine.space.high, 0, 0x20000)).toEqual(
      recordedRows(dump, 0xffffffff80000000n, 0xffffffffa0000000n),
    );
    // The first 2M hold what the kernel does before: trampolines.
    expect(rowsOf(machine, 0x200, PAGES_1G)).toEqual(recordedRows(dump, 0xffff888000200000n, 0xffff888040000000n));
    expect(Math.max(...Object.values(machine.counters))).toBe(0);
    expect(machine.effects.length).toBe(0);
  });
});
