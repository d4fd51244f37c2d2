import { describe, expect, it } from 'vitest';
import { readDirectMapJson } from '../formats/direct-map-json.ts';
import { fixtureText } from '../testing/fixture-bytes.ts';
import { guest, play } from '../testing/guest.ts';
import { PAGES_1G } from '../x86/page.ts';
import { diffMachines, diffSideText, summariseDiff } from './index.ts';

const START = 4 * PAGES_1G;

function between(first: string, then: string) {
  const machine = guest('rfc-merge');
  if (first !== '') play(machine, first);
  const before = machine.leafRuns();
  play(machine, then);
  const after = machine.leafRuns();
  return { there: diffMachines(before, after), back: diffMachines(after, before) };
}

const textOf = (diff: ReturnType<typeof diffMachines>): string[] =>
  Array.from(
    { length: diff.count },
    (_, row) =>
      `${diff.pfn[row] - START} +${diff.pages[row]}: ${diffSideText(diff.fromLevel[row], diff.fromProt[row])} > ${diffSideText(diff.toLevel[row], diff.toProt[row])}`,
  );

describe('diff', () => {
  it('[DIFF-1] says of every page that changed from which size and flags to which, and nothing of the others', () => {
    const { there } = between('', 'ro 600 1');
    expect(textOf(there)).toEqual([
      '0 +512: 1G RW NX GLOBAL WB > 2M RW NX GLOBAL WB',
      '512 +88: 1G RW NX GLOBAL WB > 4K RW NX GLOBAL WB',
      '600 +1: 1G RW NX GLOBAL WB > 4K RO NX GLOBAL WB',
      '601 +423: 1G RW NX GLOBAL WB > 4K RW NX GLOBAL WB',
      '1024 +261120: 1G RW NX GLOBAL WB > 2M RW NX GLOBAL WB',
    ]);
    expect(between('', 'ro 600 1; rw 600 1').there.count).toBe(0);
  });

  it('[DIFF-2] counts what split and merged as the kernel does, net: 1G pages, and 2M of larger pages', () => {
    const { there, back } = between('', 'ro 600 1; ro 5000 1; ro 262144 1');
    expect(summariseDiff(there)).toMatchObject({ split: { '1G': 2, '2M': 3 }, merged: { '1G': 0, '2M': 0 } });
    expect(summariseDiff(back)).toMatchObject({ split: { '1G': 0, '2M': 0 }, merged: { '1G': 2, '2M': 3 } });
  });

  it('[DIFF-3] groups pages by what changed of their protection', () => {
    const { there } = between('ro 100 8', 'rw 100 4; x 104 2; uc 300 1');
    expect(summariseDiff(there).protection).toEqual([
      { what: 'writable', pages: 4, ranges: 1, firstPfn: START + 100 },
      { what: 'executable', pages: 2, ranges: 1, firstPfn: START + 104 },
      { what: 'cache UC-', pages: 1, ranges: 1, firstPfn: START + 300 },
    ]);
  });

  it('[DIFF-4] pages that are not present count as not mapped', () => {
    const { there, back } = between('4k 0 512', 'np 5 2; np 9 1');
    const gone = { pages: 3, ranges: 2, firstPfn: START + 5 };
    const none = { pages: 0, ranges: 0, firstPfn: undefined };
    expect(summariseDiff(there)).toMatchObject({ appeared: none, disappeared: gone });
    expect(summariseDiff(back)).toMatchObject({ appeared: gone, disappeared: none });
  });

  it.each([
    // The difference of direct_map_level2_splits and level3_splits in /proc/vmstat, less the merges of the RFC.
    ['K1', 'before', 'end', { '2M': 36, '1G': 3 }],
    ['K1', 'after', 'end', { '2M': 0, '1G': 0 }],
    ['K2', 'before', 'end', { '2M': 1, '1G': 1 }],
  ])('[DIFF-2] of %s/frag from %s to %s agrees with the kernel’s own counters', (kernel, from, to, net) => {
    const leaves = (stage: string) => {
      const read = readDirectMapJson(stage, fixtureText(`captures/${kernel}/frag/direct-map.${stage}.json`));
      if (!read.ok) throw new Error(read.problem.detail);
      return read.value.leaves;
    };
    const { split, merged } = summariseDiff(diffMachines(leaves(from), leaves(to)));
    expect({ '2M': split['2M'] - merged['2M'], '1G': split['1G'] - merged['1G'] }).toEqual(net);
  });
});
