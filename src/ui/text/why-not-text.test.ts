import { expect, test } from 'vitest';
import type { DifferingEntry, WhyNot } from '../data.ts';
import { type WhyNotText, whyNotText } from './why-not-text.ts';

const entry = (index: number, prot: string, bits: readonly string[], sinceStep?: number): DifferingEntry => ({
  index,
  prot,
  bits,
  sinceStep,
});

const differs = (...differing: readonly DifferingEntry[]): WhyNot => ({
  reason: 'differs',
  sentence: `${differing.length} of 512 entries differ from the rest.`,
  differing: differing.slice(0, 16),
  differingCount: differing.length,
  groups: [],
  splitEntries: [],
});

const read = ({ lead, sentence }: WhyNotText): string =>
  [
    lead,
    ' ',
    ...sentence.map((words) =>
      words.kind === 'words'
        ? words.text
        : words.kind === 'entry'
          ? `[${words.index.toString(16)}]`
          : `<${words.step}>`,
    ),
  ].join('');

test('one entry is named, with what it is, since when, and its bits', () => {
  const why = differs(entry(0x1c4, '8000000000000060', ['PRESENT', 'RW', 'GLOBAL'], 3003));
  expect(read(whyNotText(why, 'merge'))).toBe(
    'Does not merge: entry [1c4] has been not present since <3003>, so PRESENT, RW and GLOBAL differ.',
  );
});

test('two entries are named, and a single bit differs', () => {
  const why = differs(entry(1, '8000000000000161', ['RW'], 41), entry(2, '163', ['NX'], undefined));
  expect(read(whyNotText(why, 'merge'))).toBe(
    'Does not merge: entry [1] has been read-only since <41>, so RW differs; ' +
      'entry [2] was executable before step 1, so NX differs.',
  );
});

test('many entries are counted, listed, and the rest is named as a number', () => {
  const many = Array.from({ length: 20 }, (_, i) => entry(i, '8000000000000161', ['RW'], 5));
  const text = whyNotText(differs(...many), 'merge');
  expect(read(text)).toBe('Does not merge: 20 of 512 entries differ from the rest.');
  expect([text.listed.length, text.more]).toEqual([16, 4]);
});

test('without entries the sentence stands alone, in the policy’s word', () => {
  const why: WhyNot = {
    reason: 'no-trigger',
    sentence: 'All 512 entries are equal, but only set_memory_rox() on this range asks for a collapse.',
    differing: [],
    differingCount: 0,
    groups: [],
    splitEntries: [],
  };
  const text = whyNotText(why, 'collapse');
  expect(read(text)).toBe(
    'Does not collapse: all 512 entries are equal, but only set_memory_rox() on this range asks for a collapse.',
  );
  expect([text.listed.length, text.more]).toEqual([0, 0]);
});

test('split entries are counted and linked', () => {
  const why = (...splitEntries: number[]): WhyNot => ({ ...differs(), reason: 'children-split', splitEntries });
  expect(read(whyNotText(why(0xbb), 'merge'))).toBe('Does not merge: 1 of 512 entries is split to 4K: [bb].');
  expect(read(whyNotText(why(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), 'merge'))).toBe(
    'Does not merge: 10 of 512 entries are split to 4K: [1], [2], [3], [4], [5], [6], [7], [8] and 2 more.',
  );
});
