import { expect, test } from 'vitest';
import { addressText, entryText, pfnText, rawEntryText } from './address-text.ts';
import { callReason } from './call-reason.ts';
import { coordinatesText } from './coordinates-text.ts';
import { errnoName } from './errno-name.ts';
import { legendLabel } from './legend-label.ts';
import { listText } from './list-text.ts';
import { eventsText, machineText } from './machine-text.ts';
import { marksText } from './marks-text.ts';
import { mixText } from './mix-text.ts';
import { countText, numberText } from './number-text.ts';
import { phaseLabel } from './phase-label.ts';
import { shortNumberText } from './short-number-text.ts';
import { shortSignedText } from './signed-text.ts';
import { sizeText } from './size-text.ts';
import { speedText } from './speed-text.ts';
import { walkBits } from './walk-bits.ts';

test('numbers have thousands separators', () => {
  expect([0, 999, 1000, 2_092_955].map(numberText)).toEqual(['0', '999', '1,000', '2,092,955']);
  expect([countText(1, 'split'), countText(36, 'split'), countText(2, 'page is', 'pages are')]).toEqual([
    '1 split',
    '36 splits',
    '2 pages are',
  ]);
});

test('a narrow column gets exact numbers up to seven digits, never a larger one than there are', () => {
  expect([9_999_999, 10_000_000, 267_999_999, 4_294_967_296].map(shortNumberText)).toEqual([
    '9,999,999',
    '10.0 M',
    '267.9 M',
    '4.2 G',
  ]);
});

test('amounts of memory', () => {
  expect([4, 42_880, 7_297_024, 1_048_576, 1_837_738, 1_071_644_672].map(sizeText)).toEqual([
    '4 KiB',
    '41.9 MiB',
    '6.96 GiB',
    '1 GiB',
    '1.75 GiB',
    '1,022 GiB',
  ]);
  expect([100 * 1048576, 20].map(sizeText)).toEqual(['100 GiB', '20 KiB']);
});

test('addresses and entries as the kernel prints them', () => {
  expect(addressText(0xa9e00)).toBe('0xa9e00000');
  expect(addressText(2 ** 40 - 1)).toBe('0xffffffffff000');
  expect(pfnText(0xa9fc4)).toBe('0xa9fc4');
  expect([entryText(0), entryText(0x1c4)]).toEqual(['0x000', '0x1c4']);
  expect(rawEntryText('800fffff5603b060')).toBe('0x800f_ffff_5603_b060');
});

test('return codes by name', () => {
  expect([0, -16, -22, -12, -77].map(errnoName)).toEqual(['0', '-EBUSY', '-EINVAL', '-ENOMEM', '-77']);
});

test('lists read as a sentence', () => {
  expect([[], ['RW'], ['RW', 'NX'], ['PRESENT', 'RW', 'GLOBAL']].map(listText)).toEqual([
    '',
    'RW',
    'RW and NX',
    'PRESENT, RW and GLOBAL',
  ]);
});

test('speeds', () => {
  expect([0.1, 4, 10 ** 0.65, 100].map(speedText)).toEqual(['0.1', '4', '4.5', '100']);
});

test('a machine in a line', () => {
  const machine = {
    provenance: 'recorded',
    gibCount: 9,
    ramPages: 8 * 262144,
    zones: [
      { name: 'DMA32', firstPfn: 0, endPfn: 0x100000 },
      { name: 'Normal', firstPfn: 0x100000, endPfn: 0x240000 },
    ],
    directMapBase: '0xffff888000000000',
    pagingLevels: 4,
    gbPages: true,
  } as const;
  expect(machineText(machine)).toBe('8 GiB of RAM in 9 GiB of addresses, two zones');
  expect(machineText({ ...machine, ramPages: 9 * 262144, zones: machine.zones.slice(0, 1) })).toBe(
    '9 GiB of RAM, one zone',
  );
  expect(machineText({ ...machine, zones: [] })).toBe('8 GiB of RAM in 9 GiB of addresses');
});

