import { describe, expect, it } from 'vitest';
import { BOOT_4K, BOOT_LARGE, NX, PAT_LARGE, PFN_LOW, RW } from '../x86/prot.ts';
import { readGoldenTrace } from './golden-trace.ts';

const STATE = {
  dm: [5088, 1526, 7],
  ddm: [2048, -4, 0],
  ev: [0, 0, 0, 0],
  dev: [0, 0, 0, 0],
  cpa: [0, 0, 0, 0, 0, 0, 0],
  fl: [0, 0, 0, 0],
  runs: [[0, '1G', '80000000000001e3', 2]],
  pfn_bad: 0,
};
const HEADER = {
  type: 'header',
  kernel: '6.1.192',
  policy: 'rfc-merge',
  window_gib: 2,
  window_pages: 524288,
  window_phys: '100000000',
  window_va: 'ffff888100000000',
  reset: 1,
  supported_pte_mask: 'ffffffffffffffff',
  default_kernel_pte_mask: 'ffffffffffffffff',
  tlb_single_page_flush_ceiling: 33,
  ncpu: 2,
  ...STATE,
  pt: [],
};
const OP = { i: 0, op: 'ro', start: 1000, n: 1, rc: 0, ...STATE, pt: [[512, 'PTE', 1, '8000000000000163', 511]] };

