import { expect, it } from 'vitest';
import { percentText } from './percent-text.ts';

it('[DIAG-9] a part is never rounded to nothing or to all', () => {
  expect([0, 1e-9, 0.001, 0.625, 0.9996, 1].map(percentText)).toEqual([
    '0%',
    '<0.1%',
    '0.1%',
    '62.5%',
    '>99.9%',
    '100%',
  ]);
});
