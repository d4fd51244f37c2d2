import { describe, expect, it } from 'vitest';
import { fixtureText } from '../testing/fixture-bytes.ts';
import { leafList } from '../testing/leaf-list.ts';
import { leafCounts } from '../x86/leaf-runs.ts';
import { BOOT_4K, BOOT_LARGE, G, NX, PAT_4K, PCD, PWT, protHex, RW, US } from '../x86/prot.ts';
import { readDirectMapJson } from './direct-map-json.ts';

const file = (runs: unknown[], rest = {}): string => JSON.stringify({ stage: 'before', runs, ...rest });

function leavesOf(text: string) {
  const read = readDirectMapJson('x.json', text);
  if (!read.ok) throw new Error(read.problem.detail);
  return read.value.leaves;
}

describe('readDirectMapJson', () => {
  it('reads the flags in QEMU order', () => {
    const leaves = leavesOf(
      file([
        [0, '4K', 'XG-DA---W', 2],
        [2, '4K', '--PDACTU-', 1],
        [512, '2M', 'XGPDA---W', 3],
      ]),
    );
    expect(leafList(leaves).map(({ prot }) => protHex(prot))).toEqual([
      protHex(BOOT_4K),
      ((BOOT_4K & ~(NX | G | RW)) | PAT_4K | PCD | PWT | US).toString(16),
      protHex(BOOT_LARGE),
    ]);
    expect(leafList(leaves).map(({ pfn, level, count }) => [pfn, level, count])).toEqual([
      [0, 1, 2],
      [2, 1, 1],
      [512, 2, 3],
    ]);
  });

  it.each(['K1/default', 'K1/frag', 'K2/default', 'K2/frag'])('[OPEN-16] reads the recordings of %s', (machine) => {
    for (const stage of ['before', 'after', 'end']) {
      const text = fixtureText(`captures/${machine}/direct-map.${stage}.json`);
      const [small, middle, large] = leafCounts(leavesOf(text));
      expect({ '4K': small, '2M': middle, '1G': large }).toEqual(JSON.parse(text).leaf_counts);
    }
  });

  it.each([
    ['no runs', '{"stage": "x"}', /no list "runs"/],
    ['an empty list', file([]), /empty/],
    ['a flag out of place', file([[0, '4K', 'GX-DA---W', 1]]), /run 0 is/],
    ['a large page without P', file([[0, '2M', 'XG-DA---W', 1]]), /run 0 is/],
    ['an unknown level', file([[0, '4M', 'XGPDA---W', 1]]), /run 0 is/],
    ['a negative page', file([[-1, '4K', 'XG-DA---W', 1]]), /run 0 is/],
    ['no entries', file([[0, '4K', 'XG-DA---W', 0]]), /run 0 is/],
    ['an absurd count', file([[0, '1G', 'XGPDA---W', 2 ** 40]]), /after the last page/],
    ['overlapping runs', file([[0, '4K', 'XG-DA---W', 9], [8, '4K', 'XG-DA---W', 1]]), /run 1: .*mapped twice/], // biome-ignore format: one case a line
    ['a wrong sum', file([[0, '4K', 'XG-DA---W', 9]], { leaf_counts: { '4K': 8, '2M': 0, '1G': 0 } }), /says 8 of 4K/],
  ])('[OPEN-16] refuses %s', (_, text, detail) => {
    const read = readDirectMapJson('x.json', text);
    expect(read.ok ? '' : read.problem.detail).toMatch(detail);
  });

  it('[OPEN-8] refuses a recording that is cut anywhere', () => {
    const text = fixtureText('captures/K2/frag/direct-map.before.json').trimEnd();
    for (let length = 0; length < text.length; length++)
      expect(readDirectMapJson('x.json', text.slice(0, length)).ok).toBe(false);
    const read = readDirectMapJson('x.json', text.slice(0, 700));
    expect(read.ok ? '' : read.problem.title).toBe('x.json stops before its end');
    expect(read.ok ? '' : read.problem.excerpt.at(-1)?.text).toContain(text.slice(690, 700));
  });
});
