import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { readBytes, readText } from './read-input.ts';
import { replayCommand } from './replay-command.ts';

const FIXTURES = fileURLToPath(new URL('../../fixtures/', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'replay-test-'));
afterAll(() => rmSync(scratch, { recursive: true }));

async function run(...args: string[]): Promise<{ code: number; out: string[]; err: string[] }> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await replayCommand(args, { out: (line) => out.push(line), err: (line) => err.push(line) });
  return { code, out, err };
}

const recorded = (kernel: string, guest: string, expect: string, ...more: string[]): string[] => {
  const folder = `${FIXTURES}captures/${kernel}/${guest}`;
  return [
    ...['--machine', `${folder}/direct-map.before.json`, '--events', `${folder}/dmap-events.jsonl.gz`],
    ...['--expect', `${folder}/direct-map.${expect}.json`, '--untraced', `${folder}/untraced-ro.json`, ...more],
  ];
};

describe('replay of traces', () => {
  const good = `${FIXTURES}traces/K2/s23_two_pages_one_left.jsonl.gz`;

  it('ends with one line and 0 when all is equal', async () => {
    expect(await run(good, good)).toEqual({
      code: 0,
      out: ['replayed 2 files, 16 operations, 0 mismatches'],
      err: [],
    });
  });

  it('reads a file that is not gzip and shows the first mismatches of one that differs', async () => {
    const path = join(scratch, 'wrong.jsonl');
    writeFileSync(path, readText(good).replaceAll('"rc":0', '"rc":-5'));
    const { code, out } = await run(path);
    expect(code).toBe(1);
    expect(out.slice(0, 2)).toEqual([`${path}: operation 0 ro 600 1`, '  return code: recorded -5, engine 0']);
    expect(out.slice(-2)).toEqual([
      `${path}: 3 more operations differ`,
      'replayed 1 files, 8 operations, 8 mismatches',
    ]);
  });
});

describe('replay of files that are not as they should be', () => {
  const name = (kernel: string, file: string): string => `${FIXTURES}traces/${kernel}/${file}.jsonl.gz`;
  const good = name('K1', 's01_split1_ro_rw');
  const text = readText(good);

  const written = (file: string, content: string | Uint8Array): string => {
    const path = join(scratch, file);
    writeFileSync(path, content);
    return path;
  };

  it('[REPLAY-5] a file that stops inside a line is replayed up to there, counts as a mismatch, and the others still run', async () => {
    const cut = written('cut.jsonl', text.slice(0, text.trimEnd().lastIndexOf('\n') + 40));
    const { code, out, err } = await run(good, cut, name('K3', 's23_two_pages_one_left'));
    expect([code, out]).toEqual([2, ['replayed 3 files, 31 operations, 1 mismatches']]);
    expect(err).toHaveLength(1);
    expect(err[0]).toContain('cut.jsonl stops in the middle of line 13');
  });

  it('[REPLAY-5] gzip that is cut, a line that is no JSON, another format and an impossible window are told by name', async () => {
    const packed = readFileSync(good);
    const [header, ...rows] = text.split('\n');
    const files = [
      written('cut.jsonl.gz', packed.subarray(0, packed.length - 50)),
      written('no.jsonl', [header, rows[0], '{"i": 1, ', ...rows.slice(2)].join('\n')),
      written('bytes.jsonl', Uint8Array.of(0, 1, 2, 3, 10, 255)),
      written('window.jsonl', text.replace('"window_va":"ffff888100000000"', '"window_va":"ffff888100001000"')),
      written('none.jsonl', ''),
    ];
    const { code, out, err } = await run(...files);
    expect(code).toBe(2);
    expect(out).toEqual([expect.stringMatching(/^replayed 5 files, \d+ operations, 5 mismatches$/)]);
    expect(err.map((line) => line.split(/ cannot|\. /)[0])).toEqual([
      expect.stringContaining('cut.jsonl.gz'),
      ...['no.jsonl', 'bytes.jsonl', 'window.jsonl', 'none.jsonl'].map((file) => `replay: ${file}`),
    ]);
    expect(err[1]).toContain('line 3');
    expect(err[3]).toContain('does not start at a GiB');
  });

  it('[REPLAY-6] line ends, fields that are missing or unknown, and where the window lies make no difference', async () => {
    const shifted = text
      .replace('"window_phys":"100000000"', '"window_phys":"3f00000000"')
      .replace('"window_va":"ffff888100000000"', '"window_va":"ff1100bf00000000"')
      .replace('"ncpu":2,', '"host":"guest",')
      .replace('"tlb_single_page_flush_ceiling":33,', '');
    const files = [written('crlf.jsonl', text.trimEnd().replaceAll('\n', '\r\n')), written('shifted.jsonl', shifted)];
    expect(await run(...files)).toEqual({ code: 0, out: ['replayed 2 files, 24 operations, 0 mismatches'], err: [] });
  });

  it('[REPLAY-6] the header tells from how many pages on everything is flushed', async () => {
    const many = readText(name('K1', 's16_array_uc'));
    const low = written(
      'low.jsonl',
      many.replace('"tlb_single_page_flush_ceiling":33', '"tlb_single_page_flush_ceiling":3'),
    );
    const { out } = await run(low);
    expect(out.slice(0, 2)).toEqual([
      `${low}: operation 0 a_uc 512 4`,
      '  flush: all, ranged, pages, cpa_flush_all: recorded 2 1 4 0, engine 3 0 0 0',
    ]);
  });
});

