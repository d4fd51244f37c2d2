import { ENTRIES, type Level } from '../x86/page.ts';
import type { TableId } from './table-id.ts';

const FIRST_CAPACITY = 64;
const GROWTH = 1.5;
/** log2 of ENTRIES. */
export const ENTRIES_SHIFT = 9;
/** Tables that an arena can hold: the index of an entry is a signed 32-bit number. Four times 1 TiB wholly in 4K. */
export const TABLE_LIMIT = 2 ** (31 - ENTRIES_SHIFT);
/** Bits of `info`: level; made by a split; an entry was written past the count of equal entries; has PFNs of its own. */
export const LEVEL = 3;
export const SPLIT = 4;
export const UNCOUNTED = 8;
export const ODD_PFNS = 16;
/** Bits of `info`: a checkpoint relies on the table as it is; `summaries` is known; `differing` is. */
export const KEPT = 32;
export const SUMMED = 64;
export const COMPARED = 128;
/** `info` above this has one of them: the next write of an entry must look after it. */
export const UNTOUCHED = KEPT - 1;
/** Parts of `equals`: nr_same_prot, and above it same_prot. */
export const NR_SAME = 32767;
export const SAME_SHIFT = 15;
/** Where in `children` the PMD tables' blocks by GiB begin: the short way of every 4K page. 0 where there is no table. */
export const PMD_BLOCKS = ENTRIES;

/**
 * What is known of the tables, in flat columns by table number: an entry is one byte (two when there are more than 256
 * words). Flat, because a call on a page that is split already costs little more than its cache misses.
 */
export class TableColumns {
  /** Words of the entries, 512 a table. */
  cells: Uint8Array | Uint16Array = new Uint8Array(FIRST_CAPACITY * ENTRIES);
  /**
   * Level of the entries (1: PTE table, 2: PMD table, 3: PUD table; 0: a free table) and flags. New tables begin KEPT:
   * their first write notes them.
   */
  info = new Uint8Array(FIRST_CAPACITY).fill(KEPT);
  /** First PFN that the table maps. */
  bases = new Float64Array(FIRST_CAPACITY);
  /** Entry that points to the table: number of the table above << ENTRIES_SHIFT | index; of a free table the next free one. */
  above = new Int32Array(FIRST_CAPACITY);
  /** PFN of the page that holds the table, -1 when not known. */
  frames = new Float64Array(FIRST_CAPACITY);
  /** rfc-merge: word of same_prot << SAME_SHIFT | nr_same_prot; 0 for a table that no split made. */
  equals = new Int32Array(FIRST_CAPACITY);
  /** Most salient PageState below; meant only with SUMMED. */
  summaries = new Uint8Array(FIRST_CAPACITY);
  /** Entries that keep the table from being one large page (differingEntries); meant only with COMPARED. */
  differing = new Uint16Array(FIRST_CAPACITY);
  /** Number of the table's block of 512 in `children`; 0, a block that stays empty, when it has none. */
  blocks = new Int32Array(FIRST_CAPACITY);
  /** Tables that the entries of a block point to, 0 where an entry does not. */
  children: Int32Array;
  /** PFN field of each entry (NaN: as the base says), for tables where one does not follow from it. Never changed in place. */
  readonly pfns = new Map<TableId, Float64Array>();
  #blockCount: number;
  /** GiB that the tables map. */
  readonly gibCount: number;
  readonly #freeBlocks: number[] = [];
  /** `cells`, four bytes at a time. */
  #quads = new Int32Array(this.cells.buffer);

  constructor(gibCount: number) {
    this.gibCount = gibCount;
    this.#blockCount = PMD_BLOCKS / ENTRIES + Math.ceil(gibCount / ENTRIES);
    this.children = new Int32Array((this.#blockCount + 1) * ENTRIES);
  }

  /** Memory of the columns, room for further tables included; not what checkpoints hold. */
  get byteLength(): number {
    const { cells, info, bases, above, frames, equals, summaries, differing, blocks, children } = this;
    const columns = [...[cells, info, bases, above, frames], ...[equals, summaries, differing, blocks, children]];
    const odd = this.pfns.size * ENTRIES * Float64Array.BYTES_PER_ELEMENT;
    return columns.reduce((sum, { byteLength }) => sum + byteLength, odd);
  }

  /** Of the entries. */
  level(id: TableId): Level {
    return (this.info[id] & LEVEL) as Level;
  }

  base(id: TableId): number {
    return this.bases[id];
  }

  frame(id: TableId): number {
    return this.frames[id];
  }

  parent(id: TableId): TableId {
    return this.above[id] >>> ENTRIES_SHIFT;
  }

  parentIndex(id: TableId): number {
    return this.above[id] & (ENTRIES - 1);
  }

  /** All entries of a table have one word. Most tables are so, and half a million of them are read at once. */
  isUniform(id: TableId): boolean {
    const { cells } = this;
    if (this.#quads.buffer !== cells.buffer) this.#quads = new Int32Array(cells.buffer);
    const quads = this.#quads;
    const first = id << ENTRIES_SHIFT;
    const word = cells[first];
    if (cells[first + 1] !== word || cells[first + 2] !== word || cells[first + 3] !== word) return false;
    const size = (ENTRIES / 4) * cells.BYTES_PER_ELEMENT;
    const end = (id + 1) * size;
    const quad = quads[id * size];
    for (let at = id * size + 1; at < end; at++) if (quads[at] !== quad) return false;
    return true;
  }

  /** Where the table's block begins in `children`; a table that has none gets an empty one. */
  ownBlock(id: TableId): number {
    const block = this.blocks[id];
    return (block === 0 ? this.#takeBlock(id) : block) << ENTRIES_SHIFT;
  }

  /** Gives the table's block back, if it has one; it must be empty. */
  dropBlock(id: TableId): void {
    if (this.blocks[id] === 0) return;
    this.#freeBlocks.push(this.blocks[id]);
    this.blocks[id] = 0;
  }

  /** As dropBlock(), for a block that may not be empty. */
  dropFullBlock(id: TableId): void {
    if (this.blocks[id] === 0) return;
    const block = this.ownBlock(id);
    this.children.fill(0, block, block + ENTRIES);
    this.dropBlock(id);
  }

  #takeBlock(id: TableId): number {
    const block = this.#freeBlocks.pop() ?? this.#blockCount++;
    if (this.#blockCount << ENTRIES_SHIFT > this.children.length)
      this.children = widened(this.children, Math.ceil(this.#blockCount * GROWTH) << ENTRIES_SHIFT);
    this.blocks[id] = block;
    return block;
  }

  /** Makes room for a table. */
  protected reserve(id: TableId): void {
    const old = this.info.length;
    if (id < old) return;
    if (id >= TABLE_LIMIT) throw new RangeError(`more than ${TABLE_LIMIT} page tables`);
    const capacity = Math.min(TABLE_LIMIT, Math.ceil(old * GROWTH));
    this.cells = widened(this.cells, capacity * ENTRIES);
    this.info = widened(this.info, capacity).fill(KEPT, old);
    this.bases = widened(this.bases, capacity);
    this.above = widened(this.above, capacity);
    this.frames = widened(this.frames, capacity);
    this.equals = widened(this.equals, capacity);
    this.summaries = widened(this.summaries, capacity);
    this.differing = widened(this.differing, capacity);
    this.blocks = widened(this.blocks, capacity);
  }
}

function widened<T extends Uint8Array | Uint16Array | Int32Array | Float64Array>(column: T, length: number): T {
  const Column = column.constructor as new (length: number) => T;
  const wider = new Column(length);
  wider.set(column);
  return wider;
}
