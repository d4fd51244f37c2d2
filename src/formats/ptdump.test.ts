import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixtureBytes } from '../testing/fixture-bytes.ts';
import { leafList } from '../testing/leaf-list.ts';
import { type PtdumpPart, ptdumpText } from '../testing/ptdump-text.ts';
import { readDirectMap, readPtdump } from '../testing/read-ptdump.ts';
import { wholePtdump } from '../testing/whole-ptdump.ts';
import { readDirectMapJson } from './direct-map-json.ts';
import { PtdumpReader } from './ptdump.ts';

const MACHINES = ['K1/default', 'K1/frag', 'K2/default', 'K2/frag'];
const DUMPS: readonly (readonly [string, string, string])[] = MACHINES.flatMap((machine) => [
  [machine, 'before', 'before.ptdump-kernel'] as const,
  [machine, 'after', 'after.ptdump-kernel.gz'] as const,
  [machine, 'end', machine.startsWith('K1') ? 'end.ptdump-kernel.gz' : 'end.ptdump-kernel'] as const,
]);
const SMALL = fixtureBytes('captures/K2/default/before.ptdump-kernel');
const SMALL_TEXT = Buffer.from(SMALL).toString('latin1');

function leavesOf(dump: Uint8Array | string, chunkBytes?: number) {
  const read = readDirectMap(dump, chunkBytes);
  if (!read.ok) throw new Error(`${read.problem.title}: ${read.problem.detail}`);
  return read.value.leaves;
}

function problemOf(dump: Uint8Array | string) {
  const read = readDirectMap(dump);
  if (read.ok) throw new Error('was read');
  return read.problem;
}

describe('recorded dumps', () => {
  it.each(DUMPS)('[OPEN-3] %s %s: every leaf is as decoded from info tlb', (machine, stage, file) => {
    const decoded = readDirectMapJson(
      'x',
      Buffer.from(fixtureBytes(`captures/${machine}/direct-map.${stage}.json`)).toString(),
    );
    expect(leavesOf(fixtureBytes(`captures/${machine}/${file}`))).toEqual(decoded.ok && decoded.value.leaves);
  });

  it.each(['K1', 'K2'])('[OPEN-3] %s image-192M: every leaf is as walked from the memory image', (kernel) => {
    const walk = JSON.parse(Buffer.from(fixtureBytes(`captures/${kernel}/image-192M/walk.json.gz`)).toString());
    const flags = (entry: bigint): bigint => (entry & 0xfff0_0000_0000_0fffn) | 0x60n;
    const levels = { 1: '4K', 2: '2M', 3: '1G' } as const;
    const pages = { 1: 1, 2: 512, 3: 262144 } as const;
    const walked = (walk.direct_map_leaves as [string, string, string][]).map(
      ([address, level, entry]) => `${address} ${level} ${flags(BigInt(entry)).toString(16)}`,
    );
    const read = leafList(leavesOf(fixtureBytes(`captures/${kernel}/image-192M/ptdump-kernel.gz`))).flatMap((run) =>
      Array.from({ length: run.count }, (_, index) => {
        const address = 0xffff888000000000n + BigInt(run.pfn + index * pages[run.level]) * 4096n;
        const high = BigInt((run.prot >>> 13) & 0xfff) << 52n;
        return `0x${address.toString(16)} ${levels[run.level]} ${(high | BigInt(run.prot & 0x1fff)).toString(16)}`;
      }),
    );
    expect(read).toEqual(walked);
  });

  it('[OPEN-11] gives the same machine whatever the chunks', () => {
    const whole = leavesOf(SMALL);
    for (const chunkBytes of [1, 2, 7, 84, 85, 86, 1000, 4096]) expect(leavesOf(SMALL, chunkBytes)).toEqual(whole);
  });
});

