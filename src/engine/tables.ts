import { ENTRIES, type Level } from '../x86/page.ts';
import { EMPTY, POINTER, type Words } from './words.ts';

/** Number of a table in the arena; 0 is no table. */
export type TableId = number;

/** Tables a chunk: the unit that checkpoints share and writes copy. */
const CHUNK = 64;
const CHUNK_SHIFT = 6;
const CHUNK_MASK = CHUNK - 1;

const LEVEL_MASK = 3;
const SPLIT = 4;
const UNCOUNTED = 8;
const STALE = 255;

/** 64 tables side by side: one byte (two when there are more than 256 words) an entry, and what is known of each table. */
class Chunk {
  epoch: number;
  cells: Uint8Array | Uint16Array;
  /** Level of the entries (1: PTE table, 2: PMD table, 3: PUD table) and the bits SPLIT and UNCOUNTED. */
  info = new Uint8Array(CHUNK);
  /** First PFN that the table maps. */
  base = new Float64Array(CHUNK);
  /** The table above and the entry in it; for a free table `parent` is the next free one. */
  parent = new Int32Array(CHUNK);
  parentIndex = new Uint16Array(CHUNK);
  /** PFN of the page that holds the table, -1 when not known. */
  frame = new Float64Array(CHUNK);
  /** rfc-merge: word of same_prot, and nr_same_prot. */
  same = new Uint16Array(CHUNK);
  nrSame = new Uint16Array(CHUNK);
  /** Most salient PageState below, STALE when it must be computed again. */
  summary = new Uint8Array(CHUNK).fill(STALE);
  /** Tables that the entries point to; meant only where the cell is POINTER. */
  children: (Int32Array | undefined)[] = new Array(CHUNK).fill(undefined);
  childEpoch = new Int32Array(CHUNK);
  /** PFN field of each entry, for a table where it does not follow from `base`. */
  pfns: (Float64Array | undefined)[] = new Array(CHUNK).fill(undefined);

  constructor(epoch: number, wide: boolean) {
    this.epoch = epoch;
    this.cells = wide ? new Uint16Array(CHUNK * ENTRIES) : new Uint8Array(CHUNK * ENTRIES);
  }

  copy(epoch: number): Chunk {
    const copy = Object.create(Chunk.prototype) as Chunk;
    copy.epoch = epoch;
    copy.cells = this.cells.slice();
    copy.info = this.info.slice();
    copy.base = this.base.slice();
    copy.parent = this.parent.slice();
    copy.parentIndex = this.parentIndex.slice();
    copy.frame = this.frame.slice();
    copy.same = this.same.slice();
    copy.nrSame = this.nrSame.slice();
    copy.summary = this.summary.slice();
    copy.children = this.children.slice();
    copy.childEpoch = this.childEpoch.slice();
    copy.pfns = this.pfns.slice();
    return copy;
  }
}

/** The arena as it was; shares every chunk that has not been written since. */
export interface TablesCheckpoint {
  readonly chunks: readonly Chunk[];
  readonly used: number;
  readonly free: TableId;
  readonly inUse: number;
  readonly counts: Float64Array;
}

/**
 * An arena of page tables of 512 entries. An entry is a word (see Words); its PFN follows from the
 * table's base. Writing after a checkpoint copies the chunk first, so checkpoints stay as they were.
 */
export class Tables {
  readonly words: Words;
  /** Entries by word over all tables. */
  counts = new Float64Array(256);
  #chunks: Chunk[] = [];
  #epoch = 0;
  #used = 1;
  #free: TableId = 0;
  #inUse = 0;
  #wide = false;

  constructor(words: Words) {
    this.words = words;
  }

  /** Tables in use. */
  get inUse(): number {
    return this.#inUse;
  }

  /** The table that the next allocate() gives. */
  get nextId(): TableId {
    return this.#free === 0 ? this.#used : this.#free;
  }

