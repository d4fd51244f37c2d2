import { expect, test } from 'vitest';
import type { Frame, Run } from '../data.ts';
import { stepText } from './step-text.ts';

const run = {
  marks: { step: Uint32Array.of(1, 41, 41, 41), kind: Uint8Array.of(1, 1, 1, 2), level: Uint8Array.of(2, 3, 2, 2) },
} as unknown as Run;
const frame = (step: number, rc = 0): Frame =>
  ({ step, call: step === 0 ? undefined : { text: 'set_memory_ro(0xa9fc4, 1)', rc, origin: undefined } }) as Frame;

test('what a step did', () => {
  expect(stepText(run, frame(41))).toBe(
    'Step 41, set_memory_ro(0xa9fc4, 1): 1 split of 1G, 1 split of 2M, 1 merge to 2M.',
  );
  expect(stepText(run, frame(2))).toBe('Step 2, set_memory_ro(0xa9fc4, 1): no split, no merge.');
  expect(stepText(run, frame(2, -16))).toBe('Step 2, set_memory_ro(0xa9fc4, 1): -EBUSY.');
  expect(stepText(run, frame(0))).toBe('Step 0.');
});
