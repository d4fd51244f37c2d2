import { expect, test } from 'vitest';
import type { ProtectionName } from '../theme/tokens.ts';
import { MARKS, markCoverage } from './marks.ts';

const NAMES = Object.keys(MARKS) as ProtectionName[];
const picture = (name: ProtectionName, sizePx: number): string =>
  [...markCoverage(name, sizePx)].map((part) => (part > 0.5 ? '#' : '.')).join('');

test('data has no mark, every other protection has one of its own, from 6 px up', () => {
  expect(new Set(markCoverage('rw', 9))).toEqual(new Set([0]));
  for (const sizePx of [6, 12, 28]) {
    const pictures = NAMES.map((name) => picture(name, sizePx));
    expect(new Set(pictures).size).toBe(NAMES.length);
    for (const name of NAMES.filter((other) => other !== 'rw')) expect(picture(name, sizePx)).toContain('#');
  }
});

test('a cross is a cross, a bar is a bar', () => {
  expect(picture('rwx', 5).match(/.{5}/g)).toEqual(['.....', '.#.#.', '..#..', '.#.#.', '.....']);
  expect(picture('ro', 5).match(/.{5}/g)).toEqual(['.....', '.....', '#####', '.....', '.....']);
});