  /** A new table whose 512 entries are `word`, under entry `parentIndex` of `parent` (0: none). */
  allocate(level: Level, base: number, parent: TableId, parentIndex: number, word: number, frame: number): TableId {
    this.#widenFor(word);
    let id = this.#free;
    if (id === 0) {
      id = this.#used++;
      if (id >> CHUNK_SHIFT >= this.#chunks.length) this.#chunks.push(new Chunk(this.#epoch, this.#wide));
    }
    const chunk = this.#own(id);
    const slot = id & CHUNK_MASK;
    if (id === this.#free) this.#free = chunk.parent[slot];
    chunk.cells.fill(word, slot * ENTRIES, (slot + 1) * ENTRIES);
    chunk.info[slot] = level;
    chunk.base[slot] = base;
    chunk.parent[slot] = parent;
    chunk.parentIndex[slot] = parentIndex;
    chunk.frame[slot] = frame;
    chunk.same[slot] = 0;
    chunk.nrSame[slot] = 0;
    chunk.summary[slot] = STALE;
    this.counts[word] += ENTRIES;
    this.#inUse++;
    return id;
  }

  /** Gives a table back; its entries no longer count. Its children must have been released. */
  release(id: TableId): void {
    const chunk = this.#own(id);
    const slot = id & CHUNK_MASK;
    const start = slot * ENTRIES;
    const { cells } = chunk;
    const { counts } = this;
    for (let i = start; i < start + ENTRIES; i++) counts[cells[i]]--;
    this.#toFree(chunk, id);
  }

  /** As release(), for a table whose 512 entries are all `word`. */
  releaseUniform(id: TableId, word: number): void {
    this.counts[word] -= ENTRIES;
    this.#toFree(this.#own(id), id);
  }

  /** Word of an entry. */
  get(id: TableId, index: number): number {
    return this.#chunks[id >> CHUNK_SHIFT].cells[(id & CHUNK_MASK) * ENTRIES + index];
  }

  /** Writes an entry that is not a pointer; a pointer that stood there is forgotten. */
  set(id: TableId, index: number, word: number): void {
    if (word >= this.counts.length || word > 255) this.#widenFor(word);
    const chunk = this.#own(id);
    const slot = id & CHUNK_MASK;
    const at = slot * ENTRIES + index;
    const old = chunk.cells[at];
    chunk.cells[at] = word;
    chunk.summary[slot] = STALE;
    this.counts[old]--;
    this.counts[word]++;
  }

  /** Writes EMPTY entries from `first` to `end` (exclusive); gives back the first that is not EMPTY, or -1 when done. */
  fillEmpty(id: TableId, first: number, end: number, word: number): number {
    this.#widenFor(word);
    const chunk = this.#own(id);
    const slot = id & CHUNK_MASK;
    const start = slot * ENTRIES;
    for (let i = first; i < end; i++) if (chunk.cells[start + i] !== EMPTY) return i;
    chunk.cells.fill(word, start + first, start + end);
    chunk.summary[slot] = STALE;
    this.counts[EMPTY] -= end - first;
    this.counts[word] += end - first;
    return -1;
  }

  /** Makes an entry point to a table. */
  link(id: TableId, index: number, child: TableId): void {
    this.set(id, index, POINTER);
    const chunk = this.#chunks[id >> CHUNK_SHIFT];
    this.#ownChildren(chunk, id & CHUNK_MASK)[index] = child;
  }

  /** One step of a walk: minus the table that the entry points to, or else the entry's word. */
  enter(id: TableId, index: number): number {
    const chunk = this.#chunks[id >> CHUNK_SHIFT];
    const slot = id & CHUNK_MASK;
    const word = chunk.cells[slot * ENTRIES + index];
    return word === POINTER ? -(chunk.children[slot] as Int32Array)[index] : word;
  }

  /** The table that an entry points to, 0 when it is not a pointer. */
  child(id: TableId, index: number): TableId {
    const chunk = this.#chunks[id >> CHUNK_SHIFT];
    const slot = id & CHUNK_MASK;
    return chunk.cells[slot * ENTRIES + index] === POINTER ? (chunk.children[slot] as Int32Array)[index] : 0;
  }

  level(id: TableId): Level {
    return (this.#chunks[id >> CHUNK_SHIFT].info[id & CHUNK_MASK] & LEVEL_MASK) as Level;
  }

  /** Made by a split since boot. */
  isSplit(id: TableId): boolean {
    return (this.#chunks[id >> CHUNK_SHIFT].info[id & CHUNK_MASK] & SPLIT) !== 0;
  }

  base(id: TableId): number {
    return this.#chunks[id >> CHUNK_SHIFT].base[id & CHUNK_MASK];
  }

  frame(id: TableId): number {
    return this.#chunks[id >> CHUNK_SHIFT].frame[id & CHUNK_MASK];
  }

  parent(id: TableId): TableId {
    return this.#chunks[id >> CHUNK_SHIFT].parent[id & CHUNK_MASK];
  }

  parentIndex(id: TableId): number {
    return this.#chunks[id >> CHUNK_SHIFT].parentIndex[id & CHUNK_MASK];
  }

  /** Word of same_prot. */
  sameProt(id: TableId): number {
    return this.#chunks[id >> CHUNK_SHIFT].same[id & CHUNK_MASK];
  }

  nrSame(id: TableId): number {
    return this.#chunks[id >> CHUNK_SHIFT].nrSame[id & CHUNK_MASK];
  }

  /** Marks a table as made by a split, with the bits and number of its equal entries. */
  track(id: TableId, same: number, nrSame: number): void {
    const chunk = this.#own(id);
    const slot = id & CHUNK_MASK;
    chunk.info[slot] |= SPLIT;
    chunk.same[slot] = same;
    chunk.nrSame[slot] = nrSame;
  }

  /**
   * An entry of the table was written: adjusts the number of entries equal to same_prot and gives it back; at 0 they
   * must be counted again with other bits. -1: the table was not made by a split.
   */
  countWrite(id: TableId, from: number, to: number): number {
    const chunk = this.#chunks[id >> CHUNK_SHIFT];
    const slot = id & CHUNK_MASK;
    if ((chunk.info[slot] & SPLIT) === 0) return -1;
    const nrSame = chunk.nrSame[slot];
    if (from === to) return nrSame;
    const same = chunk.same[slot];
    const change = to === same ? 1 : from === same ? -1 : 0;
    if (change !== 0) this.#own(id).nrSame[slot] = nrSame + change;
    return nrSame + change;
  }

  /** An entry was written past the count of equal entries, which is not to be trusted any more. */
  markUncounted(id: TableId): void {
    this.#own(id).info[id & CHUNK_MASK] |= UNCOUNTED;
  }

  isUncounted(id: TableId): boolean {
    return (this.#chunks[id >> CHUNK_SHIFT].info[id & CHUNK_MASK] & UNCOUNTED) !== 0;
  }

  /** The 512 words of a table; a view, not to be written nor kept. */
  cells(id: TableId): Uint8Array | Uint16Array {
    const start = (id & CHUNK_MASK) * ENTRIES;
    return this.#chunks[id >> CHUNK_SHIFT].cells.subarray(start, start + ENTRIES);
  }

  /** PFN field of an entry when it does not follow from the table's base. */
  oddPfn(id: TableId, index: number): number | undefined {
    const value = this.#chunks[id >> CHUNK_SHIFT].pfns[id & CHUNK_MASK]?.[index];
    return value === undefined || Number.isNaN(value) ? undefined : value;
  }

  /** Gives an entry a PFN field of its own; undefined: it follows from the base again. */
  setOddPfn(id: TableId, index: number, value: number | undefined): void {
    const chunk = this.#own(id);
    const slot = id & CHUNK_MASK;
    const old = chunk.pfns[slot];
    if (old === undefined && value === undefined) return;
    const column = old === undefined ? new Float64Array(ENTRIES).fill(Number.NaN) : old.slice();
    column[index] = value ?? Number.NaN;
    chunk.pfns[slot] = column.every(Number.isNaN) ? undefined : column;
  }

  /** True when some entry of the table has a PFN field of its own. */
  hasOddPfns(id: TableId): boolean {
    return this.#chunks[id >> CHUNK_SHIFT].pfns[id & CHUNK_MASK] !== undefined;
  }

  /** Most salient PageState under a table, all levels below included. */
  summary(id: TableId): number {
    const chunk = this.#chunks[id >> CHUNK_SHIFT];
    const slot = id & CHUNK_MASK;
    const known = chunk.summary[slot];
    if (known !== STALE) return known;
    const { state } = this.words;
    const start = slot * ENTRIES;
    let most = 0;
    let pointers = false;
    for (let i = start; i < start + ENTRIES; i++) {
      const word = chunk.cells[i];
      if (word === POINTER) {
        pointers = true;
        const below = this.summary((chunk.children[slot] as Int32Array)[i - start]);
        if (below > most) most = below;
      } else if (state[word] > most) most = state[word];
    }
    // A table above others would have to hear of every write below it, so only the lowest keeps its summary.
    if (!pointers) chunk.summary[slot] = most;
    return most;
  }

  /** Remembers the arena as it is now. */
  checkpoint(): TablesCheckpoint {
    this.#epoch++;
    return {
      chunks: this.#chunks.slice(),
      used: this.#used,
      free: this.#free,
      inUse: this.#inUse,
      counts: this.counts.slice(),
    };
  }

  /** Goes back to a checkpoint of this arena. */
  restore(checkpoint: TablesCheckpoint): void {
    this.#epoch++;
    this.#chunks = checkpoint.chunks.slice();
    this.#used = checkpoint.used;
    this.#free = checkpoint.free;
    this.#inUse = checkpoint.inUse;
    this.counts = checkpoint.counts.slice();
    if (this.counts.length < this.words.count) this.#growCounts();
    if (this.#wide) for (let i = 0; i < this.#chunks.length; i++) this.#widen(i);
  }

  #toFree(chunk: Chunk, id: TableId): void {
    const slot = id & CHUNK_MASK;
    chunk.info[slot] = 0;
    chunk.pfns[slot] = undefined;
    chunk.parent[slot] = this.#free;
    this.#free = id;
    this.#inUse--;
  }

  #own(id: TableId): Chunk {
    const index = id >> CHUNK_SHIFT;
    const chunk = this.#chunks[index];
    if (chunk.epoch === this.#epoch) return chunk;
    const copy = chunk.copy(this.#epoch);
    this.#chunks[index] = copy;
    return copy;
  }

  #ownChildren(chunk: Chunk, slot: number): Int32Array {
    let children = chunk.children[slot];
    if (children === undefined) children = new Int32Array(ENTRIES);
    else if (chunk.childEpoch[slot] === this.#epoch) return children;
    else children = children.slice();
    chunk.children[slot] = children;
    chunk.childEpoch[slot] = this.#epoch;
    return children;
  }

  #widenFor(word: number): void {
    if (word >= this.counts.length) this.#growCounts();
    if (word > 255 && !this.#wide) {
      this.#wide = true;
      for (let i = 0; i < this.#chunks.length; i++) this.#widen(i);
    }
  }

  #growCounts(): void {
    const counts = new Float64Array(Math.max(this.counts.length * 2, this.words.count));
    counts.set(this.counts);
    this.counts = counts;
  }

  #widen(index: number): void {
    if (this.#chunks[index].cells instanceof Uint16Array) return;
    const chunk = this.#chunks[index].copy(this.#epoch);
    chunk.cells = Uint16Array.from(chunk.cells);
    this.#chunks[index] = chunk;
  }
}
