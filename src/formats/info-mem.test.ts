import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixtureBytes } from '../testing/fixture-bytes.ts';
import { bytesSource, openBytes, QUIET } from '../testing/open-bytes.ts';
import { checkInfoMem } from './check-info-mem.ts';
import { withCommas } from './excerpt.ts';
import { InfoMemReader } from './info-mem.ts';
import { infoMemSummary } from './info-mem-summary.ts';
import { openMachines } from './open-machines.ts';
import { openPart } from './open-part.ts';

const GUESTS = ['K1', 'K2'].flatMap((kernel) => ['default', 'frag'].map((guest) => `${kernel}/${guest}`));
const MOMENTS = GUESTS.flatMap((guest) => ['before', 'after', 'end'].map((moment) => `${guest}/${moment}`));
const BEFORE = fixtureBytes('captures/K1/frag/before.qemu-info-mem.txt');
const LINES = new TextDecoder().decode(BEFORE).split('\n');

function fixture(path: string) {
  for (const ending of ['', '.gz'])
    try {
      return bytesSource(path, fixtureBytes(`captures/${path}${ending}`));
    } catch (error) {
      if (ending === '.gz') throw error;
    }
  throw new Error(path);
}

async function findingsOf(...paths: string[]) {
  const opened = await openMachines(paths.map(fixture), QUIET);
  if (!('ok' in opened) || !opened.ok) throw new Error(JSON.stringify(opened));
  return { findings: opened.machines[0].findings.filter(({ part }) => part.includes('info-mem')), aside: opened.aside };
}

function read(bytes: Uint8Array, chunkBytes = 10_000) {
  const reader = new InfoMemReader('web07');
  for (let from = 0; from < bytes.length; from += chunkBytes) reader.push(bytes.subarray(from, from + chunkBytes));
  return reader.end();
}

const readText = (text: string) => read(new TextEncoder().encode(text));

function problemOf(text: string): string {
  const result = readText(text);
  if (result.ok) throw new Error('it was read');
  expect(result.problem.remedy).not.toBe('');
  return `${result.problem.title}. ${result.problem.detail}`;
}

function infoMemOf(text: string) {
  const result = readText(text);
  if (!result.ok) throw new Error(result.problem.detail);
  return result.value;
}

/** An area of `pages` from a virtual page on, as QEMU prints it. */
const area = (page: bigint, pages: bigint, bits = '-rw'): string =>
  `${[page, page + pages].map((each) => (each << 12n).toString(16).padStart(16, '0')).join('-')} ${(pages << 12n).toString(16).padStart(16, '0')} ${bits}\n`;

