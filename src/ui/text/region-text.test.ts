import { expect, test } from 'vitest';
import { PAGES_1G } from '../../x86/page.ts';
import { PAGE_OWNERS, PageOwner } from '../../x86/page-owner.ts';
import { PAGE_STATES, PageState } from '../../x86/page-state.ts';
import type { Columns, Inspection, Region } from '../data.ts';
import { crumbText } from './crumb-text.ts';
import { hoverText } from './hover-text.ts';
import { inspectionTitle } from './inspection-title.ts';

const CELL = 0x14f;
const GIB = 2;

/** Three GiB: no RAM, one 1G page, and one in 2M of which a cell is split with one page not present. */
function columns(detailOrder: number): Columns {
  const cellKind = new Uint8Array(512).fill(1);
  const cellState = new Uint8Array(512).fill(PageState.rw);
  const cellPages = new Int32Array(512).fill(-1);
  cellKind[CELL] = 2;
  cellState[CELL] = PageState.np;
  cellPages[CELL] = 0;
  const pageState = new Uint8Array(2 ** detailOrder).fill(PageState.rw);
  pageState[detailOrder === 9 ? 0x1c4 : 0] = PageState.np;
  return {
    step: 1,
    gibKind: Uint8Array.of(0, 1, 2),
    gibState: Uint8Array.of(0, PageState.rw, PageState.np),
    gibIn4k: Uint16Array.of(0, 0, 1),
    gibPages: Uint32Array.of(0, PAGES_1G, PAGES_1G),
    detailGib: Uint32Array.of(GIB),
    detailOrder,
    cellKind,
    cellState,
    cellPages,
    pageState,
    pagesByState: new Float64Array(PAGE_STATES),
    leaves: new Float64Array(3),
  };
}

const cellAt = (cell: number): Region => ({ level: 2, pfn: GIB * PAGES_1G + cell * 512 });
const pageAt = (page: number): Region => ({ level: 1, pfn: cellAt(CELL).pfn + page });
const read = (region: Region, order = 9): string => {
  const { name, mapping, detail } = hoverText(columns(order), region);
  return [name, mapping, detail].join(' | ');
};

test('what is under the pointer, by level and mapping', () => {
  expect(read({ level: 3, pfn: 0 })).toBe('GiB 0 | no RAM | Nothing is mapped here.');
  expect(read({ level: 3, pfn: PAGES_1G })).toBe('GiB 1 | one 1G page | Data');
  expect(read({ level: 3, pfn: GIB * PAGES_1G })).toBe(
    'GiB 2 | 512 × 2M | 1 of 512 in 4K, 1 GiB of RAM, most telling: not present',
  );
  expect(read(cellAt(7))).toBe('2 MiB at 0x80e00000 | one 2M page | Data');
  expect(read(cellAt(CELL))).toBe('2 MiB at 0xa9e00000 | 512 × 4K | 511 data, 1 not present');
  expect(read(pageAt(0x1c4))).toBe('page at 0xa9fc4000 | one page | Not present');
});

test('nothing is made up where the columns are too coarse', () => {
  expect(read(cellAt(CELL), 4)).toBe('2 MiB at 0xa9e00000 | 512 × 4K | Most telling page: not present');
  expect(read(pageAt(3), 4)).toBe('page at 0xa9e03000 |  | Zoom in to read it.');
  expect(read({ level: 2, pfn: PAGES_1G })).toBe('2 MiB at 0x40000000 | part of a 1G page | Data');
});

test('breadcrumbs', () => {
  expect(crumbText({ level: 3, pfn: GIB * PAGES_1G }, undefined)).toBe('2 GiB');
  expect(crumbText(cellAt(CELL), columns(9))).toBe('0xa9e00000, 512 × 4K');
  expect(crumbText(cellAt(7), columns(9))).toBe('0x80e00000, one 2M page');
  expect(crumbText(cellAt(CELL), undefined)).toBe('0xa9e00000');
  expect(crumbText(pageAt(0x1c4), columns(9))).toBe('entry 0x1c4');
});