describe('replay of a recorded machine', () => {
  it('[OPEN-20] takes info tlb of QEMU as the machine before and after', async () => {
    const folder = `${FIXTURES}captures/K2/frag`;
    const machines = [
      '--machine',
      `${folder}/before.qemu-info-tlb.txt.gz`,
      '--expect',
      `${folder}/end.qemu-info-tlb.txt.gz`,
    ];
    const rest = [
      '--events',
      `${folder}/dmap-events.jsonl.gz`,
      '--untraced',
      `${folder}/untraced-ro.json`,
      '--policy',
      'rfc-merge',
    ];
    expect(await run(...machines, ...rest)).toMatchObject({ code: 0, err: [] });
  });

  it('[OPEN-23] takes memory images, raw memory with --cr3', async () => {
    const folder = `${FIXTURES}captures/K1/image-192M`;
    const events = join(scratch, 'none.jsonl');
    writeFileSync(events, '{"type": "header"}\n');
    const raw = join(scratch, 'memory.raw');
    writeFileSync(raw, readBytes(`${folder}/phys-pagetables-only.raw.gz`));
    const args = ['--machine', raw, '--events', events, '--policy', 'none', '--expect', `${folder}/ptdump-kernel.gz`];
    expect(await run(...args, '--cr3', '0xcff000')).toEqual({
      code: 0,
      out: ['replayed 1 files, 0 operations, 0 mismatches'],
      err: [],
    });
    const elf = ['--expect', `${folder}/phys-pagetables-only.elf.gz`];
    expect(await run(...args.slice(0, 6), '--cr3', 'cff000', ...elf)).toMatchObject({ code: 0 });
    expect((await run(...args)).err[0]).toContain('--cr3 HEX');
    expect((await run(...args, '--cr3', 'xyz')).err[0]).toContain('--cr3 is xyz, expected hex digits');
  });

  for (const [kernel, policy] of [
    ['K1', 'none'],
    ['K2', 'rfc-merge'],
  ])
    for (const guest of ['default', 'frag']) {
      it(`[REPLAY-3] ${kernel}/${guest}: "before" and the events give every leaf of "after" and of "end"`, async () => {
        const after = await run(...recorded(kernel, guest, 'after', '--policy', policy, '--until', 'bpf: 1000 more'));
        expect(after).toEqual({ code: 0, out: ['replayed 1 files, 2958 operations, 0 mismatches'], err: [] });
        const end = await run(...recorded(kernel, guest, 'end', '--policy', policy));
        expect(end).toEqual({ code: 0, out: ['replayed 1 files, 6196 operations, 0 mismatches'], err: [] });
      });
    }

  for (const [kernel, policy] of [
    ['K1', 'none'],
    ['K2', 'rfc-merge'],
  ])
    for (const guest of ['default', 'frag']) {
      it(`[TRACE-1] ${kernel}/${guest}: a page-table dump and the raw trace give what \`info tlb\` showed afterwards`, async () => {
        const folder = `${FIXTURES}captures/${kernel}/${guest}`;
        const machine = ['--machine', `${folder}/before.ptdump-kernel`, '--events', `${folder}/trace_pipe.txt.gz`];
        const args = [...machine, '--untraced', `${folder}/untraced-ro.json`, '--policy', policy];
        const after = ['--expect', `${folder}/after.qemu-info-tlb.txt.gz`, '--until', 'bpf: 1000 more'];
        const out = (operations: number) => [`replayed 1 files, ${operations} operations, 0 mismatches`];
        expect(await run(...args, ...after)).toEqual({ code: 0, out: out(2958), err: [] });
        const end = ['--expect', `${folder}/end.qemu-info-tlb.txt.gz`];
        expect(await run(...args, ...end)).toEqual({ code: 0, out: out(6196), err: [] });
      });
    }

  it('[REPLAY-3] under another policy the leaves differ, and it says where', async () => {
    const { code, out } = await run(...recorded('K2', 'frag', 'end', '--policy', 'none'));
    expect(code).toBe(1);
    expect(out[0]).toBe('pages 320 to 343: expected 4K 8000000000000102 WB, engine 4K 8000000000000002 WB');
    expect(out.at(-1)).toMatch(/^replayed 1 files, 6196 operations, [1-9]\d* mismatches$/);
  });

  it('names the marks when there is none that begins so', async () => {
    const { code, err } = await run(...recorded('K1', 'frag', 'after', '--policy', 'none', '--until', 'nope'));
    expect(code).toBe(2);
    expect(err[0]).toContain('has no mark that begins with "nope"; it has "modules: load all"');
  });
});