describe('info mem of QEMU', () => {
  it.each(MOMENTS)('[INFOMEM-1] %s: every page of the direct map is as in the dumps of that moment', async (moment) => {
    for (const dump of ['qemu-info-tlb.txt', 'ptdump-kernel']) {
      const { findings, aside } = await findingsOf(`${moment}.qemu-info-mem.txt`, `${moment}.${dump}`);
      expect(aside).toEqual([]);
      expect(findings.map(({ verdict }) => verdict)).toEqual(['agrees']);
    }
  });

  it.each(['K1', 'K2'])('[INFOMEM-1] %s, a small guest: also as in its memory image', async (kernel) => {
    for (const file of ['phys-pagetables-only.elf', 'ptdump-kernel', 'qemu-info-tlb.txt']) {
      const { findings } = await findingsOf(`${kernel}/image-192M/qemu-info-mem.txt`, `${kernel}/image-192M/${file}`);
      expect(findings.map(({ verdict }) => verdict)).toEqual(['agrees']);
    }
  });

  it('[INFOMEM-2] of another moment it differs, and the addresses are named', async () => {
    const { findings } = await findingsOf('K1/frag/after.qemu-info-mem.txt', 'K1/frag/before.ptdump-kernel');
    expect(findings.map(({ verdict }) => verdict)).toEqual(['differs']);
    expect(findings[0]?.what).toMatch(
      /^1,583 pages are read-only in it and writable in the machine: (?:0x[0-9a-f]{16} to 0x[0-9a-f]{16}, ){4}\d+ more stretches\.$/,
    );
    expect(findings[0]?.reason).toContain('different moments');
  });

  it('[INFOMEM-2] of one page only, it is said which one and why', async () => {
    const text = LINES.join('\n').replace(
      /^ffff8881008e5000-.*$/m,
      area(0xffff8881008e5n, 0x1234n) + area(0xffff888101b1an, 0x13e4e6n).trimEnd(),
    );
    const machine = await openBytes(fixtureBytes('captures/K1/frag/before.ptdump-kernel'));
    if (!('ok' in machine) || !machine.ok) throw new Error('no machine');
    expect(checkInfoMem('mem', machine.machine, infoMemOf(text).directMap)).toEqual({
      findings: [
        {
          part: 'mem',
          verdict: 'differs',
          what: '1 page is not present in it and writable in the machine: 0xffff888101b19000 to 0xffff888101b1a000.',
          reason:
            'Single pages come and go with KFENCE, secretmem and set_direct_map_invalid_noflush: they are of different moments.',
        },
      ],
    });
  });

  it('[INFOMEM-3] of another machine, or of another boot, it is set aside', async () => {
    const other = await findingsOf('K1/default/before.qemu-info-mem.txt', 'K1/frag/before.ptdump-kernel');
    expect(other.findings).toEqual([]);
    expect(other.aside[0]?.why).toMatch(/pages are present in only one of the two/);
    const shifted = LINES.join('\n').replace(/ffff88(?=8[0-9a-f]{9})/g, 'ffff89');
    const machine = await openBytes(fixtureBytes('captures/K1/frag/before.ptdump-kernel'));
    if (!('ok' in machine) || !machine.ok) throw new Error('no machine');
    expect(checkInfoMem('mem', machine.machine, infoMemOf(shifted).directMap)).toEqual({
      foreign: 'its direct map begins at 0xffff898000000000, that of this machine at 0xffff888000000000',
    });
  });

  it('[INFOMEM-4] alone it says how much is present and writable, and that it is no map', async () => {
    const { directMap, areas } = infoMemOf(LINES.join('\n'));
    const { present, writable, readOnly, absent, user, kernel } = infoMemSummary(infoMemOf(LINES.join('\n')));
    expect([directMap.basePage, directMap.pagingLevels, areas.length]).toEqual([0xffff888000000, 4, 105]);
    expect([present, writable, readOnly].map(({ pages }) => pages * 4)).toEqual([8388480, 8378152, 10328]);
    expect([absent, user, kernel].map((sum) => sum.areas)).toEqual([1, 11, 76]);
    const opened = await openBytes(BEFORE);
    expect(opened).toMatchObject({ ok: false, problem: { title: 'web07 is info mem of QEMU, and no map' } });
    const detail = 'ok' in opened && !opened.ok ? opened.problem.detail : '';
    for (const number of [8388480, 8378152, 10328]) expect(detail).toContain(`${withCommas(number)} kB`);
    expect(detail).toContain('NX are not in the output');
  });

  it.each([
    ['4 levels, KASLR', 0xffff9a5c00000n, 4],
    ['5 levels', 0xff11000000000n, 5],
    ['5 levels, KASLR', 0xff2b4c0000000n, 5],
  ])('[INFOMEM-5] finds the direct map by content: %s', (_, base, levels) => {
    const image = area(0xffffffff81000n, 0x600n, '-r-');
    const map = area(base, 0x9fn) + area(base + 0x100n, 0xbfee0n) + area(base + 0x100000n, 0x1c0000n);
    const vmalloc = Array.from({ length: 9 }, (_each, i) => area(base + 0x20000000n + BigInt(i * 5), 4n)).join('');
    for (const user of [area(0x400n, 0xf0n, 'ur-'), '']) {
      const { directMap } = infoMemOf(user + map + vmalloc + image);
      expect([BigInt(directMap.basePage), directMap.pagingLevels, directMap.areas.length]).toEqual([base, levels, 3]);
    }
  });

  it('[INFOMEM-6] quoted, stamped and with other lines around, it is the same', async () => {
    const plain = infoMemOf(LINES.join('\n'));
    for (const quoted of [
      LINES.map((line) => `> ${line}`).join('\r\n'),
      LINES.map((line, i) => (line === '' ? '' : `[    ${i}.000000] ${line}`)).join('\n'),
    ])
      expect(infoMemOf(quoted)).toEqual(plain);
    const { warnings, ...rest } = infoMemOf(`QEMU 7.2.22 monitor\n(qemu) info mem\n${LINES.join('\n')}`);
    expect(rest).toEqual({ areas: plain.areas, directMap: plain.directMap });
    expect(warnings).toEqual(['Ignored 2 lines that are no areas, first line 1: "QEMU 7.2.22 monitor".']);
    const prompted = bytesSource('mem', new TextEncoder().encode(`(qemu) info mem\n${LINES.join('\n')}`));
    const joined = await openMachines([fixture('K1/frag/before.ptdump-kernel'), prompted], QUIET);
    expect('ok' in joined && joined.ok && joined.machines[0].warnings).toContain(
      'mem: Ignored 1 line that is no area, first line 1: "(qemu) info mem".',
    );
    const source = bytesSource('x', new TextEncoder().encode(LINES.map((line) => `> ${line}`).join('\n')));
    expect(await openPart(source, QUIET)).toMatchObject({ ok: true, part: { kind: 'info-mem' } });
  });

  it.each([
    ['an address not on a page', 'ffff888000000800-ffff888000001000 0000000000000800 -rw\n', /page boundary/],
    ['backwards', 'ffff888000001000-ffff888000000000 ffffffffffff000 -rw\n', /16 digits|backwards/],
    ['empty', 'ffff888000001000-ffff888000001000 0000000000000000 -rw\n', /empty or runs backwards/],
    ['another size', 'ffff888000000000-ffff888000001000 0000000000002000 -rw\n', /size does not fit/],
    ['32 bits', '08048000-08049000 00001000 ur-\n', /16 digits/],
    ['other bits', 'ffff888000000000-ffff888000001000 0000000000001000 xrw\n', /bits are not as/],
    ['two outputs', `${LINES.join('\n')}${LINES.join('\n')}`, /second output/],
    ['no area', 'PG disabled\n', /None of its lines \(1\)/],
    ['only a process', area(0x400n, 0xf0n, 'ur-'), /page-table isolation/],
    ['only vmalloc', area(0xffffc90000001n, 4n) + area(0xffffc90000006n, 4n), /No part of this output/],
  ])('[INFOMEM-7] %s: a message', (_, text, message) => expect(problemOf(text)).toMatch(message));

  it('[INFOMEM-7] cut at any byte it is a message, or the areas that are whole with a warning, never others', () => {
    const whole = infoMemOf(LINES.join('\n'));
    const upTo = LINES.slice(0, 24).join('\n').length;
    for (let length = 0; length <= BEFORE.length; length += length < upTo ? 1 : 11) {
      const result = read(BEFORE.subarray(0, length));
      if (!result.ok) expect(result.problem.remedy).not.toBe('');
      else {
        expect(result.value.areas).toEqual(whole.areas.slice(0, result.value.areas.length));
        expect(result.value.directMap).toEqual(whole.directMap);
      }
    }
    expect(problemOf(LINES.slice(0, 15).join('\n'))).toMatch(/ends within the direct map/);
    const kernelOnly = LINES.filter((line) => line.startsWith('ffff8'));
    expect(infoMemOf(kernelOnly.slice(0, 9).join('\n')).warnings[0]).toMatch(/^This is a part of the output/);
  });

  it('[INFOMEM-7] every chunking gives the same; random changes are read or refused; the text is bounded', () => {
    const whole = read(BEFORE);
    for (const chunkBytes of [1, 7, 54, 55, 56, 4096]) expect(read(BEFORE, chunkBytes)).toEqual(whole);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(BEFORE.length - 1), fc.nat(255)), { maxLength: 20 }), (changes) => {
        const bytes = BEFORE.slice();
        for (const [at, byte] of changes) bytes[at] = byte;
        const result = read(bytes);
        if (!result.ok) expect(result.problem.remedy).not.toBe('');
      }),
      { seed: 6, numRuns: 200 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(read(bytes).ok).toBe(false);
      }),
      { seed: 7, numRuns: 100 },
    );
    const small = new InfoMemReader('web07', 1000);
    expect(small.push(BEFORE)?.detail).toContain('1,000 bytes');
    expect(small.end().ok).toBe(false);
  });
});
