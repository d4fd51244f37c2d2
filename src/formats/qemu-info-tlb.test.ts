import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixtureBytes, fixtureText } from '../testing/fixture-bytes.ts';
import { infoTlbText, type TlbPart } from '../testing/info-tlb-text.ts';
import { leafList, leavesOfList } from '../testing/leaf-list.ts';
import { walkedLeaves } from '../testing/walked-leaves.ts';
import { A, D, G, NX, P, type Prot, PSE, RW } from '../x86/prot.ts';
import type { DirectMap } from './direct-map.ts';
import { readDirectMapJson } from './direct-map-json.ts';
import { infoTlbDirectMap } from './info-tlb-direct-map.ts';
import { bad, type Problem, type Read } from './problem.ts';
import { InfoTlbReader } from './qemu-info-tlb.ts';

const MOMENTS = ['K1/default', 'K1/frag', 'K2/default', 'K2/frag'].flatMap((machine) =>
  ['before', 'after', 'end'].map((stage) => [machine, stage] as const),
);
const SMALL = fixtureBytes('captures/K2/default/before.qemu-info-tlb.txt.gz');
const SMALL_TEXT = Buffer.from(SMALL).toString('latin1');
const LINES = SMALL_TEXT.trimEnd().split('\n');

const GIB = 262144;
const BASE = 0xffff888000000;
const USER: TlbPart = { page: 0x400, pfn: 0x2b5db, pages: 2, step: 1, flags: 'X---A--U-' };
const KERNEL: TlbPart = { page: 0xffffffff81000, pfn: 0x1000, pages: 512, step: 512, flags: '-GPDA----' };
const RW_4K = 'XG-DA---W';
const RW_LARGE = 'XGPDA---W';
const LEAF = (P | RW | A | D | G | NX) as Prot;
const LARGE_LEAF = (LEAF | PSE) as Prot;

function read(text: Uint8Array | string, chunkBytes = Number.POSITIVE_INFINITY): Read<DirectMap> {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  const reader = new InfoTlbReader('vm.txt');
  for (let from = 0; from < bytes.length; from += chunkBytes) {
    const problem = reader.push(bytes.subarray(from, Math.min(bytes.length, from + chunkBytes)));
    if (problem !== undefined) return bad(problem);
  }
  const tlb = reader.end();
  return tlb.ok ? infoTlbDirectMap('vm.txt', tlb.value) : tlb;
}

function mapOf(text: Uint8Array | string, chunkBytes?: number): DirectMap {
  const map = read(text, chunkBytes);
  if (!map.ok) throw new Error(`${map.problem.title}: ${map.problem.detail}`);
  return map.value;
}

function problemOf(text: Uint8Array | string): Problem {
  const map = read(text);
  if (map.ok) throw new Error('was read');
  return map.problem;
}

/** 4K up to 2M, 2M up to 1G, one GiB, each at `base`, a user's page before and the kernel's code behind. */
const machine = (base: number, ...more: TlbPart[]): string =>
  infoTlbText([
    USER,
    { page: base, pfn: 0, pages: 512, step: 1, flags: RW_4K },
    { page: base + 512, pfn: 512, pages: GIB - 512, step: 512, flags: RW_LARGE },
    { page: base + GIB, pfn: GIB, pages: GIB, step: GIB, flags: RW_LARGE },
    ...more,
    KERNEL,
  ]);
const MACHINE = leavesOfList([
  { pfn: 0, level: 1, prot: LEAF, count: 512 },
  { pfn: 512, level: 2, prot: LARGE_LEAF, count: 511 },
  { pfn: GIB, level: 3, prot: LARGE_LEAF, count: 1 },
]);

describe('recorded outputs of info tlb', () => {
  it.each(MOMENTS)('[OPEN-20] %s %s: every leaf is as decoded by others, with its real A and D', (folder, stage) => {
    const decoded = readDirectMapJson('x', fixtureText(`captures/${folder}/direct-map.${stage}.json`));
    const map = mapOf(fixtureBytes(`captures/${folder}/${stage}.qemu-info-tlb.txt.gz`));
    expect(map.leaves).toEqual(decoded.ok && decoded.value.leaves);
    expect([map.base, map.pagingLevels, map.warnings]).toEqual([0xffff888000000000n, 4, []]);
  });

  it.each(['K1', 'K2'])('[OPEN-20] %s image-192M: every leaf is as walked from the memory image', (kernel) => {
    const map = mapOf(fixtureBytes(`captures/${kernel}/image-192M/qemu-info-tlb.txt.gz`));
    expect(map.leaves).toEqual(walkedLeaves(kernel));
  });

  it('[OPEN-11] gives the same machine whatever the chunks', () => {
    const whole = mapOf(SMALL);
    for (const chunkBytes of [1, 7, 44, 45, 46, 4096]) expect(mapOf(SMALL, chunkBytes)).toEqual(whole);
  });
});

