import { CellKind, type MapColumns, NO_TABLE } from '../bridge/columns.ts';
import { PAGE_OWNER_NAMES } from '../x86/page-owner.ts';
import { PAGE_STATES } from '../x86/page-state.ts';

/** What the colours of the map stand for: protection, page size, how near each table is to one large page, who has the page. */
export type Colouring = 'protection' | 'size' | 'merge' | 'owner';

/** Groups of tables by the entries that differ. */
const GROUPS = 7;
/** Codes from here on are of PTE tables and of whole GiB; the GROUPS before them are the 2M pages of PMD tables, drawn quietly. */
export const LOUD_CODES = PAGE_STATES + GROUPS;
/** Number of codes: protections by PageState, then those of the other colourings; the higher, the more salient. */
export const CODES = LOUD_CODES + GROUPS;
/** Code of what is calm in every colouring: data, a 1G page. */
const CALM = 1;

/** Codes of page sizes: the smallest is the most salient. */
export const SIZE_CODES = { '1G': CALM, '2M': PAGE_STATES, '4K': PAGE_STATES + 1 } as const;

/** Code of a PageOwner: where nobody has said who it is, it is calm. */
export const ownerCode = (owner: number): number => (owner <= CALM ? owner : PAGE_STATES + owner - 2);

/** Groups of tables by the entries that differ, nearest first: name, the most entries, code. A 1G page has no table. */
export const MERGE_GROUPS = [
  { name: '0', most: 0, code: LOUD_CODES + 6 },
  { name: '1', most: 1, code: LOUD_CODES + 5 },
  { name: '2', most: 2, code: LOUD_CODES + 4 },
  { name: '3-8', most: 8, code: LOUD_CODES + 3 },
  { name: '9-32', most: 32, code: LOUD_CODES + 2 },
  { name: '33-128', most: 128, code: LOUD_CODES + 1 },
  { name: '129-512', most: 512, code: LOUD_CODES },
] as const;

const GROUP_CODE = Uint8Array.from(
  { length: 513 },
  (_, entries) => MERGE_GROUPS.find(({ most }) => entries <= most)?.code ?? LOUD_CODES,
);
/** Code of a table with so many entries that differ; NO_TABLE is calm. */
const mergeCode = (entries: number): number => (entries === NO_TABLE ? CALM : GROUP_CODE[entries]);
/** Code of the 2M pages of a PMD table with so many entries that differ. */
export const quietCode = (entries: number): number => (entries === NO_TABLE ? CALM : GROUP_CODE[entries] - GROUPS);

const known = new WeakMap<MapColumns, { size?: MapColumns; merge?: MapColumns; owner?: MapColumns }>();

/**
 * The columns with codes of a colouring in place of states; a code that stands for many pages is the most salient of
 * theirs, exactly. Kept as long as the columns are. `merge` needs columns with `differing` and `owner` with `owners`,
 * else they stay as they are.
 */
export function colouredColumns(columns: MapColumns, colouring: Colouring): MapColumns {
  if (colouring === 'protection' || (colouring === 'merge' && columns.differing === undefined)) return columns;
  if (colouring === 'owner' && columns.owners === undefined) return columns;
  const made = known.get(columns) ?? {};
  known.set(columns, made);
  made[colouring] ??= { ...columns, ...BY[colouring](columns) };
  return made[colouring];
}

const BY = { size: bySize, merge: byTable, owner: byOwner } as const;

type Codes = Pick<MapColumns, 'gibState' | 'cellState' | 'cellPages' | 'pageState'>;

/** Pages that hold tables are told apart by protection alone: in other colourings only split cells have pages. */
function splitPages({ gibIn4k, detailGib, detailOrder, cellKind, cellPages, pageState }: MapColumns): Int32Array {
  const split = detailGib.reduce((cells, gib) => cells + gibIn4k[gib], 0);
  if (pageState.length === split << detailOrder) return cellPages;
  const pages = new Int32Array(cellPages.length);
  for (let cell = 0; cell < pages.length; cell++)
    pages[cell] = cellKind[cell] === CellKind.table ? cellPages[cell] : -1;
  return pages;
}

