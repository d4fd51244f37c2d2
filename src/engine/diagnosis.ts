import { ENTRIES, type Level, levelName, PAGES_1G, PAGES_2M, pagesOf } from '../x86/page.ts';
import { PAGE_STATES, PageState } from '../x86/page-state.ts';
import { bitNames, largeToSmall, P, type Prot } from '../x86/prot.ts';
import type { Machine } from './machine.ts';
import type { TableId } from './table-id.ts';
import { EMPTY, POINTER } from './words.ts';

/** Leaf entries by size. */
export type Leaves = Readonly<Record<'4K' | '2M' | '1G', number>>;

/** Tables of 4K entries that are kept in pieces by the same bits. */
export interface TableGroup {
  /** Names of the bits in which entries differ from the commonest entry: "GLOBAL", "RW", "PRESENT" ... */
  readonly bits: readonly string[];
  readonly tables: number;
  /** Entries that differ, over all these tables. */
  readonly entries: number;
  /** Tables of these in which a single entry differs. */
  readonly byOneEntry: number;
  /** First page of the first such table. */
  readonly firstPfn: number;
  /** First pages of the first 1,024 such tables. */
  readonly tablesAt: readonly number[];
}

/** A stretch of pages that are writable and executable. */
export interface WxRegion {
  readonly pfn: number;
  readonly pages: number;
}

/** What keeps a machine's direct map in pieces. */
export interface Diagnosis {
  readonly leaves: Leaves;
  /** Leaves if every 2M and GiB that is wholly mapped were one page; the first 2M are always in 4K, so their GiB is in 2M. */
  readonly possible: Leaves;
  /** 4K pages by PageState. */
  readonly pagesByState: Float64Array;
  /** Tables of 4K entries: all of them, those with holes, and those whose 512 entries are equal and present. */
  readonly pteTables: number;
  readonly withHoles: number;
  readonly uniform: number;
  /** Tables that differ, most tables first. */
  readonly groups: readonly TableGroup[];
  /** Tables by number of differing entries, 1, 2, 3-8, 9-32, 33-128, more. */
  readonly waiting: readonly number[];
  readonly wx: readonly WxRegion[];
  /** Leaves after every uniform table has become one page, and then every uniform GiB. */
  readonly ifMerged: Leaves;
}

const MOST_TABLES = 1024;
const WAITING_UP_TO = [1, 2, 8, 32, 128, ENTRIES];

/** Reads every table once and says what keeps the direct map in pieces. */
export function diagnose(machine: Machine): Diagnosis {
  const found = new Findings(machine);
  for (let gib = 0; gib < machine.gibCount; gib++) found.readGib(gib);
  return found.diagnosis();
}