test('each policy keeps its own word', () => {
  expect(eventsText(36, 21, 'merge')).toBe('36 splits, 21 merges so far');
  expect(eventsText(1, 1, 'collapse')).toBe('1 split, 1 collapse so far');
});

test('the commonest pages first', () => {
  const pages = new Float64Array(10);
  pages[1] = 511;
  pages[5] = 1;
  expect(mixText(pages)).toBe('511 data, 1 not present');
  expect(mixText(new Float64Array(10))).toBe('nothing mapped');
});

test('marks of some columns in words', () => {
  const none = { x: 0, firstStep: 1, lastStep: 1, splits2m: 0, splits1g: 0, merges2m: 0, merges1g: 0 };
  expect(
    marksText([
      { ...none, splits1g: 1, splits2m: 2 },
      { ...none, splits2m: 1, merges1g: 1 },
    ]),
  ).toBe('1 split of 1G, 3 splits of 2M, 1 merge to 1G');
});

test('a phase that does not fit says what comes after the colon', () => {
  expect(phaseLabel('bpf: 300 loaded', 200)).toBe('bpf: 300 loaded');
  expect(phaseLabel('bpf: 300 loaded', 76)).toBe('300 loaded');
  expect(phaseLabel('free everything', 60)).toBe('free');
  expect(phaseLabel('500 BPF, half freed', 60)).toBe('500 BPF');
  expect(phaseLabel('1,000 BPF, 90 % freed', 110)).toBe('1,000 BPF');
  expect(phaseLabel('free everything', 20)).toBe('');
  expect(phaseLabel('text and data read-only', 66)).toBe('text');
  expect(phaseLabel('data not executable', 70)).toBe('data');
  expect(phaseLabel('1,000 BPF, 90 % freed', 50)).toBe('');
});

test('changes have a sign, and are short from a million on', () => {
  expect([0, 1024, -999_999].map(shortSignedText)).toEqual(['0', '+1,024', '−999,999']);
  expect([1_000_000, -6_005_248, 2_199_999].map(shortSignedText)).toEqual(['+1.0 M', '−6.0 M', '+2.1 M']);
});

test('calls need a region that is mapped', () => {
  expect(callReason(undefined, undefined)).toMatch(/^Select a region/);
  expect(callReason({ level: 2, pfn: 0 }, 'hole')).toMatch(/^No RAM/);
  expect(callReason({ level: 2, pfn: 0 }, 'leaf')).toBeUndefined();
});

test('bits of the entries of a walk', () => {
  const entry = { folded: false, index: 1 } as const;
  expect(walkBits({ ...entry, level: 'PUD', kind: 'table', entry: '0000000012345063' })).toBe('table, P RW A D');
  expect(walkBits({ ...entry, level: 'PMD', kind: 'leaf', entry: '80000001592001e3' })).toBe('P RW A D G NX PSE');
  expect(walkBits({ ...entry, level: 'PTE', kind: 'leaf', entry: '8000000159200163' })).toBe('P RW A D G NX');
  expect(walkBits({ ...entry, level: 'PGD', kind: 'table', entry: undefined })).toBe('table');
  expect(walkBits({ ...entry, level: 'PTE', kind: 'empty', entry: undefined })).toBe('empty');
});

test('a label gives way to a long count', () => {
  expect(legendLabel('Write combining, WC', '524,288')).toBe('Write combining, WC');
  expect(legendLabel('Write combining, WC', '1,048,576')).toBe('Write combining');
  expect(legendLabel('Data, RW + NX', '2,092,955')).toBe('Data, RW + NX');
});

test('[SCREEN-8] the note at the pointer has PFN and virtual address, also of the last page of 64 TiB', () => {
  expect(coordinatesText(0xa9fc4, '0xffff888000000000')).toBe('PFN 0xa9fc4  0xffff8880a9fc4000');
  expect(coordinatesText(0x3ffffffff, '0xff11000000000000')).toBe('PFN 0x3ffffffff  0xff113ffffffff000');
});
