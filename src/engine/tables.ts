import { ENTRIES, type Level, PAGES_1G } from '../x86/page.ts';
import { type SavedList, SavedTables } from './saved-tables.ts';
import {
  COMPARED,
  ENTRIES_SHIFT,
  KEPT,
  LEVEL,
  NR_SAME,
  ODD_PFNS,
  PMD_BLOCKS,
  SAME_SHIFT,
  SPLIT,
  SUMMED,
  TABLE_LIMIT,
  TableColumns,
  UNCOUNTED,
  UNTOUCHED,
} from './table-columns.ts';
import type { TableId } from './table-id.ts';
import { EMPTY, POINTER, type Words } from './words.ts';

const GIB_A_PAGE = 1 / PAGES_1G;
/** More equal entries than this are never counted, KFENCE or not: the count has room for one operation more. */
const MOST_COUNTED = NR_SAME - 2 * ENTRIES;

/** The arena as it was; shares every table that has not been written since. */
export interface TablesCheckpoint {
  readonly saved: SavedList;
  /** Numbers copied for checkpoints up to now. */
  readonly copied: number;
  readonly used: number;
  readonly free: TableId;
  readonly inUse: number;
  readonly counts: Float64Array;
}

/**
 * An arena of page tables of 512 entries. An entry is a word (see Words); its PFN follows from the
 * table's base. Checkpoints stay as they were: the first write of a table after one saves it.
 */
export class Tables extends TableColumns {
  readonly words: Words;
  /** Entries by word over all tables. */
  counts = new Float64Array(256);
  readonly #saved = new SavedTables(this);
  /** Of tables that a recording placed; a table of a split that has the number of one is not meant. */
  readonly #pointerFlags = new Map<TableId, number>();
  #used = 1;
  #free: TableId = 0;
  #inUse = 0;

  /** `gibCount`: GiB that the tables map. */
  constructor(words: Words, gibCount: number) {
    super(gibCount);
    this.words = words;
  }

  /** Tables in use. */
  get inUse(): number {
    return this.#inUse;
  }

  /** Tables have numbers from 1 up to this, exclusive. */
  get end(): number {
    return this.#used;
  }

  /** The table is not a free one. */
  isUsed(id: TableId): boolean {
    return (this.info[id] & LEVEL) !== 0;
  }

  /** allocate() would throw a RangeError: TABLE_LIMIT is reached. */
  get isFull(): boolean {
    return this.#free === 0 && this.#used === TABLE_LIMIT;
  }

  /** A new table whose 512 entries are `word`, under entry `parentIndex` of `parent` (0: none). `split`: of a split, so tracked. */
  allocate(
    level: Level,
    base: number,
    parent: TableId,
    parentIndex: number,
    word: number,
    frame: number,
    split = false,
  ): TableId {
    if (word > 255) this.#widenFor(word);
    let id = this.#free;
    if (id === 0) id = this.#takeUnused();
    else {
      this.#own(id);
      this.#free = this.above[id];
    }
    this.cells.fill(word, id * ENTRIES, (id + 1) * ENTRIES);
    this.info[id] = split ? level | SPLIT : level;
    this.bases[id] = base;
    this.above[id] = (parent << ENTRIES_SHIFT) | parentIndex;
    this.frames[id] = frame;
    this.equals[id] = split ? (word << SAME_SHIFT) | ENTRIES : 0;
    this.counts[word] += ENTRIES;
    this.#inUse++;
    return id;
  }

  /** Gives a table back; its entries no longer count. Its children must have been released. */
  release(id: TableId): void {
    const { cells, counts } = this;
    for (let i = id * ENTRIES; i < (id + 1) * ENTRIES; i++) counts[cells[i]]--;
    this.#toFree(id);
  }

  /** As release(), for a table whose 512 entries are all `word`. */
  releaseUniform(id: TableId, word: number): void {
    this.counts[word] -= ENTRIES;
    this.#toFree(id);
  }

  /** Word of an entry. */
  get(id: TableId, index: number): number {
    return this.cells[(id << ENTRIES_SHIFT) | index];
  }

  /** Writes an entry that is not a pointer; a pointer that stood there is forgotten. */
  set(id: TableId, index: number, word: number): void {
    if (word > 255 || this.info[id] > UNTOUCHED) this.#beforeSet(id, word);
    const at = (id << ENTRIES_SHIFT) | index;
    const { cells, counts } = this;
    const old = cells[at];
    if (old === POINTER) this.children[(this.blocks[id] << ENTRIES_SHIFT) | index] = 0;
    counts[old]--;
    counts[word]++;
    cells[at] = word;
  }

  /** As set(), of an entry that is known to be a leaf with the word `from`. */
  rewrite(id: TableId, index: number, from: number, to: number): void {
    if (to > 255 || this.info[id] > UNTOUCHED) this.#beforeSet(id, to);
    this.cells[(id << ENTRIES_SHIFT) | index] = to;
    const { counts } = this;
    counts[from]--;
    counts[to]++;
  }

