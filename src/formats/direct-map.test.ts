import { describe, expect, it } from 'vitest';
import { fixtureBytes } from '../testing/fixture-bytes.ts';
import { leafList, leavesOfList } from '../testing/leaf-list.ts';
import { type PtdumpPart, ptdumpText } from '../testing/ptdump-text.ts';
import { readDirectMap } from '../testing/read-ptdump.ts';
import { SOME_RAM, wholePtdump } from '../testing/whole-ptdump.ts';
import { BOOT_4K, BOOT_LARGE } from '../x86/prot.ts';

const GIB = 262144;
const TIB = 2 ** 28;
const USUAL = 0xffff888000000;
const TEXT = Buffer.from(fixtureBytes('captures/K2/frag/after.ptdump-kernel.gz')).toString('latin1');

function mapOf(text: string) {
  const read = readDirectMap(text);
  if (!read.ok) throw new Error(`${read.problem.title}: ${read.problem.detail}`);
  return read.value;
}

const EXPECTED = leavesOfList([
  { pfn: 0, level: 1, prot: BOOT_4K, count: 512 },
  { pfn: 512, level: 2, prot: BOOT_LARGE, count: 511 },
  { pfn: GIB, level: 3, prot: BOOT_LARGE, count: 2 },
  { pfn: 4 * GIB, level: 1, prot: BOOT_4K, count: 512 },
  { pfn: 4 * GIB + 512, level: 2, prot: BOOT_LARGE, count: 511 },
]);