describe('wrong usage', () => {
  it.each([
    [[], 'no file is given'],
    [['--frob'], 'there is no option --frob'],
    [['--machine'], '--machine needs a value'],
    [['--machine', 'a', '--machine', 'b'], '--machine is given twice'],
    [['--machine', 'a', '--events', 'b', '--expect', 'c'], '--policy is missing'],
    [['--machine', 'a', '--policy', 'toString', '--events', 'b', '--expect', 'c'], '--policy is toString'],
    [['a.jsonl', '--policy', 'none'], 'do not go together'],
  ])('%j: exit code 2 and a message on stderr only', async (args, message) => {
    const { code, out, err } = await run(...args);
    expect([code, out]).toEqual([2, []]);
    expect(err[0]).toContain(message);
  });

  it('a file that is not there: exit code 2, a message on stderr, and a mismatch', async () => {
    const { code, out, err } = await run('/nowhere/to/be/found.jsonl');
    expect([code, out]).toEqual([2, ['replayed 1 files, 0 operations, 1 mismatches']]);
    expect(err[0]).toContain('cannot be read');
  });

  it.each([
    ['empty.jsonl', ''],
    ['text.jsonl', 'hello\n'],
    ['cut.jsonl.gz', Uint8Array.of(0x1f, 0x8b, 8, 0, 0)],
  ])('%s is a message and exit code 2', async (name, content) => {
    const path = join(scratch, name);
    writeFileSync(path, content);
    const { code, out, err } = await run(path);
    expect([code, out]).toEqual([2, ['replayed 1 files, 0 operations, 1 mismatches']]);
    expect(err[0]).toContain(name);
  });

  it('--help explains itself', async () => {
    const { code, out } = await run('--help');
    expect(code).toBe(0);
    expect(out[0]).toContain('--machine BEFORE --events EVENTS');
  });
});
