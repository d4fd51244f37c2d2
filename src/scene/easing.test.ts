import { expect, test } from 'vitest';
import { ease } from './easing.ts';

test('easing begins at 0, ends at 1, and follows the curve between', () => {
  const curve = [0.65, 0, 0.35, 1];
  expect([-1, 0, 0.5, 1, 2].map((part) => Math.round(ease(curve, part) * 1000) / 1000)).toEqual([0, 0, 0.5, 1, 1]);
  expect(ease(curve, 0.2)).toBeLessThan(0.1);
  expect(ease([0, 0, 1, 1], 0.3)).toBeCloseTo(0.3, 5);
  expect(ease([0.2, 0.7, 0.2, 1], 0.3)).toBeGreaterThan(0.6);
});