describe('size of large pages', () => {
  it('[OPEN-21] a large page is 1G where it is aligned and the next entry leaves room, else 2M', () => {
    const more: TlbPart[] = [
      { page: BASE + 2 * GIB, pfn: 2 * GIB, pages: GIB, step: 512, flags: RW_LARGE },
      { page: BASE + 3 * GIB, pfn: 3 * GIB, pages: 1024, step: 512, flags: RW_LARGE },
      { page: BASE + 4 * GIB, pfn: 4 * GIB, pages: 2 * GIB, step: GIB, flags: RW_LARGE },
    ];
    const { leaves, warnings } = mapOf(machine(BASE, ...more));
    expect(leafList(leaves)).toEqual([
      ...leafList(MACHINE),
      { pfn: 2 * GIB, level: 2, prot: LARGE_LEAF, count: 514 },
      { pfn: 4 * GIB, level: 3, prot: LARGE_LEAF, count: 2 },
    ]);
    expect(warnings).toEqual([]);
  });

  it('[OPEN-21] the letter P of a 4K entry is PAT: by alignment, or because the next page follows', () => {
    const more: TlbPart[] = [
      { page: BASE + 2 * GIB, pfn: 2 * GIB, pages: 1, step: 1, flags: RW_LARGE },
      { page: BASE + 2 * GIB + 1, pfn: 2 * GIB + 1, pages: 2, step: 1, flags: RW_LARGE },
      { page: BASE + 2 * GIB + 3, pfn: 2 * GIB + 3, pages: 509, step: 1, flags: RW_4K },
    ];
    expect(leafList(mapOf(machine(BASE, ...more)).leaves).slice(3)).toEqual([
      { pfn: 2 * GIB, level: 1, prot: LARGE_LEAF, count: 3 },
      { pfn: 2 * GIB + 3, level: 1, prot: LEAF, count: 509 },
    ]);
  });

  it('[OPEN-21] where only the boundary says 1G, and no 1G page is sure, a warning says so', () => {
    expect(mapOf(machine(BASE)).warnings).toEqual([
      'The entry at 0xffff8880' +
        '40000000 is taken as 1G: it lies on a GiB boundary before a hole, and `info tlb` does not tell 2M and 1G apart.',
    ]);
  });
});

describe('the direct map in info tlb', () => {
  it.each([
    ['without KASLR', BASE, 4],
    ['with KASLR', BASE + 18 * 2 ** 28 + 25 * GIB, 4],
    ['with 5 levels', 0xff11000000000, 5],
    ['with 5 levels and KASLR', 0xff11000000000 + 700 * 2 ** 28 + GIB, 5],
  ])('[OPEN-22] is found by its content: %s', (_, base, levels) => {
    const map = mapOf(machine(base));
    expect([map.leaves, map.base, map.pagingLevels]).toEqual([MACHINE, BigInt(base) * 4096n, levels]);
  });

  it('[OPEN-22] other mappings of the same memory are left out', () => {
    const more: TlbPart[] = [
      { page: 0xffffc90000000, pfn: 0x1234, pages: 3, step: 1, flags: RW_4K },
      { page: 0xffffc90001000, pfn: 3 * GIB + 0x1000, pages: 1, step: 1, flags: RW_4K },
    ];
    expect(mapOf(machine(BASE, ...more)).leaves).toEqual(MACHINE);
  });

  it('[OPEN-22] a part without the first page is enough: the physical addresses say where it lies', () => {
    const part = infoTlbText([
      { page: BASE + 3 * GIB, pfn: 3 * GIB, pages: GIB, step: 512, flags: RW_LARGE },
      { page: 0xffffc90000000, pfn: 0x1234, pages: 3, step: 1, flags: RW_4K },
    ]);
    const { base, leaves } = mapOf(part);
    expect(base).toBe(0xffff888000000000n);
    expect(leafList(leaves)).toMatchObject([{ pfn: 3 * GIB, level: 2, count: 512 }]);
  });

  it('[OPEN-22] an output without it is a message', () => {
    expect(problemOf(infoTlbText([USER, KERNEL])).title).toBe('vm.txt has no direct map');
  });
});

