import type { Level } from '../x86/page.ts';
import { type CacheMode, cacheMode, protFromEntry } from '../x86/prot.ts';

/** One of the 64 bits of an entry. */
export interface EntryBit {
  readonly bit: number;
  readonly value: 0 | 1;
  /** From the same bit of same_prot. */
  readonly differs: boolean;
  readonly field: 'flag' | 'pfn' | 'other';
}

/** A label under a run of bits. */
export interface BitField {
  readonly name: string;
  /** Highest and lowest bit, both in the same row of 16. */
  readonly high: number;
  readonly low: number;
  readonly differs: boolean;
}

/** What a bit or a few bits mean. */
export interface BitWords {
  readonly name: string;
  readonly meaning: string;
  /** "same_prot has 1", "equal"; undefined without something to compare with. */
  readonly compared: string | undefined;
  readonly differs: boolean;
}

/** An entry of a page table, decoded for reading. */
export interface EntryBits {
  /** Bit 63 first. */
  readonly bits: readonly EntryBit[];
  readonly fields: readonly BitField[];
  readonly words: readonly BitWords[];
  readonly present: boolean;
  readonly differing: number;
}

interface Flag {
  readonly bit: number;
  readonly name: string;
  readonly words: readonly [string, string];
}

const CACHE: Readonly<Record<CacheMode, string>> = {
  WB: 'write-back',
  WC: 'write combining',
  'UC-': 'uncached (UC-)',
  UC: 'uncached',
  WP: 'write protected',
  WT: 'write through',
};
const PAT_LARGE_BIT = 12;
const PAT_4K_BIT = 7;
const PFN_TOP = 51;

const FLAGS: readonly Flag[] = [
  { bit: 0, name: 'P', words: ['not present', 'present'] },
  { bit: 1, name: 'RW', words: ['no writes', 'writes allowed'] },
  { bit: 2, name: 'US', words: ['kernel only', 'user'] },
  { bit: 8, name: 'G', words: ['not global', 'global'] },
  { bit: 63, name: 'NX', words: ['may execute', 'no execute'] },
];

/** Decodes an entry. `hex`: 16 digits; `sameProt`: flags of the other entries, hex, or undefined. */
export function entryBits(hex: string, level: Level, sameProt: string | undefined): EntryBits {
  const at = bitReader(hex);
  const same = sameProt === undefined ? undefined : bitReader(sameProt.padStart(16, '0'));
  const present = at(0) === 1;
  const pat = level === 1 ? PAT_4K_BIT : PAT_LARGE_BIT;
  const pfnLow = level === 1 ? 12 : level === 2 ? 21 : 30;
  const isPfn = (bit: number): boolean => bit >= pfnLow && bit <= PFN_TOP;
  const differs = (bit: number): boolean => same !== undefined && !isPfn(bit) && at(bit) !== same(bit);

  const bits = Array.from({ length: 64 }, (_, i): EntryBit => {
    const bit = 63 - i;
    const flag = bit <= 8 || bit === 63 || bit === pat;
    return { bit, value: at(bit), differs: differs(bit), field: isPfn(bit) ? 'pfn' : flag ? 'flag' : 'other' };
  });

  const field = (name: string, high: number, low = high): BitField => {
    let odd = false;
    for (let bit = low; bit <= high; bit++) odd ||= differs(bit);
    return { name, high, low, differs: odd };
  };
  const pfnName = present ? 'PFN' : 'inverted PFN';
  const fields = [
    field('NX', 63),
    field('PKEY', 62, 59),
    field('AVL', 58, 52),
    field('PFN', 51, 48),
    field(`${pfnName}, bits 47–32`, 47, 32),
    ...lowPfnFields(level, pfnName, field, at),
    field('AVL', 11, 9),
    field('G', 8),
    field(level === 1 ? 'PAT' : 'PSE', 7),
    field('D', 6),
    field('A', 5),
    field('PCD', 4),
    field('PWT', 3),
    field('US', 2),
    field('RW', 1),
    field('P', 0),
  ];

  const compared = (...list: number[]): Pick<BitWords, 'compared' | 'differs'> => {
    if (same === undefined) return { compared: undefined, differs: false };
    if (!list.some(differs)) return { compared: 'equal', differs: false };
    return { compared: `same_prot has ${list.map((bit) => same(bit)).join(', ')}`, differs: true };
  };
  const words: BitWords[] = FLAGS.map(({ bit, name, words }) => ({
    name: `${name}, bit ${bit}`,
    meaning: `${at(bit)}: ${words[at(bit)]}`,
    ...compared(bit),
  })).filter((word) => word.name !== 'US, bit 2' || at(2) === 1);
  words.push({ name: 'A, D', meaning: `${at(5)}, ${at(6)}`, ...compared(5, 6) });
  const mode = cacheMode(protFromEntry(Number.parseInt(hex.slice(8), 16), 0, level > 1), level);
  words.push({
    name: 'PWT, PCD, PAT',
    meaning: `${at(3)}, ${at(4)}, ${at(pat)}: ${CACHE[mode]}`,
    ...compared(3, 4, pat),
  });
  words.push({
    name: 'PFN',
    meaning: present ? `0x${pfnOf(hex, pfnLow)}` : 'stored inverted',
    compared: present ? undefined : 'guards against L1TF',
    differs: false,
  });
  // What differs first, as it is why the card is read.
  words.sort((a, b) => Number(b.differs) - Number(a.differs));
  return { bits, fields, words, present, differing: bits.filter((bit) => bit.differs).length };
}

function lowPfnFields(
  level: Level,
  name: string,
  field: (name: string, high: number, low?: number) => BitField,
  at: (bit: number) => 0 | 1,
): BitField[] {
  if (level === 1) return [field(`${name}, bits 31–16`, 31, 16), field('PFN', 15, 12)];
  const low = level === 2 ? 21 : 30;
  // Of a present page only one that the RFC merges from a wrong PFN has these bits.
  const unused = (high: number, to: number): BitField => {
    let set = false;
    for (let bit = to; bit <= high; bit++) set ||= at(bit) === 1;
    return field(!set ? 'zero' : name === 'PFN' ? 'odd' : 'PFN', high, to);
  };
  return [field('PFN', 31, low), unused(low - 1, 16), unused(15, 13), field('PAT', 12)];
}

function bitReader(hex: string): (bit: number) => 0 | 1 {
  return (bit) => ((Number.parseInt(hex[15 - (bit >> 2)], 16) >> (bit & 3)) & 1) as 0 | 1;
}

/** The PFN of a present entry in hex: bits 51-12 without the flag bits below `low`. */
function pfnOf(hex: string, low: number): string {
  const pfn = Math.floor(Number.parseInt(hex.slice(3), 16) / 4096);
  const unit = 2 ** (low - 12);
  return (Math.floor(pfn / unit) * unit).toString(16);
}
