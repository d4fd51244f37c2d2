import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ptdumpText } from '../testing/ptdump-text.ts';
import { CANONICAL_ROW_CHARS, PtdumpFastRow } from './ptdump-fast-row.ts';
import { PtdumpRowParser } from './ptdump-row.ts';

const BASE = 0xffff888000000;
const LINE = CANONICAL_ROW_CHARS + 1;
const TWO_ROWS = ptdumpText(BASE, [
  [4, 'RW GLB NX', 'pte'],
  [4, 'RW GLB NX', 'pte'],
]);

function taught(): { fast: PtdumpFastRow; parser: PtdumpRowParser } {
  const fast = new PtdumpFastRow();
  const parser = new PtdumpRowParser();
  const bytes = Buffer.from(TWO_ROWS);
  parser.parse(bytes, 0, CANONICAL_ROW_CHARS);
  fast.learn(viewOf(bytes), 0, parser);
  return { fast, parser };
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

describe('PtdumpFastRow', () => {
  it('recognises a row with a size and flags that it has learned', () => {
    const { fast } = taught();
    const bytes = Buffer.from(TWO_ROWS);
    expect(fast.recognise(viewOf(bytes), LINE, 19, BASE + 4)).toBe(true);
    expect([fast.endPage, fast.level]).toEqual([BASE + 8, 1]);
  });

  it('does not know a row before it has learned one', () => {
    const bytes = Buffer.from(TWO_ROWS);
    expect(new PtdumpFastRow().recognise(viewOf(bytes), LINE, 19, BASE + 4)).toBe(false);
  });

  it('[OPEN-9] never takes a changed row for another than the parser does', () => {
    const { fast, parser } = taught();
    const place = fc.tuple(fc.integer({ min: LINE, max: 2 * LINE - 2 }), fc.integer({ min: 0, max: 255 }));
    const digit = fc.tuple(
      fc.integer({ min: LINE, max: 2 * LINE - 2 }),
      fc.constantFrom(...Buffer.from('0123456789abcdefxKM ')),
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(place, digit), { minLength: 1, maxLength: 4 }), (changes) => {
        const bytes = Buffer.from(TWO_ROWS);
        for (const [at, value] of changes) bytes[at] = value;
        if (!fast.recognise(viewOf(bytes), LINE, 19, BASE + 4)) return;
        expect(parser.parse(bytes, LINE, LINE + CANONICAL_ROW_CHARS)).toBe('row');
        expect([parser.startPage, parser.endPage, parser.prot, parser.level]).toEqual([
          BASE + 4,
          fast.endPage,
          fast.prot,
          fast.level,
        ]);
      }),
      { numRuns: 2000, seed: 7 },
    );
  });

  it('compares every character', () => {
    const { fast } = taught();
    for (let at = LINE; at < LINE + CANONICAL_ROW_CHARS; at++) {
      const bytes = Buffer.from(TWO_ROWS);
      bytes[at] = 0x7e;
      expect(fast.recognise(viewOf(bytes), LINE, 19, BASE + 4)).toBe(false);
    }
  });
});