describe('text out of mail and monitors', () => {
  const whole = mapOf(SMALL);

  it.each([
    ['quoted', LINES.map((line) => `> ${line}`).join('\n')],
    ['with CR LF', LINES.map((line) => `${line}\r\n`).join('')],
    ['with blank lines', LINES.join('\n\n')],
    ['indented, with blanks behind', LINES.map((line) => `   ${line}  `).join('\n')],
  ])('[OPEN-4] %s: the same machine', (_, text) => {
    expect(mapOf(text)).toEqual(whole);
  });

  it('[OPEN-5] the prompt and what stands around it is counted and shown', () => {
    const { leaves, warnings } = mapOf(`QEMU 7.2.22 monitor\n(qemu) info tlb\n${SMALL_TEXT}(qemu) \n`);
    expect(leaves).toEqual(whole.leaves);
    expect(warnings).toEqual(['Ignored 3 lines that are no entries, first line 1: "QEMU 7.2.22 monitor".']);
  });

  it.each(['PG disabled\n', 'No CPU available\n'])('[OPEN-12] QEMU says %j instead: a message', (text) => {
    expect(problemOf(text)).toMatchObject({
      title: 'vm.txt has no entries',
      detail: expect.stringContaining(text.trim()),
    });
  });
});

describe('outputs that are not whole', () => {
  it('[OPEN-8] cut in a line: a message with its number', () => {
    const at = 45 * 99 + 20;
    expect(problemOf(SMALL.subarray(0, at))).toMatchObject({
      title: 'vm.txt stops in the middle of line 100',
      detail: expect.stringContaining(`ends at byte ${at.toLocaleString('en')}. The 99 lines before it are good.`),
      excerpt: [{ line: 98 }, { line: 99 }, { line: 100, fault: true }],
    });
  });

  it('[OPEN-8] cut anywhere before the end of the direct map it is never a machine', () => {
    const end = SMALL_TEXT.indexOf('ffffc9');
    const shortened = [...LINES.slice(0, 40), ...LINES.slice(340, 420)].join('\n');
    for (const [bytes, to, step] of [
      [SMALL, end, 501],
      [Buffer.from(shortened), shortened.length, 1],
    ] as const)
      for (let length = 0; length < to; length += step) expect(read(bytes.subarray(0, length)).ok).toBe(false);
  });

  it('[OPEN-8] a part that begins in the kernel and ends in the direct map says so', () => {
    const part = LINES.filter((line) => line.startsWith('ffff88')).join('\n');
    const map = mapOf(part);
    expect(map.leaves).toEqual(mapOf(SMALL).leaves);
    expect(map.warnings).toEqual([
      'This is a part of the output. If there is memory above 0xffff8882c0000000, it is not in it.',
    ]);
  });
});

describe('hostile input', () => {
  it.each([
    ['ffff888000000000: 0000000000000000 XG-DA---W-', /another length/],
    ['ffff888000000000: 000000000000000 XG-DA---W', /another length/],
    ['ffff888000000000: 0000000000000000 GX-DA---W', /not flags in the order/],
    ['ffff888000000000: 0000000000000010 XG-DA---W', /not on a page boundary/],
    ['0000000000400000: 0000000000000000 XG-DA---W', /addresses go back/],
  ])('[OPEN-9] %s: a message at its line', (line, says) => {
    const problem = problemOf([...LINES.slice(0, 50), line, ...LINES.slice(50)].join('\n'));
    expect(problem.title).toBe('vm.txt cannot be read at line 51');
    expect(problem.detail).toMatch(says);
  });

  it('[OPEN-9] two outputs in one file are a message', () => {
    expect(problemOf(SMALL_TEXT + SMALL_TEXT).detail).toContain('as if a second output began here');
  });

  it('[OPEN-14] text over the limit and a line without an end are messages', () => {
    const reader = new InfoTlbReader('big', 10_000);
    expect(reader.push(SMALL)?.title).toBe('big is too large');
    expect(reader.push(new Uint8Array(1))?.title).toBe('big is too large');
    expect(reader.end().ok).toBe(false);
    expect(new InfoTlbReader('zeros').push(new Uint8Array(70_000))?.title).toBe('zeros is not text at line 1');
  });

  it('[OPEN-13] an output with random changes is read or refused, and the chunks do not matter', () => {
    const text = [...LINES.slice(0, 4), ...LINES.filter((line) => line.startsWith('ffff888')).slice(500, 560)].join(
      '\n',
    );
    const letters = fc.constantFrom(...'0123456789abcdefXGPDACTUW-: \n\r\0'.split(''));
    const change = fc.tuple(fc.nat({ max: text.length }), fc.nat({ max: 3 }), fc.array(letters, { maxLength: 3 }));
    fc.assert(
      fc.property(
        fc.array(change, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 99 }),
        (changes, chunk) => {
          let changed = text;
          for (const [at, removed, added] of changes)
            changed = changed.slice(0, at) + added.join('') + changed.slice(at + removed);
          expect(read(changed, chunk)).toEqual(read(changed));
        },
      ),
      { numRuns: 300, seed: 6 },
    );
  });
});
