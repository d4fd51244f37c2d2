import { expect, test } from 'vitest';
import { entryBits } from './entry-bits.ts';

const words = (hex: string, level: 1 | 2 | 3, same?: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    entryBits(hex, level, same).words.map(({ name, meaning, compared }) => [
      name,
      `${meaning}${compared === undefined ? '' : ` | ${compared}`}`,
    ]),
  );

test('a page that is not present: three bits differ, the PFN is stored inverted', () => {
  const entry = entryBits('800fffff5603b060', 1, '8000000000000163');
  expect(entry.bits.filter((bit) => bit.differs).map(({ bit }) => bit)).toEqual([8, 1, 0]);
  expect(entry.differing).toBe(3);
  expect(entry.words.slice(0, 3)).toEqual([
    { name: 'P, bit 0', meaning: '0: not present', compared: 'same_prot has 1', differs: true },
    { name: 'RW, bit 1', meaning: '0: no writes', compared: 'same_prot has 1', differs: true },
    { name: 'G, bit 8', meaning: '0: not global', compared: 'same_prot has 1', differs: true },
  ]);
  expect(words('800fffff5603b060', 1, '8000000000000163')).toMatchObject({
    'NX, bit 63': '1: no execute | equal',
    'A, D': '1, 1 | equal',
    'PWT, PCD, PAT': '0, 0, 0: write-back | equal',
    PFN: 'stored inverted | guards against L1TF',
  });
});

test('the bits are those of the hex, bit 63 first', () => {
  const { bits } = entryBits('8000000159200163', 1, undefined);
  const back = bits.reduce((sum, { bit, value }) => sum + (BigInt(value) << BigInt(bit)), 0n);
  expect(back.toString(16)).toBe('8000000159200163');
  expect(bits.map(({ bit }) => bit)).toEqual(Array.from({ length: 64 }, (_, i) => 63 - i));
});

test('the PFN of a present entry, by level: flags below it are no PFN', () => {
  expect(words('8000000159200163', 1).PFN).toBe('0x159200');
  expect(words('80000001592001e3', 2).PFN).toBe('0x159200');
  expect(words('80000001400001e3', 3).PFN).toBe('0x140000');
  expect(words('80000001592011e3', 2).PFN).toBe('0x159200');
});

test('PAT is bit 7 of a 4K entry and bit 12 of a large one', () => {
  expect(words('8000000159200163', 1)['PWT, PCD, PAT']).toBe('0, 0, 0: write-back');
  expect(words('80000001592001fb', 1)['PWT, PCD, PAT']).toBe('1, 1, 1: write through');
  expect(words('80000001592001fb', 2)['PWT, PCD, PAT']).toBe('1, 1, 0: uncached');
  expect(words('80000001592011eb', 2)['PWT, PCD, PAT']).toBe('1, 0, 1: write protected');
});

test('PFN bits never count as a difference', () => {
  expect(entryBits('80000001592001e3', 2, '80000000000001e3').differing).toBe(0);
});

test('the fields of every level cover all 64 bits once', () => {
  for (const level of [1, 2, 3] as const) {
    const covered = entryBits('80000001400001e3', level, undefined).fields.flatMap(({ high, low }) =>
      Array.from({ length: high - low + 1 }, (_, i) => low + i),
    );
    expect(covered.sort((a, b) => a - b)).toEqual(Array.from({ length: 64 }, (_, i) => i));
  }
});

test('bits of a large page below its PFN are zero, but inverted when not present, or left of a wrong PFN', () => {
  const low = (hex: string) =>
    entryBits(hex, 2, undefined)
      .fields.filter(({ high, low }) => high <= 20 && low >= 13)
      .map(({ name }) => name);
  expect(low('80000001592001e3')).toEqual(['zero', 'zero']);
  expect(low('800ffffeffbff062')).toEqual(['PFN', 'PFN']);
  expect(low('800ffffeffdff1e3')).toEqual(['odd', 'odd']);
});