describe('the direct map in a dump', () => {
  it('[OPEN-2] its PFNs follow from the address, ACCESSED and DIRTY are taken as set', () => {
    expect(mapOf(wholePtdump(USUAL, ['---[ Low Kernel Mapping ]---']))).toMatchObject({
      leaves: EXPECTED,
      base: 0xffff888000000000n,
      pagingLevels: 4,
      warnings: [],
    });
  });

  it.each([
    ['the first base of KASLR', USUAL],
    ['another base of KASLR', USUAL + 18 * TIB + 25 * GIB],
    ['a base that is a multiple of 512 GiB', USUAL + 3 * 2 ** 27],
    ['the base of kernels before 4.20', 0xffff880000000],
  ])('[OPEN-6] is found without and under wrong headings, at %s', (_, base) => {
    const right = mapOf(wholePtdump(base, ['---[ Low Kernel Mapping ]---']));
    expect(right).toMatchObject({ leaves: EXPECTED, base: BigInt(base) * 4096n, pagingLevels: 4, warnings: [] });
    for (const heading of [[], ['---[ vmalloc() Area ]---'], ['---[ Low Kernel Mapping ]---', '---[ Vmemmap ]---']]) {
      const map = mapOf(wholePtdump(base, heading));
      expect([map.leaves, map.base]).toEqual([EXPECTED, BigInt(base) * 4096n]);
    }
    expect(mapOf(wholePtdump(base, [])).warnings[0]).toMatch(/^The direct map was found by its content, from 0xffff/);
  });

  it('[OPEN-6] a heading that cuts through it does not end it', () => {
    const ram = [...SOME_RAM];
    ram[1] = [1024, 'RW PSE GLB NX', 'pmd'];
    ram.splice(2, 0, '---[ vmalloc() Area ]---', [GIB - 512 - 1024, 'RW PSE GLB NX', 'pmd']);
    expect(mapOf(wholePtdump(USUAL, ['---[ Low Kernel Mapping ]---'], ram)).leaves).toEqual(EXPECTED);
    expect(mapOf(wholePtdump(USUAL, [], ram)).leaves).toEqual(EXPECTED);
  });

  it('[OPEN-6] the LDT of a process below it is none of it', () => {
    const empty = /^0xffff880000000000-0xffff888000000000 .*\n/m;
    for (const at of ['0000', '1000']) {
      const ldt = [
        at === '0000' ? '' : '0xffff880000000000-0xffff880000001000           4K                               pte\n',
        `0xffff88000000${at}-0xffff880000002000           ${at === '0000' ? 8 : 4}K     ro                     NX pte\n`,
        '0xffff880000002000-0xffff888000000000   536870904K                               pgd\n',
      ].join('');
      for (const heading of ['---[ LDT remap ]---\n', '']) {
        const map = mapOf(TEXT.replace(empty, heading + ldt));
        expect([map.base, map.leaves]).toEqual([0xffff888000000000n, mapOf(TEXT).leaves]);
      }
    }
  });

  it('[OPEN-6] where the heading after it was lost, the vmalloc area does not belong to it', () => {
    const map = mapOf(TEXT.replace('---[ vmalloc() Area ]---', 'vmalloc() Area'));
    expect(map.leaves).toEqual(mapOf(TEXT).leaves);
  });

  it('[OPEN-6] memory above a hole of some TiB belongs to it, the vmalloc area does not', () => {
    const ram: PtdumpPart[] = [...SOME_RAM, [4 * TIB, '', 'pgd'], [8 * GIB, 'RW PSE GLB NX', 'pud']];
    const map = mapOf(wholePtdump(USUAL, [], ram));
    const above = { pfn: 5 * GIB + 4 * TIB, level: 3, prot: BOOT_LARGE, count: 8 };
    expect(leafList(map.leaves)).toEqual([...leafList(EXPECTED), above]);
  });

  it.each([
    ['no heading', ''],
    ['a wrong one', '---[ vmalloc() Area ]---\n'],
  ])('[OPEN-6] recorded dump, %s: the same leaves', (_, heading) => {
    const right = mapOf(TEXT);
    expect(right.warnings).toEqual([]);
    const map = mapOf(TEXT.replace('---[ Low Kernel Mapping ]---\n', heading));
    expect(map.leaves).toEqual(right.leaves);
  });

  it('[OPEN-7] 5 levels are told from the address', () => {
    const map = mapOf(wholePtdump(0xff11000000000, ['---[ Low Kernel Mapping ]---']));
    expect([map.leaves, map.base, map.pagingLevels]).toEqual([EXPECTED, 0xff11000000000000n, 5]);
    expect(mapOf(wholePtdump(0xff11000000000 + 700 * TIB, [])).pagingLevels).toBe(5);
  });

  it('[OPEN-6] a dump without one is a message', () => {
    const read = readDirectMap(TEXT.replace(/---\[ Low Kernel[\s\S]*?(?=---\[ vmalloc)/, ''));
    expect(read.ok ? '' : read.problem.title).toBe('web07.ptdump has no direct map');
  });
});

describe('a pasted part of a dump', () => {
  const part = TEXT.slice(TEXT.indexOf('---[ Low Kernel'), TEXT.indexOf('---[ vmalloc'));

  it('[OPEN-15] the direct map alone is enough; what is above is said to be unknown', () => {
    const rows = part.replace(/^.*\n/, '').trimEnd().split('\n').slice(0, -1).join('\n');
    for (const text of [part, rows]) expect(mapOf(text).leaves).toEqual(mapOf(TEXT).leaves);
    expect(mapOf(rows).warnings.at(-1)).toBe(
      'This is a part of a dump. If there is memory above 0xffff888240000000, it is not in it.',
    );
  });

  it('[OPEN-15] a part that does not show where the direct map begins is a message', () => {
    const rows = part.split('\n');
    const from = (start: string): string => rows.slice(rows.findIndex((row) => row.startsWith(start))).join('\n');
    for (const start of ['0xffff888000099000', '0xffff888040000000', '0xffff8880c0000000', '0xffff888100000000'])
      expect(readDirectMap(from(start)).ok).toBe(false);
  });

  it('[OPEN-15] under its heading, but away from the usual address, its start is taken on trust and said so', () => {
    const text = ptdumpText(USUAL + 25 * GIB, ['---[ Low Kernel Mapping ]---', ...SOME_RAM]);
    expect(mapOf(text)).toMatchObject({
      leaves: EXPECTED,
      warnings: [
        'The text does not show what comes before 0xffff888640000000. Page frame numbers count from that address.',
        expect.stringContaining('This is a part of a dump'),
      ],
    });
  });

  it('[OPEN-10] lines lost before its start are a message', () => {
    const text = `${ptdumpText(0xffff880000000, [[2 ** 27, '', 'pgd']])}${ptdumpText(USUAL + 25 * GIB, ['---[ Low Kernel Mapping ]---', ...SOME_RAM])}`;
    expect(readDirectMap(text).ok).toBe(false);
  });
});
