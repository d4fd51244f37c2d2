import { ENTRIES } from '../x86/page.ts';
import type { TableId } from './table-id.ts';

const FIRST_CAPACITY = 64;
const GROWTH = 1.5;
/** A summary that must be computed again. */
export const STALE = 255;

/**
 * What is known of the tables, in flat columns by table number: an entry is one byte (two when there are more than 256
 * words). Flat, because a call on a page that is split already costs little more than its cache misses.
 */
export class TableColumns {
  /** Words of the entries, 512 a table. */
  cells: Uint8Array | Uint16Array = new Uint8Array(FIRST_CAPACITY * ENTRIES);
  /** Level of the entries (1: PTE table, 2: PMD table, 3: PUD table) and flags; 0: a free table. */
  info = new Uint8Array(FIRST_CAPACITY);
  /** First PFN that the table maps. */
  bases = new Float64Array(FIRST_CAPACITY);
  /** The table above and the entry in it; for a free table `parents` is the next free one. */
  parents = new Int32Array(FIRST_CAPACITY);
  parentIndices = new Uint16Array(FIRST_CAPACITY);
  /** PFN of the page that holds the table, -1 when not known. */
  frames = new Float64Array(FIRST_CAPACITY);
  /** rfc-merge: word of same_prot, and nr_same_prot. */
  same = new Uint16Array(FIRST_CAPACITY);
  nrSames = new Uint16Array(FIRST_CAPACITY);
  /** Most salient PageState below, or STALE. */
  summaries = new Uint8Array(FIRST_CAPACITY);
  /** 1: a checkpoint relies on the table as it is. New tables begin so, too: the first write notes them. */
  kept = new Uint8Array(FIRST_CAPACITY).fill(1);
  /** Number of the table's block of 512 in `children`, 0 when it has none. */
  blocks = new Int32Array(FIRST_CAPACITY);
  /** Tables that the entries of a block point to; meant only where the cell is POINTER. */
  children = new Int32Array(2 * ENTRIES);
  /** PFN field of each entry (NaN: as the base says), for tables where one does not follow from it. Never changed in place. */
  readonly pfns = new Map<TableId, Float64Array>();
  #blocks = 1;
  #freeBlock = 0;

  /** Where the table's block begins in `children`; a table that has none gets one. */
  ownBlock(id: TableId): number {
    let block = this.blocks[id];
    if (block === 0) {
      block = this.#freeBlock;
      if (block !== 0) this.#freeBlock = this.children[block * ENTRIES];
      else {
        block = this.#blocks++;
        if (this.#blocks * ENTRIES > this.children.length)
          this.children = widened(this.children, Math.ceil(this.#blocks * GROWTH) * ENTRIES);
      }
      this.blocks[id] = block;
    }
    return block * ENTRIES;
  }

  /** Gives the table's block back, if it has one. */
  dropBlock(id: TableId): void {
    const block = this.blocks[id];
    if (block === 0) return;
    this.children[block * ENTRIES] = this.#freeBlock;
    this.#freeBlock = block;
    this.blocks[id] = 0;
  }

  /** Makes room for a table. */
  protected reserve(id: TableId): void {
    const old = this.info.length;
    if (id < old) return;
    const capacity = Math.max(id + 1, Math.ceil(old * GROWTH));
    this.cells = widened(this.cells, capacity * ENTRIES);
    this.info = widened(this.info, capacity);
    this.bases = widened(this.bases, capacity);
    this.parents = widened(this.parents, capacity);
    this.parentIndices = widened(this.parentIndices, capacity);
    this.frames = widened(this.frames, capacity);
    this.same = widened(this.same, capacity);
    this.nrSames = widened(this.nrSames, capacity);
    this.summaries = widened(this.summaries, capacity);
    this.kept = widened(this.kept, capacity).fill(1, old);
    this.blocks = widened(this.blocks, capacity);
  }
}

function widened<T extends Uint8Array | Uint16Array | Int32Array | Float64Array>(column: T, length: number): T {
  const Column = column.constructor as new (length: number) => T;
  const wider = new Column(length);
  wider.set(column);
  return wider;
}
