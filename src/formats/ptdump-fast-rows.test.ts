import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ptdumpText } from '../testing/ptdump-text.ts';
import { CANONICAL_ROW_CHARS, PtdumpFastRows } from './ptdump-fast-rows.ts';
import { PtdumpRowParser } from './ptdump-row.ts';
import { PtdumpRowColumns } from './ptdump-rows.ts';

const BASE = 0xffff888000000;
const LINE = CANONICAL_ROW_CHARS + 1;
const TWO_ROWS = ptdumpText(BASE, [
  [4, 'RW GLB NX', 'pte'],
  [4, 'RW GLB NX', 'pte'],
]);

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Learns the first of two rows and reads what follows: the rows, and where reading stopped. */
function readAfterFirst(bytes: Uint8Array): { rows: PtdumpRowColumns; at: number } {
  const rows = new PtdumpRowColumns();
  const fast = new PtdumpFastRows(rows);
  const parser = new PtdumpRowParser();
  parser.parse(bytes, 0, CANONICAL_ROW_CHARS);
  rows.append(parser.startPage, parser.endPage, parser.prot, parser.level);
  fast.learn(viewOf(bytes), 0, parser);
  return { rows, at: fast.read(bytes, viewOf(bytes), LINE) };
}

describe('PtdumpFastRows', () => {
  it.each(['\n', '\r\n'])('reads a row with a size and flags that it has learned, line end %j', (lineEnd) => {
    const bytes = Buffer.from(TWO_ROWS.slice(0, LINE) + TWO_ROWS.slice(LINE).replace('\n', lineEnd));
    const { rows, at } = readAfterFirst(bytes);
    expect([rows.count, rows.startPage[1], rows.endPage[1], rows.level[1], at]).toEqual([
      2,
      BASE + 4,
      BASE + 8,
      1,
      bytes.length,
    ]);
  });

  it('reads more rows than there was room for', () => {
    const many = ptdumpText(
      BASE,
      Array.from({ length: 3000 }, () => [4, 'RW GLB NX', 'pte'] as const),
    );
    const { rows, at } = readAfterFirst(Buffer.from(many));
    expect([rows.count, rows.startPage[2999], at]).toEqual([3000, BASE + 4 * 2999, many.length]);
  });

  it('does not know a row before it has learned one, nor after a line that is none', () => {
    const bytes = Buffer.from(TWO_ROWS);
    const rows = new PtdumpRowColumns();
    expect(new PtdumpFastRows(rows).read(bytes, viewOf(bytes), 0)).toBe(0);
    const fast = new PtdumpFastRows(rows);
    const parser = new PtdumpRowParser();
    parser.parse(bytes, 0, CANONICAL_ROW_CHARS);
    fast.learn(viewOf(bytes), 0, parser);
    fast.forget();
    expect([fast.read(bytes, viewOf(bytes), LINE), rows.count]).toEqual([LINE, 0]);
  });

  it('[OPEN-9] knows nothing after the last address', () => {
    const end = ptdumpText(2 ** 52 - 4, [[4, 'RW GLB NX', 'pte']]);
    const bytes = Buffer.from(end + ptdumpText(0, [[4, 'RW GLB NX', 'pte']]));
    expect(bytes.toString()).toContain('-0x0000000000000000   ');
    expect(readAfterFirst(bytes).rows.count).toBe(1);
  });

  it('[OPEN-9] never takes a changed row for another than the parser does', () => {
    const parser = new PtdumpRowParser();
    const place = fc.tuple(fc.integer({ min: LINE, max: 2 * LINE - 2 }), fc.integer({ min: 0, max: 255 }));
    const digit = fc.tuple(
      fc.integer({ min: LINE, max: 2 * LINE - 2 }),
      fc.constantFrom(...Buffer.from('0123456789abcdefxKM ')),
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(place, digit), { minLength: 1, maxLength: 4 }), (changes) => {
        const bytes = Buffer.from(TWO_ROWS);
        for (const [at, value] of changes) bytes[at] = value;
        const { rows } = readAfterFirst(bytes);
        if (rows.count < 2) return;
        expect(parser.parse(bytes, LINE, LINE + CANONICAL_ROW_CHARS)).toBe('row');
        expect([parser.startPage, parser.endPage, parser.prot, parser.level]).toEqual([
          BASE + 4,
          rows.endPage[1],
          rows.prot[1],
          rows.level[1],
        ]);
      }),
      { numRuns: 2000, seed: 7 },
    );
  });

  it('compares every character', () => {
    for (let at = LINE; at < 2 * LINE; at++) {
      const bytes = Buffer.from(TWO_ROWS);
      bytes[at] = 0x7e;
      expect(readAfterFirst(bytes).rows.count).toBe(1);
    }
  });
});
