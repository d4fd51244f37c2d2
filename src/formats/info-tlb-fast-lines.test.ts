import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InfoTlbFastLines } from './info-tlb-fast-lines.ts';
import { InfoTlbFlagMemo } from './info-tlb-flag-memo.ts';
import { INFO_TLB_LINE_CHARS, InfoTlbLine } from './info-tlb-line.ts';
import { InfoTlbRunColumns } from './info-tlb-runs.ts';

const LINE = INFO_TLB_LINE_CHARS + 1;
const lineOf = (page: number, pfn: number, flags = 'XG-DA---W', end = '\n'): string =>
  `${[page, pfn].map((each) => `${each.toString(16).padStart(13, '0')}000`).join(': ')} ${flags}${end}`;
const BASE = 0xffff888000000;
const TWO_LINES = lineOf(BASE + 0x1233, 0x1233) + lineOf(BASE + 0x1234, 0x1234);

/** Learns the first line and reads on: how many lines follow, what is kept, the last entry, and where reading stopped. */
function readAfterFirst(text: string | Uint8Array) {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const flags = new InfoTlbFlagMemo();
  const runs = new InfoTlbRunColumns();
  const fast = new InfoTlbFastLines(runs, flags);
  const line = new InfoTlbLine(flags);
  expect(line.recognise(view, 0)).toBe(true);
  fast.learn(view, 0, line);
  const at = fast.read(bytes, view, LINE);
  const kept = Array.from({ length: runs.count }, (_, i) => [
    (runs.page[i] as number) - BASE,
    runs.pfn[i],
    runs.level[i],
    runs.entries[i],
  ]);
  return { lines: fast.lines, kept, fast, at, line, view };
}

describe('InfoTlbFastLines', () => {
  it.each(['\n', '\r\n'])('reads the next pages and keeps all but the last, line end %j', (end) => {
    const text = lineOf(BASE, 0) + lineOf(BASE + 1, 1, undefined, end) + lineOf(BASE + 2, 2, undefined, end);
    const { lines, kept, fast, at } = readAfterFirst(text);
    expect([lines, kept, fast.page, fast.pfn, at]).toEqual([2, [[0, 0, 1, 2]], BASE + 2, 2, text.length]);
  });

  it('begins a run where pages, frames or flags do not continue', () => {
    const text =
      lineOf(BASE, 0) +
      lineOf(BASE + 1, 1) +
      lineOf(BASE + 2, 2, 'XG------W') +
      lineOf(BASE + 3, 9, 'XG------W') +
      lineOf(BASE + 7, 10, 'XG------W') +
      lineOf(BASE + 8, 11, 'XG------W');
    const { lines, kept, fast } = readAfterFirst(text);
    expect([lines, kept, fast.page]).toEqual([
      5,
      [
        [0, 0, 1, 2],
        [2, 2, 1, 1],
        [3, 9, 1, 1],
        [7, 10, 1, 1],
      ],
      BASE + 8,
    ]);
  });

  it.each([
    ['an earlier page', lineOf(BASE + 5, 2)],
    ['the same page', lineOf(BASE + 6, 2)],
    ['a page of the next 4 GiB', lineOf(BASE + 2 ** 20, 2)],
    ['a frame of the next 4 GiB', lineOf(BASE + 7, 2 ** 20)],
    ['a large page', lineOf(BASE + 512, 512, 'XGPDA---W')],
    ['other letters', lineOf(BASE + 7, 1, 'XG-DA---w')],
    ['capitals', lineOf(BASE + 7, 1).toUpperCase()],
    ['no newline yet', lineOf(BASE + 7, 1).trimEnd()],
  ])('leaves %s to others', (_, next) =>
    expect(readAfterFirst(lineOf(BASE + 6, 0) + next)).toMatchObject({ lines: 0, at: LINE, kept: [] }),
  );

  it('leaves large pages to others: their size depends on what follows', () => {
    const text = lineOf(BASE, 0, 'XGPDA---W') + lineOf(BASE + 1, 1, 'XGPDA---W');
    expect(readAfterFirst(text)).toMatchObject({ lines: 0, at: LINE });
  });

  it('[OPEN-9] compares every character, and never takes a changed line for another than the parser does', () => {
    for (let at = LINE; at < 2 * LINE; at++) {
      const bytes = new TextEncoder().encode(TWO_LINES);
      bytes[at] = 0x7e;
      expect(readAfterFirst(bytes).lines).toBe(0);
    }
    const change = fc.tuple(
      fc.integer({ min: LINE, max: 2 * LINE - 2 }),
      fc.oneof(fc.nat(255), fc.constantFrom(...new TextEncoder().encode('0123456789abcdefXGPDACTUW-: '))),
    );
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const bytes = new TextEncoder().encode(TWO_LINES);
        for (const [at, value] of changes) bytes[at] = value;
        const { lines, fast, line, view } = readAfterFirst(bytes);
        if (lines === 0) return;
        expect(line.recognise(view, LINE)).toBe(true);
        expect([line.page, line.pfn, line.prot]).toEqual([fast.page, fast.pfn, fast.prot]);
      }),
      { numRuns: 2000, seed: 7 },
    );
  });
});