const inspection = (part: Partial<Inspection>): Inspection => ({
  region: cellAt(CELL),
  step: 1,
  physical: { first: '0xa9e00000', last: '0xa9ffffff' },
  virtual: { first: '0xffff8880a9e00000', last: '0xffff8880a9ffffff' },
  addresses: [],
  zone: { name: 'DMA32', firstPfn: 0, endPfn: 4 * PAGES_1G },
  mapped: 'leaf',
  leafLevel: 2,
  entry: undefined,
  state: PageState.rw,
  holds: undefined,
  cacheMode: 'WB',
  leafOrigin: undefined,
  pagesByState: new Float64Array(PAGE_STATES),
  pagesByOwner: new Float64Array(PAGE_OWNERS),
  claim: undefined,
  walk: [],
  table: undefined,
  mergesAtStep: undefined,
  history: [],
  ...part,
});

const table = (level: 'PMD' | 'PTE', splitAtStep?: number): NonNullable<Inspection['table']> => ({
  level,
  tracked: splitAtStep !== undefined,
  splitAtStep,
  sameProt: '8000000000000163',
  sameProtBits: [],
  nrSameProt: 511,
  states: new Uint8Array(512),
  whyNot: { reason: 'differs', sentence: '', differing: [], differingCount: 0, groups: [], splitEntries: [] },
  remedy: undefined,
});

test('titles of the inspector', () => {
  const title = (part: Partial<Inspection>): string => Object.values(inspectionTitle(inspection(part))).join(' | ');
  expect(title({ mapped: 'table', leafLevel: undefined, table: table('PTE', 2491) })).toBe(
    'PTE table, 512 entries of 4K | maps 2 MiB in GiB 2, zone DMA32. Split at step 2,491',
  );
  expect(title({ region: { level: 3, pfn: GIB * PAGES_1G }, mapped: 'table', table: table('PMD') })).toBe(
    'PMD table, 512 entries of 2M | maps 1 GiB at 2 GiB, zone DMA32. There before step 1',
  );
  expect(title({})).toBe('2M page | one entry maps 2 MiB in GiB 2, zone DMA32');
  expect(title({ leafLevel: 3 })).toBe('Part of a 1G page | 2 MiB in GiB 2, zone DMA32');
  expect(title({ region: pageAt(0x1c4), leafLevel: 1, table: table('PTE') })).toBe(
    '4K page 0xa9fc4 | entry 0x1c4 of the table at 0xa9e00000, zone DMA32',
  );
  expect(title({ mapped: 'hole', leafLevel: undefined, zone: undefined })).toBe(
    'No RAM | 2 MiB of addresses, nothing is mapped',
  );
});

test('[NEAR-8] where it is known, the note says how many entries of the table differ', () => {
  const known = columns(9);
  const cellTable = new Uint16Array(512).fill(0xffff);
  cellTable[CELL] = 1;
  const gibTable = Uint16Array.of(0xffff, 0xffff, 3);
  const differing = { gibTable, gibLeast: gibTable, cellTable, tables: new Float64Array(513) };
  const detail = (region: Region) => hoverText({ ...known, differing }, region).detail;
  expect(detail(cellAt(CELL))).toBe('1 entry differs. 511 data, 1 not present');
  expect(detail({ level: 3, pfn: GIB * PAGES_1G })).toMatch(/^3 entries differ\. 1 of 512 in 4K/);
  expect(hoverText(known, cellAt(CELL)).detail).toBe('511 data, 1 not present');
});

test('[OWNER-7] where the colours are of owners, the note at the pointer says who has it', () => {
  const plain = columns(9);
  const detail = plain.detailGib.indexOf(GIB) * 512;
  const cellOwner = new Uint8Array(plain.cellKind.length).fill(PageOwner.free);
  cellOwner[detail + CELL] = PageOwner.bpf;
  const cellPages = new Int32Array(plain.cellKind.length).fill(-1);
  cellPages[detail + CELL] = 0;
  const pageOwner = new Uint8Array(512).fill(PageOwner.unknown);
  pageOwner[3] = PageOwner.bpf;
  const gibOwner = new Uint8Array(plain.gibKind.length).fill(PageOwner.module);
  const owned = {
    ...plain,
    owners: { gibOwner, cellOwner, cellPages, pageOwner, pages: new Float64Array(PAGE_OWNERS) },
  };
  expect(hoverText(owned, cellAt(CELL)).detail).toMatch(/^BPF programs among others\. /);
  expect(hoverText(owned, cellAt(7)).detail).toBe('Free. Data');
  expect(hoverText(owned, pageAt(3)).detail).toMatch(/^BPF programs\. /);
  expect(hoverText(owned, pageAt(4)).detail).toMatch(/^Not known\. /);
  expect(hoverText(owned, { level: 3, pfn: GIB * PAGES_1G }).detail).toMatch(/^Modules among others\. /);
});
