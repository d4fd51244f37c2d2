import { expect, test } from 'vitest';
import { markPaths } from './mark-paths.ts';

const none = { x: 20, firstStep: 1, lastStep: 1, splits2m: 0, splits1g: 0, merges2m: 0, merges1g: 0 };

test('a merge points up above the line, a split points down below it', () => {
  const { merges, splits } = markPaths([{ ...none, merges2m: 3, splits2m: 1 }]);
  expect(merges).toBe('M15.5 15H24.5L20 6.9Z');
  expect(splits).toBe('M15.5 20H24.5L20 28.1Z');
});

test('one that reaches 1G is larger; columns without events draw nothing', () => {
  expect(markPaths([{ ...none, merges2m: 1, merges1g: 1 }]).merges).toBe('M13.5 15H26.5L20 3.3Z');
  expect(markPaths([none])).toEqual({ merges: '', splits: '' });
});
