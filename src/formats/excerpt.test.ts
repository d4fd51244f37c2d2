import { describe, expect, it } from 'vitest';
import { cleanLine, excerptOf, withCommas } from './excerpt.ts';

describe('excerptOf', () => {
  it('shows the faulty line, two before and one after', () => {
    expect(excerptOf('a\r\nb\nc\nd\ne\n', 3)).toEqual([
      { line: 1, text: 'a', fault: false },
      { line: 2, text: 'b', fault: false },
      { line: 3, text: 'c', fault: true },
      { line: 4, text: 'd', fault: false },
    ]);
  });

  it('shows what there is at the ends of a text', () => {
    expect(excerptOf('a\nb', 2).map(({ line, fault }) => [line, fault])).toEqual([
      [1, false],
      [2, true],
    ]);
    expect(excerptOf('', 1)).toEqual([{ line: 1, text: '', fault: true }]);
    expect(excerptOf('a\n', 1)).toHaveLength(1);
  });
});

it('makes lines harmless and short', () => {
  expect(cleanLine('a\tb\u0007c\u202e')).toBe('a b·c·');
  expect(cleanLine('x'.repeat(500))).toBe(`${'x'.repeat(120)}…`);
});

it('groups digits', () => {
  expect([7, 4182, 258721, 1000000].map(withCommas)).toEqual(['7', '4,182', '258,721', '1,000,000']);
});