  /** Writes EMPTY entries from `first` to `end` (exclusive); gives back the first that is not EMPTY, or -1 when done. */
  fillEmpty(id: TableId, first: number, end: number, word: number): number {
    this.#beforeSet(id, word);
    const { cells } = this;
    const start = id * ENTRIES;
    const isNew = this.isUniform(id) && cells[start] === EMPTY;
    for (let i = first; !isNew && i < end; i++) if (cells[start + i] !== EMPTY) return i;
    cells.fill(word, start + first, start + end);
    this.counts[EMPTY] -= end - first;
    this.counts[word] += end - first;
    return -1;
  }

  /** Makes an entry point to a table. */
  link(id: TableId, index: number, child: TableId): void {
    this.set(id, index, POINTER);
    const block = this.ownBlock(id);
    this.children[block + index] = child;
    if (this.level(id) === 2) this.children[PMD_BLOCKS + this.#gibOf(id)] = this.blocks[id];
  }

  /** The table that an entry points to, 0 when it is not a pointer. */
  child(id: TableId, index: number): TableId {
    return this.children[(this.blocks[id] << ENTRIES_SHIFT) | index];
  }

  /** The PTE table that maps a page, 0 when there is none. */
  pteTable(pfn: number): TableId {
    const gib = pfn >>> 0 === pfn ? pfn >>> 18 : Math.floor(pfn / PAGES_1G);
    if (gib >= this.gibCount) return 0;
    const { children } = this;
    return children[(children[PMD_BLOCKS + gib] << ENTRIES_SHIFT) | ((pfn >>> ENTRIES_SHIFT) & (ENTRIES - 1))];
  }

  /** Made by a split since boot. */
  isSplit(id: TableId): boolean {
    return (this.info[id] & SPLIT) !== 0;
  }

  /** A recording tells the page that holds a table, and the flags of the entry that points to it. */
  place(id: TableId, frame: number, pointerFlags: number): void {
    this.#own(id);
    this.frames[id] = frame;
    this.#pointerFlags.set(id, pointerFlags);
  }

  /** Flags of the entry that points to a table, as a recording tells them. */
  pointerFlags(id: TableId): number | undefined {
    return this.#pointerFlags.get(id);
  }

  /** Word of same_prot. */
  sameProt(id: TableId): number {
    return this.equals[id] >>> SAME_SHIFT;
  }

  nrSame(id: TableId): number {
    return this.equals[id] & NR_SAME;
  }

  /** Marks a table as made by a split, with the bits and number of its equal entries. */
  track(id: TableId, same: number, nrSame: number): void {
    this.#own(id);
    this.info[id] = (this.info[id] & ~COMPARED) | SPLIT;
    this.equals[id] = (same << SAME_SHIFT) | nrSame;
  }

  /**
   * set() wrote an entry of the table: adjusts the number of entries equal to same_prot and gives it back; at 0 they
   * must be counted again with other bits. -1: the table was not made by a split.
   */
  countWrite(id: TableId, from: number, to: number): number {
    const equals = this.equals[id];
    if (equals === 0) return -1;
    const same = equals >>> SAME_SHIFT;
    const now = equals + (to === same ? 1 : 0) - (from === same ? 1 : 0);
    this.equals[id] = now;
    return now & NR_SAME;
  }

  /** An entry was written past the count of equal entries, which is not to be trusted any more. */
  markUncounted(id: TableId): void {
    this.#own(id);
    this.info[id] |= UNCOUNTED;
    // CPA can count an entry that was written so once more each time; past 512 the exact number makes no difference.
    if (this.nrSame(id) > MOST_COUNTED) this.equals[id] -= ENTRIES;
  }

  isUncounted(id: TableId): boolean {
    return (this.info[id] & UNCOUNTED) !== 0;
  }

  /** The 512 words of a table; a view, not to be written nor kept. */
  cellsOf(id: TableId): Uint8Array | Uint16Array {
    return this.cells.subarray(id * ENTRIES, (id + 1) * ENTRIES);
  }

  /** PFN field of an entry when it does not follow from the table's base. */
  oddPfn(id: TableId, index: number): number | undefined {
    const value = this.hasOddPfns(id) ? this.pfns.get(id)?.[index] : undefined;
    return value === undefined || Number.isNaN(value) ? undefined : value;
  }

  /** Gives an entry a PFN field of its own; undefined: it follows from the base again. */
  setOddPfn(id: TableId, index: number, value: number | undefined): void {
    const old = this.pfns.get(id);
    if (old === undefined && value === undefined) return;
    this.#own(id);
    const column = old === undefined ? new Float64Array(ENTRIES).fill(Number.NaN) : old.slice();
    column[index] = value ?? Number.NaN;
    if (column.every(Number.isNaN)) {
      this.pfns.delete(id);
      this.info[id] &= ~ODD_PFNS;
    } else {
      this.pfns.set(id, column);
      this.info[id] |= ODD_PFNS;
    }
  }

  /** As setOddPfn(), of the entries from `first` on. */
  setOddPfns(id: TableId, first: number, values: readonly number[]): void {
    this.#own(id);
    const column = this.pfns.get(id)?.slice() ?? new Float64Array(ENTRIES).fill(Number.NaN);
    column.set(values, first);
    this.pfns.set(id, column);
    this.info[id] |= ODD_PFNS;
  }

  /** True when some entry of the table has a PFN field of its own. */
  hasOddPfns(id: TableId): boolean {
    return (this.info[id] & ODD_PFNS) !== 0;
  }

  /** Most salient PageState under a table, all levels below included. */
  summary(id: TableId): number {
    if ((this.info[id] & SUMMED) !== 0) return this.summaries[id];
    const { state } = this.words;
    let most = 0;
    let pointers = false;
    const uniform = this.isUniform(id) && this.get(id, 0) !== POINTER;
    for (let i = 0; i < (uniform ? 1 : ENTRIES); i++) {
      const word = this.get(id, i);
      if (word === POINTER) {
        pointers = true;
        const below = this.summary(this.child(id, i));
        if (below > most) most = below;
      } else if (state[word] > most) most = state[word];
    }
    // A table above others would have to hear of every write below it, so only the lowest keeps its summary.
    if (!pointers) {
      this.summaries[id] = most;
      this.info[id] |= SUMMED;
    }
    return most;
  }

  /** The number that keepDiffering() was given, unless an entry has been written since: -1 then. */
  knownDiffering(id: TableId): number {
    return (this.info[id] & COMPARED) === 0 ? -1 : this.differing[id];
  }

  /** Keeps how many entries of a table differ until one of them is written. */
  keepDiffering(id: TableId, entries: number): void {
    this.differing[id] = entries;
    this.info[id] |= COMPARED;
  }

  /** Remembers the arena as it is now. */
  checkpoint(): TablesCheckpoint {
    return {
      saved: this.#saved.checkpoint(),
      copied: this.#saved.copied,
      used: this.#used,
      free: this.#free,
      inUse: this.#inUse,
      counts: this.counts.slice(),
    };
  }

  /** Goes back to a checkpoint of this arena. `changed` is called with each page that a table leaves or comes into. */
  restore(checkpoint: TablesCheckpoint, changed: (frame: number) => void): void {
    const known = this.#used;
    const tell = (id: TableId): void => {
      if (this.isUsed(id) && this.frames[id] >= 0) changed(this.frames[id]);
    };
    for (let id = checkpoint.used; id < known; id++) tell(id);
    this.#saved.restore(checkpoint.saved, checkpoint.used, (id) => {
      if (id < known) tell(id);
    });
    for (let id = known; id < checkpoint.used; id++) tell(id);
    this.#used = checkpoint.used;
    this.#free = checkpoint.free;
    this.#inUse = checkpoint.inUse;
    this.counts.fill(0).set(checkpoint.counts);
    this.children.fill(0, PMD_BLOCKS, PMD_BLOCKS + this.gibCount);
    for (let id = 1; id < this.#used; id++)
      if (this.level(id) === 2) this.children[PMD_BLOCKS + this.#gibOf(id)] = this.blocks[id];
  }

  #toFree(id: TableId): void {
    this.#own(id);
    if (this.level(id) === 2) this.children[PMD_BLOCKS + this.#gibOf(id)] = 0;
    this.dropBlock(id);
    if (this.hasOddPfns(id)) this.pfns.delete(id);
    this.info[id] = 0;
    this.above[id] = this.#free;
    this.#free = id;
    this.#inUse--;
  }

  /** A number that no table had, or that only tables of later checkpoints had. */
  #takeUnused(): TableId {
    const id = this.#used;
    this.reserve(id);
    this.#used++;
    this.#own(id);
    if ((this.info[id] & LEVEL) !== 0) this.#forgetLater(id);
    return id;
  }

  /** A table of later checkpoints, from which restore() went back: nothing of it may show. */
  #forgetLater(id: TableId): void {
    this.dropFullBlock(id);
    this.pfns.delete(id);
  }

  #gibOf(id: TableId): number {
    return (this.bases[id] * GIB_A_PAGE) | 0;
  }

  #beforeSet(id: TableId, word: number): void {
    if (word > 255) this.#widenFor(word);
    this.#own(id);
    this.info[id] &= ~(SUMMED | COMPARED);
  }

  #own(id: TableId): void {
    if ((this.info[id] & KEPT) !== 0) this.#saved.beforeWrite(id);
  }

  #widenFor(word: number): void {
    if (this.cells instanceof Uint8Array) this.cells = Uint16Array.from(this.cells);
    if (word < this.counts.length) return;
    const counts = new Float64Array(Math.max(this.counts.length * 2, this.words.count));
    counts.set(this.counts);
    this.counts = counts;
  }
}