describe('text out of mail and logs', () => {
  const whole = leavesOf(SMALL);
  const lines = SMALL_TEXT.trimEnd().split('\n');

  it.each([
    ['quoted', lines.map((line) => `> ${line}`).join('\n')],
    ['stamped', lines.map((line, index) => `[${(index / 7).toFixed(6).padStart(12)}] ${line}`).join('\n')],
    ['with CR LF', lines.map((line) => `${line}\r\n`).join('')],
    ['with blank lines', lines.join('\n\n')],
    ['with single blanks', lines.map((line) => (line.startsWith('0x') ? line.replace(/ +/g, ' ') : line)).join('\n')],
    ['quoted-printable', lines.map((line) => line.replace(/^(.{75})(.+)$/, '$1=\n$2=20')).join('\n')],
    ['quoted-printable, with CR LF', lines.map((line) => line.replace(/^(.{74})(.+)$/, '$1=\r\n$2')).join('\r\n')],
    ['broken at 72 columns', lines.map((line) => line.replace(/^(.{73,76}) (\S.*)$/, '$1\n$2')).join('\n')],
    ['quoted and broken', lines.map((line) => `> ${line.replace(/^(.{73,76}) (\S.*)$/, '$1\n> $2')}`).join('\n')],
    ['with a mail around it', `Hello,\n\nhere it is:\n\n${SMALL_TEXT}\n-- \nA signature\n`],
  ])('[OPEN-4] %s: the same machine', (_, text) => {
    expect(leavesOf(text)).toEqual(whole);
  });

  it('[OPEN-5] counts what it ignores and shows the first of it', () => {
    const read = readPtdump(`Hello,\n\n${SMALL_TEXT}-- \nbye\n... 3 entries skipped ...\n`);
    expect(read.ok && read.value.ignored).toEqual({
      lines: 3,
      samples: [
        { line: 1, text: 'Hello,', fault: false },
        { line: lines.length + 3, text: '-- ', fault: false },
        { line: lines.length + 4, text: 'bye', fault: false },
      ],
    });
    expect(read.ok && read.value.entriesSkipped).toBe(3);
    const map = readDirectMap(`Hello,\n${SMALL_TEXT}`);
    expect(map.ok && map.value.warnings).toEqual(['Ignored 1 line that no dump has, first line 1: "Hello,".']);
  });
});

describe('dumps that are not whole', () => {
  it('[OPEN-8] a dump cut at any byte is never a machine', () => {
    const whole = Buffer.from(wholePtdump(0xffff888000000, ['---[ Low Kernel Mapping ]---']));
    for (const [dump, step] of [
      [whole, 1],
      [SMALL, 211],
    ] as const) {
      expect(readDirectMap(dump.subarray(0, dump.length - 1)).ok).toBe(true);
      for (let length = 0; length < dump.length - 1; length += step) {
        const read = readDirectMap(dump.subarray(0, length));
        if (read.ok) throw new Error(`cut at ${length} it was read`);
        expect(read.problem.title).toMatch(/^web07\.ptdump (stops|has no page-table lines)/);
      }
    }
  });

  it('[OPEN-8] says where it ends, what is missing there, and how much is good', () => {
    const cut = SMALL_TEXT.indexOf('612K') + 4;
    expect(problemOf(SMALL.subarray(0, cut))).toMatchObject({
      title: 'web07.ptdump stops in the middle of line 6',
      detail: `A page-table line has an address range, a size, flags and a level. This one ends after the size, at byte ${cut}. The 5 lines before it are good.`,
      excerpt: [
        { line: 4, fault: false },
        { line: 5, text: '---[ Low Kernel Mapping ]---', fault: false },
        { line: 6, text: '0xffff888000000000-0xffff888000099000         612K', fault: true },
      ],
    });
    const lineEnd = SMALL_TEXT.indexOf('\n', cut) + 1;
    expect(problemOf(SMALL.subarray(0, lineEnd))).toMatchObject({
      title: 'web07.ptdump stops after line 6',
      detail: `The dump of a whole machine ends with a line up to address 0. This one ends at byte ${lineEnd}, at address 0xffff888000099000; its lines (6) are good.`,
      excerpt: [{ line: 5 }, { line: 6 }],
    });
  });

  it('[OPEN-8] a row that stops in the middle of the file is a message at its line', () => {
    const lines = SMALL_TEXT.split('\n');
    lines[9] = lines[9]?.slice(0, 60) ?? '';
    expect(problemOf(lines.join('\n'))).toMatchObject({
      title: 'Line 10 of web07.ptdump is not complete',
      excerpt: [{ line: 8 }, { line: 9 }, { line: 10, fault: true }],
    });
  });

  it('[OPEN-10] lines lost anywhere in the direct map or at its ends are a message', () => {
    const lines = SMALL_TEXT.trimEnd().split('\n');
    const first = lines.findIndex((line) => line.includes('Low Kernel'));
    const last = lines.findIndex((line) => line.includes('vmalloc'));
    for (let lost = first + 1; lost < last; lost++)
      for (let count = 1; lost + count <= last; count++) {
        const text = lines.filter((_, index) => index < lost || index >= lost + count).join('\n');
        expect(readDirectMap(text).ok).toBe(false);
      }
    expect(problemOf(lines.filter((_, index) => index !== first + 5).join('\n'))).toMatchObject({
      title: `web07.ptdump lacks lines before line ${first + 6}`,
      excerpt: [{ fault: false }, { fault: false }, { line: first + 6, fault: true }],
    });
  });

  it('[OPEN-10] lines lost elsewhere are a warning', () => {
    const lines = SMALL_TEXT.trimEnd().split('\n');
    const modules = lines.findIndex((line) => line.includes('CPU entry'));
    const read = readDirectMap(lines.filter((_, index) => index !== modules + 3).join('\n'));
    expect(read.ok && read.value.warnings).toEqual([
      `Lines are missing outside the direct map, first before line ${modules + 4}.`,
    ]);
  });
});

