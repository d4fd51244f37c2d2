import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InfoTlbFastLines } from './info-tlb-fast-lines.ts';
import { INFO_TLB_LINE_CHARS, InfoTlbLine } from './info-tlb-line.ts';

const LINE = INFO_TLB_LINE_CHARS + 1;
const lineOf = (page: number, pfn: number, flags = 'XG-DA---W', end = '\n'): string =>
  `${[page, pfn].map((each) => `${each.toString(16).padStart(13, '0')}000`).join(': ')} ${flags}${end}`;
const BASE = 0xffff888000000;
const TWO_LINES = lineOf(BASE + 0x1233, 0x1233) + lineOf(BASE + 0x1234, 0x1234);

/** Learns the first line and reads on: how many entries follow, and where reading stopped. */
function readAfterFirst(text: string | Uint8Array) {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fast = new InfoTlbFastLines();
  const line = new InfoTlbLine();
  expect(line.recognise(view, 0)).toBe(true);
  fast.learn(view, 0, line);
  const at = fast.read(bytes, view, LINE);
  return { entries: fast.entries, at, line, view };
}

describe('InfoTlbFastLines', () => {
  it.each(['\n', '\r\n'])('reads the next page of the next frame, line end %j', (end) => {
    const text = lineOf(BASE, 0) + lineOf(BASE + 1, 1, undefined, end) + lineOf(BASE + 2, 2, undefined, end);
    expect(readAfterFirst(text)).toMatchObject({ entries: 2, at: text.length });
  });

  it.each([
    ['another page', lineOf(BASE + 2, 1)],
    ['another frame', lineOf(BASE + 1, 2)],
    ['other flags', lineOf(BASE + 1, 1, 'XG-DA----')],
    ['capitals', lineOf(BASE + 1, 1).toUpperCase()],
    ['no newline yet', lineOf(BASE + 1, 1).trimEnd()],
  ])('leaves %s to others', (_, next) =>
    expect(readAfterFirst(lineOf(BASE, 0) + next)).toMatchObject({ entries: 0, at: LINE }),
  );

  it('leaves large pages to others: their size depends on what follows', () => {
    const text = lineOf(BASE, 0, 'XGPDA---W') + lineOf(BASE + 1, 1, 'XGPDA---W');
    expect(readAfterFirst(text)).toMatchObject({ entries: 0, at: LINE });
  });

  it('[OPEN-9] compares every character, and never takes a changed line for another than the parser does', () => {
    for (let at = LINE; at < 2 * LINE; at++) {
      const bytes = new TextEncoder().encode(TWO_LINES);
      bytes[at] = 0x7e;
      expect(readAfterFirst(bytes).entries).toBe(0);
    }
    const change = fc.tuple(
      fc.integer({ min: LINE, max: 2 * LINE - 2 }),
      fc.oneof(fc.nat(255), fc.constantFrom(...new TextEncoder().encode('0123456789abcdefXGPDACTUW-: '))),
    );
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const bytes = new TextEncoder().encode(TWO_LINES);
        for (const [at, value] of changes) bytes[at] = value;
        const { entries, line, view } = readAfterFirst(bytes);
        if (entries === 0) return;
        const { page, pfn, prot } = line;
        expect(line.recognise(view, LINE)).toBe(true);
        expect([line.page, line.pfn, line.prot]).toEqual([page + 1, pfn + 1, prot]);
      }),
      { numRuns: 2000, seed: 7 },
    );
  });
});