/** Each value's entry of a short table; large columns are looked up in place, for a call for each would take ten times as long. */
function lookedUp(values: Uint8Array, codes: readonly number[]): Uint8Array {
  const found = new Uint8Array(values.length);
  for (let at = 0; at < found.length; at++) found[at] = codes[values[at]];
  return found;
}

/** Codes of cells by their kind, in the colouring by size. */
const SIZE_OF_KIND = [0, SIZE_CODES['2M'], SIZE_CODES['4K']];
/** Codes of pages by their PageState: all but holes are 4K. */
const SIZE_OF_STATE = Array.from({ length: PAGE_STATES }, (_, state) => (state === 0 ? 0 : SIZE_CODES['4K']));
const OWNER_CODES = PAGE_OWNER_NAMES.map((_, owner) => ownerCode(owner));

function bySize(columns: MapColumns): Codes {
  const { gibKind, gibIn4k, cellKind, pageState } = columns;
  const ofTable = (gib: number): number => (gibIn4k[gib] > 0 ? SIZE_CODES['4K'] : SIZE_CODES['2M']);
  return {
    gibState: gibKind.map((kind, gib) => (kind === CellKind.table ? ofTable(gib) : kind === CellKind.leaf ? CALM : 0)),
    cellState: lookedUp(cellKind, SIZE_OF_KIND),
    cellPages: splitPages(columns),
    pageState: lookedUp(pageState, SIZE_OF_STATE),
  };
}

/** A 4K page has the code of its PTE table, a 2M page quietly that of its PMD table. */
function byTable(columns: MapColumns): Codes {
  const { gibKind, detailGib, detailOrder, cellKind, cellPages, pageState } = columns;
  const { gibTable, gibLeast, cellTable } = columns.differing as NonNullable<MapColumns['differing']>;
  const pages = new Uint8Array(pageState.length);
  const cellState = new Uint8Array(cellKind.length);
  const run = 1 << detailOrder;
  const colourGib = (gib: number, index: number): void => {
    const quiet = quietCode(gibTable[gib]);
    for (let cell = index * 512; cell < index * 512 + 512; cell++) {
      if (cellKind[cell] === CellKind.leaf) cellState[cell] = quiet;
      if (cellKind[cell] !== CellKind.table) continue;
      const code = mergeCode(cellTable[cell]);
      cellState[cell] = code;
      for (let at = cellPages[cell]; at < cellPages[cell] + run; at++) pages[at] = pageState[at] === 0 ? 0 : code;
    }
  };
  detailGib.forEach(colourGib);
  return {
    gibState: gibKind.map((kind, gib) => (kind === CellKind.hole ? 0 : mergeCode(gibLeast[gib]))),
    cellState,
    cellPages: splitPages(columns),
    pageState: pages,
  };
}

function byOwner(columns: MapColumns): Codes {
  const { detailOrder, pageState } = columns;
  const { gibOwner, cellOwner, cellPages: ownerPages, pageOwner } = columns.owners as NonNullable<MapColumns['owners']>;
  const pages = new Uint8Array(pageState.length);
  const cellPages = splitPages(columns);
  for (let cell = 0; cell < cellPages.length; cell++) {
    const first = cellPages[cell];
    if (first < 0) continue;
    for (let i = 0; i < 1 << detailOrder; i++) {
      const owner = ownerPages[cell] < 0 ? cellOwner[cell] : pageOwner[ownerPages[cell] + i];
      pages[first + i] = OWNER_CODES[owner];
    }
  }
  const codes = (owners: Uint8Array): Uint8Array => lookedUp(owners, OWNER_CODES);
  return { gibState: codes(gibOwner), cellState: codes(cellOwner), cellPages, pageState: pages };
}