const lines = (...rows: unknown[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

function traceOf(text: string) {
  const read = readGoldenTrace('s01.jsonl', text);
  if (!read.ok) throw new Error(read.problem.detail);
  return read.value;
}

describe('readGoldenTrace', () => {
  it('[OPEN-17] reads header, operations and states', () => {
    const runs = [
      [0, '2M', '8000000000000062', 1, '800ffffebefff062'],
      [512, '4K', '8000000000000161', 512],
      [1024, '2M', '80000000000011e3', 1],
    ];
    const { header, operations } = traceOf(lines(HEADER, { ...OP, rc: -22, runs }));
    expect(header).toMatchObject({
      kernel: '6.1.192',
      choice: { policy: 'rfc-merge', globalFix: true },
      windowPages: 524288,
      windowPfn: 0x100000,
      windowVa: 'ffff888100000000',
      cpus: 2,
      runs: [{ start: 0, level: 3, prot: BOOT_LARGE, count: 2, raw: undefined }],
      tables: [],
    });
    expect(operations).toHaveLength(1);
    expect(operations[0]).toMatchObject({
      index: 0,
      op: 'ro',
      target: { kind: 'window', start: 1000, pages: 1 },
      rc: -22,
      directMap: [5088, 1526, 7],
      tables: [{ start: 512, level: 'PTE', tracked: true, sameProt: BOOT_4K, nrSameProt: 511 }],
    });
    expect(operations[0]?.runs.map(({ level, raw }) => [level, raw])).toEqual([
      [2, '800ffffebefff062'],
      [1, undefined],
      [2, undefined],
    ]);
    expect(operations[0]?.runs[1]?.prot).toBe(BOOT_4K & ~RW);
  });

  it('[OPEN-17] takes a byte order mark, and shows no control characters in what it says', () => {
    expect(traceOf(`\uFEFF${lines(HEADER)}`).operations).toHaveLength(0);
    expect(traceOf(`\uFFFD\uFFFD\uFFFD${lines(HEADER)}`).operations).toHaveLength(0);
    const read = readGoldenTrace('s01.jsonl', `${lines(HEADER)}{"i":\0\0}\n`);
    expect(read.ok ? '' : read.problem.detail).toMatch(/·/);
    expect(read.ok ? '' : read.problem.detail).not.toMatch(/\p{Cc}/u);
  });

  it('knows each policy and the switch of patch 1', () => {
    const choices = ['none', 'rfc-merge', 'rfc-merge-noglobalfix', 'collapse'].map(
      (policy) => traceOf(lines({ ...HEADER, policy })).header.choice,
    );
    expect(choices.map(({ policy, globalFix }) => `${policy} ${globalFix}`)).toEqual([
      'none false',
      'rfc-merge true',
      'rfc-merge false',
      'collapse false',
    ]);
  });

  it('reads a header that tells only what is needed, and passes over what it does not know', () => {
    const { type, policy, window_pages, window_phys, window_va, dm, runs } = HEADER;
    const short = { type, policy, window_pages, window_phys, window_va, dm, runs, hostname: 'guest' };
    const { header, operations } = traceOf(lines(short, { ...OP, ddm: undefined, ev: undefined, note: 'x' }));
    expect(header).toMatchObject({ kernel: 'unknown', cpus: 2, flushCeiling: 33, deltaEvents: [0, 0, 0, 0] });
    expect(operations).toHaveLength(1);
    expect(header.globalInUse).toBe(true);
    expect(traceOf(lines({ ...HEADER, default_kernel_pte_mask: 'fffffffffffffeff' })).header.globalInUse).toBe(false);
    expect(traceOf(lines({ ...HEADER, tlb_single_page_flush_ceiling: 100 })).header.flushCeiling).toBe(100);
  });

  it('takes any nr_same_prot: what KFENCE did is counted wrong', () => {
    const { operations } = traceOf(lines(HEADER, { ...OP, pt: [[512, 'PTE', 1, '163', 513]] }));
    expect(operations[0]?.tables?.[0]?.nrSameProt).toBe(513);
  });

  it('takes a 2M with the rest of a wrong PFN among its flags: all of bits 13-20', () => {
    const runs = [[512, '2M', '80000000001ff1e3', 1]];
    const { operations } = traceOf(lines(HEADER, { ...OP, runs, pt: [[512, 'PTE', 1, '1fe1e3', 512]] }));
    expect(operations[0]?.runs[0]?.prot).toBe(BOOT_LARGE | PAT_LARGE | PFN_LOW);
    expect(operations[0]?.tables?.[0]?.sameProt).toBe((BOOT_LARGE & ~NX) | PFN_LOW);
  });

  it('keeps an operation that it does not know, and the run outside the window', () => {
    const mode = { ...OP, op: 'split_mapping', mode: 1, page_nr: 4, ms: 2000 };
    const { operations } = traceOf(lines(HEADER, { ...OP, op: 'bogus', rc: -95 }, { ...mode, i: 1 }));
    expect(operations.map(({ op }) => op)).toEqual(['bogus', 'split_mapping']);
    expect(operations[1]?.target).toEqual({ kind: 'split_mapping', mode: 1, pages: 4, milliseconds: 2000 });
  });

  it.each([
    ['no header', lines(OP), 1, /header/],
    ['an unknown policy', lines({ ...HEADER, policy: 'x' }), 1, /"policy" is "x"/],
    ['a policy that objects have', lines({ ...HEADER, policy: 'toString' }), 1, /"policy" is "toString"/],
    ['a window that is not on a page', lines({ ...HEADER, window_phys: '100000001' }), 1, /header/],
    ['a missing operation', lines(HEADER, { ...OP, i: 1 }), 2, /missing or doubled/],
    ['a short counter that is not needed', lines(HEADER, { ...OP, ev: [1] }), 2, /counter/],
    ['a beginning with wrong PFNs', lines({ ...HEADER, pfn_bad: 1 }), 1, /"pfn_bad" of the header/],
    ['a mask that is none', lines({ ...HEADER, default_kernel_pte_mask: 255 }), 1, /default_kernel_pte_mask/],
    ['a short counter', lines(HEADER, { ...OP, dev: [1] }), 2, /counter/],
    ['flags with PFN bits', lines(HEADER, { ...OP, runs: [[0, '4K', '10163', 1]] }), 2, /"runs"/],
    ['a not-present run without its raw entry', lines(HEADER, { ...OP, runs: [[0, '4K', '62', 1]] }), 2, /"runs"/],
    ['an unknown table level', lines(HEADER, { ...OP, pt: [[0, 'PUD', 1, '163', 1]] }), 2, /"pt"/],
    ['a positive return code', lines(HEADER, { ...OP, rc: 1 }), 2, /"rc"/],
    ['an operation without tables', lines(HEADER, { ...OP, pt: undefined }), 2, /"pt" is missing/],
    ['no range', lines(HEADER, { ...OP, n: undefined }), 2, /range/],
  ])('[OPEN-17] says where there is %s', (_, text, line, detail) => {
    const read = readGoldenTrace('s01.jsonl', text);
    expect(read.ok ? '' : read.problem.title).toBe(`s01.jsonl cannot be read at line ${line}`);
    expect(read.ok ? '' : read.problem.detail).toMatch(detail);
  });

  it('[OPEN-8] refuses a trace cut inside a line, wherever', () => {
    const text = lines(HEADER, OP).trimEnd();
    const firstLine = text.indexOf('\n');
    for (let length = 0; length < text.length; length += 7) {
      const whole = length === firstLine || length === firstLine + 1;
      expect(readGoldenTrace('x', text.slice(0, length)).ok).toBe(whole);
    }
  });
});
