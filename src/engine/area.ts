import { ENTRIES, type Level, PAGES_1G } from '../x86/page.ts';
import { ChangeLog } from './change-log.ts';
import type { Counters } from './counters.ts';
import { Effects } from './effects.ts';
import type { Memory } from './memory.ts';
import type { TableId } from './table-id.ts';
import { TablePages } from './table-pages.ts';
import { Tables, type TablesCheckpoint } from './tables.ts';
import type { WordMap } from './word-map.ts';
import { EMPTY, POINTER, type Words } from './words.ts';

const GIB_A_PAGE = 1 / PAGES_1G;

/** Parts of the kernel's address space that have page tables of their own; the high one holds kernel image and modules. */
export type AreaName = 'direct map' | 'vmalloc' | 'high';

/** What an area is made over; it holds nothing yet. Words and counters are those of the machine. */
export interface AreaSpec {
  readonly name: AreaName;
  /** Virtual address of page 0; a multiple of 1 GiB. */
  readonly base: bigint;
  readonly pagingLevels: 4 | 5;
  /** First page after the last one that can be mapped. */
  readonly endPage: number;
  /** PFN that page 0 maps where pages follow each other as the memory does. */
  readonly firstPfn: number;
  /** Splits and large pages made are counted below this page: in the direct map and the kernel image. */
  readonly countedPages: number;
  /** The CPU has 1G pages. */
  readonly gbPages: boolean;
  /** Bit of an entry that means encrypted memory (SME, SEV); undefined: memory is not encrypted. */
  readonly cBit: number | undefined;
  /** Who has which page; undefined for a recorded machine, where that is not known. */
  readonly memory: Memory | undefined;
  /** Those of the machine's first area; absent for that one. */
  readonly tablePages?: TablePages;
  readonly words: Words;
  readonly largeWords: WordMap;
  readonly counters: Counters;
}

/** The entry that maps a page: a leaf, or EMPTY at the level where the walk ended. */
export interface Lookup {
  table: TableId;
  index: number;
  level: Level;
  word: number;
}

/** An area as it was; it shares what has not changed since. Effects are not part of it. */
export interface AreaCheckpoint {
  readonly tables: TablesCheckpoint;
  readonly puds: readonly TableId[];
  readonly changeLog: readonly number[];
}

/** Page tables of one part of the address space, from the PUD down. Its pages are counted from its base. */
export class Area {
  readonly name: AreaName;
  readonly words: Words;
  readonly tables: Tables;
  readonly counters: Counters;
  /** What was done to this area. */
  readonly effects: Effects;
  /** What a policy that works later has still to look at. */
  readonly changeLog = new ChangeLog();
  readonly base: bigint;
  readonly endPage: number;
  readonly firstPfn: number;
  readonly countedPages: number;
  /** GiB from the base to the last page. */
  readonly gibCount: number;
  readonly pagingLevels: 4 | 5;
  readonly gbPages: boolean;
  readonly cBit: number | undefined;
  readonly memory: Memory | undefined;
  /** Page of the P4D table of a 5-level machine, -1 when there is none or it is not known. */
  readonly p4dFrame: number;
  /** Pages that hold the tables of all areas of the machine, as far as they are known. */
  readonly tablePages: TablePages;
  /** What 512 entries become when they are made one. */
  readonly largeWords: WordMap;
  /** Page at which the operation in progress is. */
  origin = 0;
  /** PUD tables, by GiB / 512 counted from the base's PUD table; 0: none. */
  puds: readonly TableId[] = [];
  /** Index of page 0's entry in its PUD table. */
  readonly firstPudIndex: number;
  readonly #tablePageChanged = (pfn: number): void => this.tablePages.change(pfn);
  readonly #found: Lookup = { table: 0, index: 0, level: 3, word: EMPTY };

  constructor(spec: AreaSpec) {
    this.name = spec.name;
    this.words = spec.words;
    this.largeWords = spec.largeWords;
    this.counters = spec.counters;
    this.effects = new Effects(spec.words, spec.endPage);
    this.base = spec.base;
    this.endPage = spec.endPage;
    this.firstPfn = spec.firstPfn;
    this.countedPages = spec.countedPages;
    this.cBit = spec.cBit;
    this.gibCount = Math.ceil(spec.endPage / PAGES_1G);
    this.tables = new Tables(spec.words, this.gibCount);
    this.pagingLevels = spec.pagingLevels;
    this.gbPages = spec.gbPages;
    this.memory = spec.memory;
    this.p4dFrame = (spec.pagingLevels === 5 ? spec.memory?.takeTable() : undefined) ?? -1;
    this.tablePages = spec.tablePages ?? new TablePages();
    this.tablePages.add(this.tables, this.p4dFrame);
    this.firstPudIndex = Number((spec.base >> 30n) & 511n);
  }

  /** Looks a page up (lookup_address). The answer is one object that the next lookup overwrites. */
  lookup(page: number): Lookup {
    const found = this.#found;
    const { tables } = this;
    const slot = ((page * GIB_A_PAGE) | 0) + this.firstPudIndex;
    let table = this.puds[slot >> 9] ?? 0;
    let index = slot & 511;
    let level: Level = 3;
    let below = tables.child(table, index);
    if (below !== 0) {
      table = below;
      index = (page >>> 9) & 511;
      level = 2;
      below = tables.child(table, index);
      if (below !== 0) {
        table = below;
        index = page & 511;
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

  /** Page for a table, -1 where pages are not known; undefined when there is none left, or no number for the table. */
  takeFrame(): number | undefined {
    if (this.tables.isFull) return undefined;
    return this.memory === undefined ? -1 : this.memory.takeTable();
  }

  /** Gives a page from takeFrame() back that holds no table (any more). */
  giveFrame(frame: number): void {
    if (frame >= 0) this.memory?.giveTable(frame);
  }

  /** A table of 512 equal entries in a page from takeFrame(); `split`: of a split. */
  newTable(
    level: Level,
    base: number,
    parent: TableId,
    index: number,
    word: number,
    frame: number,
    split: boolean,
  ): TableId {
    if (frame >= 0) this.tablePages.change(frame);
    return this.tables.allocate(level, base, parent, index, word, frame, split);
  }

  /** Gives a table and its page back. `uniform`: its 512 entries are known to have equal words. */
  freeTable(table: TableId, uniform: boolean): void {
    const { tables } = this;
    const frame = tables.frame(table);
    if (uniform) tables.releaseUniform(table, tables.get(table, 0));
    else tables.release(table);
    if (frame >= 0) this.tablePages.change(frame);
    this.giveFrame(frame);
  }

  /** Remembers this state. */
  checkpointTables(): AreaCheckpoint {
    return { tables: this.tables.checkpoint(), puds: this.puds, changeLog: this.changeLog.checkpoint() };
  }

  /** Goes back to a checkpoint of this area. */
  restoreTables({ tables, puds, changeLog }: AreaCheckpoint): void {
    this.tables.restore(tables, this.#tablePageChanged);
    this.puds = puds;
    this.changeLog.restore(changeLog);
  }

  /** Leaf entries by size: [4K, 2M, 1G], present or not. */
  leafCounts(): [number, number, number] {
    const byLevel = [0, 0, 0, 0];
    const { level } = this.words;
    const { counts } = this.tables;
    const count = Math.min(this.words.count, counts.length);
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