describe('hostile input', () => {
  const two: PtdumpPart[] = [
    [512, 'RW GLB NX', 'pte'],
    [512, 'RW PSE GLB NX', 'pmd'],
  ];

  it('[OPEN-9] a range that is not aligned to its pages is a message', () => {
    const text = ptdumpText(0xffff888000000, [[1, 'RW GLB NX', 'pte'], [512, 'RW PSE GLB NX', 'pmd']]); // biome-ignore format: short
    expect(problemOf(text)).toMatchObject({
      title: 'web07.ptdump cannot be read at line 2',
      detail: expect.stringContaining('the range is not aligned to the size of its pages'),
    });
  });

  it('[OPEN-9] two dumps in one file are a message', () => {
    expect(problemOf(SMALL_TEXT + SMALL_TEXT).detail).toContain('as if a second dump began here');
    expect(problemOf(ptdumpText(0xffff888000000, two) + ptdumpText(0xffff888000000, two)).title).toContain('line 3');
  });

  it('[OPEN-14] text longer than the limit is a message with the limit', () => {
    const reader = new PtdumpReader('big', 10_000);
    expect(reader.push(SMALL)?.detail).toContain('more than 10,000 bytes');
    expect(reader.push(new Uint8Array(1))?.title).toBe('big is too large');
    expect(reader.end().ok).toBe(false);
  });

  it('[OPEN-14] a line without an end is a message, not a growing buffer', () => {
    const reader = new PtdumpReader('zeros');
    expect(reader.push(SMALL)).toBeUndefined();
    expect(reader.push(new Uint8Array(70_000).fill(0x20))?.title).toMatch(/^zeros is not text at line \d+$/);
  });

  it('[OPEN-13] a dump with random changes is read or refused, and the chunks do not matter', () => {
    const text = SMALL_TEXT.slice(0, SMALL_TEXT.indexOf('---[ vmalloc'));
    const letters = fc.constantFrom(...'0123456789abcdefxKMGT->[]= \n\r\0'.split(''));
    const change = fc.tuple(fc.nat({ max: text.length }), fc.nat({ max: 3 }), fc.array(letters, { maxLength: 3 }));
    fc.assert(
      fc.property(
        fc.array(change, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 900 }),
        (changes, chunk) => {
          let changed = text;
          for (const [at, removed, added] of changes)
            changed = changed.slice(0, at) + added.join('') + changed.slice(at + removed);
          expect(readDirectMap(changed, chunk)).toEqual(readDirectMap(changed));
        },
      ),
      { numRuns: 300, seed: 2 },
    );
  });

  it('[OPEN-9] one changed character in a row of the direct map is refused or changes that row alone', () => {
    const from = SMALL_TEXT.indexOf('0xffff888000200000-');
    const good = leavesOf(SMALL);
    for (let at = from; at < from + 84; at++)
      for (const letter of '08fxK ') {
        const read = readDirectMap(SMALL_TEXT.slice(0, at) + letter + SMALL_TEXT.slice(at + 1));
        if (read.ok) expect(read.value.leaves).toEqual(good);
      }
  });
});
