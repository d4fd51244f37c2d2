import { ENTRIES, type Level, PAGES_1G, PFN_LIMIT } from '../x86/page.ts';
import { type Counters, newCounters } from './counters.ts';
import { Effects } from './effects.ts';
import { largeWords } from './large-words.ts';
import type { MemoryRange } from './memory-range.ts';
import type { TableFrames } from './table-frames.ts';
import type { TableId } from './table-id.ts';
import { Tables } from './tables.ts';
import type { WordMap } from './word-map.ts';
import { EMPTY, POINTER, Words } from './words.ts';

/** Pages that a direct map can hold: 64 TiB with 4 levels, with 5 all that 52 bits can address. */
export const DIRECT_MAP_LIMIT: Readonly<Record<4 | 5, number>> = { 4: 2 ** 34, 5: PFN_LIMIT };

const GIB_A_PAGE = 1 / PAGES_1G;

/** Where a machine's direct map lies. */
export interface DirectMapLayout {
  /** Virtual address of PFN 0; a multiple of 1 GiB. */
  readonly directMapBase: bigint;
  readonly pagingLevels: 4 | 5;
}

/** What a direct map is made over; it holds nothing yet. */
export interface DirectMapSpec extends DirectMapLayout {
  /** RAM, ascending. */
  readonly ram: readonly MemoryRange[];
  /** First page after the last one mapped (max_pfn_mapped). */
  readonly endPfn: number;
  /** The CPU has 1G pages. */
  readonly gbPages: boolean;
  /** The direct map normally has GLOBAL set (no page-table isolation). */
  readonly globalInUse: boolean;
  /** Pages that hold tables; undefined for a recorded machine, where they are not known. */
  readonly frames: TableFrames | undefined;
}

/** The entry that maps a page: a leaf, or EMPTY at the level where the walk ended. */
export interface Lookup {
  table: TableId;
  index: number;
  level: Level;
  word: number;
}

/** The direct map's page tables from the PUD down, and what is counted about them. */
export class DirectMap {
  readonly words: Words;
  readonly tables: Tables;
  readonly counters: Counters = newCounters();
  readonly effects: Effects;
  readonly ram: readonly MemoryRange[];
  readonly endPfn: number;
  /** GiB from PFN 0 to the last page mapped. */
  readonly gibCount: number;
  readonly directMapBase: bigint;
  readonly pagingLevels: 4 | 5;
  readonly gbPages: boolean;
  readonly frames: TableFrames | undefined;
  /** What 512 entries become when they are made one. */
  readonly largeWords: WordMap;
  /** Page at which the operation in progress is. */
  origin = 0;
  /** PUD tables, by GiB / 512 counted from the base's PUD table; 0: none. */
  readonly puds: TableId[] = [];
  /** Index of PFN 0's entry in its PUD table. */
  readonly firstPudIndex: number;
  readonly #found: Lookup = { table: 0, index: 0, level: 3, word: EMPTY };

  constructor(spec: DirectMapSpec) {
    this.words = new Words(spec.globalInUse);
    this.largeWords = largeWords(this.words);
    this.effects = new Effects(spec.endPfn);
    this.ram = spec.ram;
    this.endPfn = spec.endPfn;
    this.gibCount = Math.ceil(spec.endPfn / PAGES_1G);
    this.tables = new Tables(this.words, this.gibCount);
    this.directMapBase = spec.directMapBase;
    this.pagingLevels = spec.pagingLevels;
    this.gbPages = spec.gbPages;
    this.frames = spec.frames;
    this.firstPudIndex = Number((spec.directMapBase >> 30n) & 511n);
  }

  /** Looks a page up (lookup_address). The answer is one object that the next lookup overwrites. */
  lookup(pfn: number): Lookup {
    const found = this.#found;
    const { tables } = this;
    const slot = ((pfn * GIB_A_PAGE) | 0) + this.firstPudIndex;
    let table = this.puds[slot >> 9] ?? 0;
    let index = slot & 511;
    let level: Level = 3;
    let below = tables.child(table, index);
    if (below !== 0) {
      table = below;
      index = (pfn >>> 9) & 511;
      level = 2;
      below = tables.child(table, index);
      if (below !== 0) {
        table = below;
        index = pfn & 511;
        level = 1;
      }
    }
    found.table = table;
    found.index = index;
    found.level = level;
    found.word = tables.get(table, index);
    return found;
  }

  /** Word of the PUD entry of a GiB. */
  gibEntry(gib: number): number {
    const slot = gib + this.firstPudIndex;
    const pud = this.puds[slot >> 9] ?? 0;
    return pud === 0 ? EMPTY : this.tables.get(pud, slot & 511);
  }

  /** PMD table of a GiB, 0 when there is none. */
  gibTable(gib: number): TableId {
    const slot = gib + this.firstPudIndex;
    const pud = this.puds[slot >> 9] ?? 0;
    return pud === 0 ? 0 : this.tables.child(pud, slot & 511);
  }

  /** A new table; undefined when there is no page left for it, or no number. */
  allocateTable(level: Level, base: number, parent: TableId, index: number, word: number): TableId | undefined {
    const { tables, frames } = this;
    const frame = frames === undefined ? -1 : frames.pfnOf(tables.nextId);
    if (frame === undefined || tables.isFull) return undefined;
    return tables.allocate(level, base, parent, index, word, frame);
  }

  /** Leaf entries by size: [4K, 2M, 1G], present or not. */
  leafCounts(): [number, number, number] {
    const byLevel = [0, 0, 0, 0];
    const { level, count } = this.words;
    const { counts } = this.tables;
    for (let word = POINTER + 1; word < count; word++) byLevel[level[word]] += counts[word];
    return [byLevel[1], byLevel[2], byLevel[3]];
  }

  /** PFNs of the pages that hold the tables in use, ascending; empty when they are not known. */
  tableFrames(): Float64Array {
    const frames: number[] = [];
    const visit = (table: TableId): void => {
      if (this.tables.frame(table) >= 0) frames.push(this.tables.frame(table));
      if (this.tables.level(table) === 1) return;
      for (let i = 0; i < ENTRIES; i++) {
        const child = this.tables.child(table, i);
        if (child !== 0) visit(child);
      }
    };
    for (const pud of this.puds) if (pud !== 0) visit(pud);
    return Float64Array.from(frames).sort();
  }
}