class Findings {
  readonly #machine: Machine;
  readonly #possible = { '4K': 0, '2M': 0, '1G': 0 };
  readonly #merged = { '4K': 0, '2M': 0, '1G': 0 };
  readonly #pagesByState = new Float64Array(PAGE_STATES);
  readonly #groups = new Map<
    string,
    {
      bits: readonly string[];
      tables: number;
      entries: number;
      byOneEntry: number;
      firstPfn: number;
      tablesAt: number[];
    }
  >();
  readonly #waiting = WAITING_UP_TO.map(() => 0);
  readonly #wx: WxRegion[] = [];
  #pteTables = 0;
  #withHoles = 0;
  #uniform = 0;

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  readGib(gib: number): void {
    const { tables } = this.#machine;
    const table = this.#machine.gibTable(gib);
    const first = gib * PAGES_1G;
    if (table === 0) {
      this.#leaf(this.#machine.gibEntry(gib), first, 3);
      return;
    }
    const cells = tables.cellsOf(table);
    const prots = new Set<Prot | undefined>();
    const pieces = { '4K': 0, '2M': 0 };
    let pages = 0;
    for (let i = 0; i < ENTRIES; i++) {
      const at = first + i * PAGES_2M;
      const word = cells[i];
      if (word === POINTER) {
        const read = this.#readTable(tables.child(table, i), at);
        prots.add(read.prot);
        if (read.prot === undefined) pieces['4K'] += read.mapped;
        else pieces['2M']++;
        pages += read.mapped;
      } else {
        this.#leaf(word, at, 2);
        prots.add(this.#presentProt(word));
        if (word === EMPTY) continue;
        pieces['2M']++;
        pages += PAGES_2M;
      }
    }
    if (this.#machine.gbPages && prots.size === 1 && !prots.has(undefined)) this.#merged['1G']++;
    else {
      this.#merged['4K'] += pieces['4K'];
      this.#merged['2M'] += pieces['2M'];
    }
    if (this.#machine.gbPages && gib > 0 && pages === PAGES_1G) {
      this.#possible['1G']++;
      return;
    }
    for (let i = 0; i < ENTRIES; i++) {
      const mapped =
        cells[i] === POINTER ? mappedIn(tables.cellsOf(tables.child(table, i))) : cells[i] === EMPTY ? 0 : PAGES_2M;
      if (mapped === PAGES_2M && (gib > 0 || i > 0)) this.#possible['2M']++;
      else this.#possible['4K'] += mapped;
    }
  }

  diagnosis(): Diagnosis {
    const [n4k, n2m, n1g] = this.#machine.leafCounts();
    return {
      leaves: { '4K': n4k, '2M': n2m, '1G': n1g },
      possible: this.#possible,
      pagesByState: this.#pagesByState,
      pteTables: this.#pteTables,
      withHoles: this.#withHoles,
      uniform: this.#uniform,
      groups: [...this.#groups.values()].sort((a, b) => b.tables - a.tables || a.firstPfn - b.firstPfn),
      waiting: this.#waiting,
      wx: this.#wx,
      ifMerged: this.#merged,
    };
  }

  /** A PTE table: pages mapped, and the flags of its entries when all 512 are equal and present. */
  #readTable(table: TableId, first: number): { readonly mapped: number; readonly prot: Prot | undefined } {
    const { tables, words } = this.#machine;
    const cells = tables.cellsOf(table);
    const counts = new Map<number, number>();
    for (let i = 0; i < ENTRIES; i++) {
      counts.set(cells[i], (counts.get(cells[i]) ?? 0) + 1);
      if (cells[i] !== EMPTY) this.#page(cells[i], first + i, 1);
    }
    this.#pteTables++;
    const mapped = ENTRIES - (counts.get(EMPTY) ?? 0);
    if (mapped < ENTRIES) {
      this.#withHoles++;
      return { mapped, prot: undefined };
    }
    const [commonest, most] = [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best));
    if (most === ENTRIES) {
      const prot = this.#presentProt(commonest);
      if (prot !== undefined) this.#uniform++;
      return { mapped, prot };
    }
    let bits = 0;
    for (const word of counts.keys()) bits |= words.prot[word] ^ words.prot[commonest];
    this.#group(bits, ENTRIES - most, first);
    return { mapped, prot: undefined };
  }

  #group(bits: number, entries: number, firstPfn: number): void {
    const names = bitNames(bits, 1);
    const key = names.join();
    const group = this.#groups.get(key) ?? {
      bits: names,
      tables: 0,
      entries: 0,
      byOneEntry: 0,
      firstPfn,
      tablesAt: [],
    };
    group.tables++;
    group.entries += entries;
    if (entries === 1) group.byOneEntry++;
    if (group.tablesAt.length < MOST_TABLES) group.tablesAt.push(firstPfn);
    this.#groups.set(key, group);
    this.#waiting[WAITING_UP_TO.findIndex((limit) => entries <= limit)]++;
  }

  #leaf(word: number, first: number, level: Level): void {
    if (word === EMPTY) return;
    this.#page(word, first, pagesOf(level));
    if (level === 3) {
      this.#possible['1G']++;
      this.#merged[levelName(level)]++;
    }
  }

  #page(word: number, pfn: number, pages: number): void {
    const state = this.#machine.words.state[word];
    this.#pagesByState[state] += pages;
    if (state !== PageState.rwx) return;
    const last = this.#wx.at(-1);
    if (last !== undefined && last.pfn + last.pages === pfn)
      this.#wx[this.#wx.length - 1] = { ...last, pages: last.pages + pages };
    else this.#wx.push({ pfn, pages });
  }

  /** Flags of a leaf in 4K format, so that leaves and uniform tables compare; undefined when it is not present. */
  #presentProt(word: number): Prot | undefined {
    const { level, prot } = this.#machine.words;
    if (!(prot[word] & P)) return undefined;
    return level[word] === 1 ? prot[word] : largeToSmall(prot[word]);
  }
}

function mappedIn(cells: Uint8Array | Uint16Array): number {
  let mapped = 0;
  for (let i = 0; i < ENTRIES; i++) if (cells[i] !== EMPTY) mapped++;
  return mapped;
}
