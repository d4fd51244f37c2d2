import { ENTRIES } from '../x86/page.ts';
import { COMPARED, KEPT, SUMMED, type TableColumns } from './table-columns.ts';
import type { TableId } from './table-id.ts';
import { POINTER } from './words.ts';

/** One table as it was at some time: `data` stays undefined for as long as the arena itself has it so. */
interface Saved {
  data: readonly number[] | undefined;
  pfns: Float64Array | undefined;
}

const NODE_SHIFT = 6;
const NODE_SIZE = 1 << NODE_SHIFT;
const NODE_MASK = NODE_SIZE - 1;

/** What checkpoints hold of 64 tables; undefined: the table has been written since the last one. */
interface Node {
  readonly epoch: number;
  readonly saved: (Saved | undefined)[];
}

/** Tables as they were, by number; a node or a table that has not changed is the same object in every checkpoint. */
export type SavedList = readonly Node[];

/** Keeps old contents of tables for checkpoints: a table is saved by its first write after one, so reads and other writes cost nothing. */
export class SavedTables {
  readonly #columns: TableColumns;
  #nodes: Node[] = [];
  #epoch = 0;
  /** Numbers copied up to now, those of the objects that hold them included. */
  copied = 0;
  /** Tables written since the last checkpoint. */
  #written: TableId[] = [];

  constructor(columns: TableColumns) {
    this.#columns = columns;
  }

  /** The table will be written: saves it when a checkpoint relies on it. */
  beforeWrite(id: TableId): void {
    const nodes = this.#nodes;
    while (id >> NODE_SHIFT >= nodes.length) nodes.push({ epoch: this.#epoch, saved: newSlots() });
    const node = this.#own(id >> NODE_SHIFT);
    const saved = node.saved[id & NODE_MASK];
    if (saved !== undefined) this.copied += keep(saved, this.#columns, id);
    node.saved[id & NODE_MASK] = undefined;
    this.#columns.info[id] &= ~KEPT;
    this.#written.push(id);
  }

  /** All tables as they are now. */
  checkpoint(): SavedList {
    for (const id of this.#written) {
      this.#own(id >> NODE_SHIFT).saved[id & NODE_MASK] = { data: undefined, pfns: undefined };
      this.#columns.info[id] |= KEPT;
    }
    this.#written = [];
    this.#epoch++;
    return this.#nodes.slice();
  }

  /**
   * Puts the tables 1 to `used` - 1 back as they were; those from `used` on stay, for checkpoints that rely on them.
   * `touch` is called with each table that changes, before and after.
   */
  restore(list: SavedList, used: number, touch: (id: TableId) => void): void {
    const nodes = this.#nodes;
    for (let n = 0; n < list.length && n << NODE_SHIFT < used; n++) {
      if (nodes[n] === list[n]) continue;
      const { saved } = list[n];
      const node = this.#own(n);
      const first = n << NODE_SHIFT;
      for (let slot = 0; slot < NODE_SIZE && first + slot < used; slot++) {
        const now = node.saved[slot];
        const then = saved[slot];
        if (now === then || then === undefined) continue;
        if (now !== undefined) this.copied += keep(now, this.#columns, first + slot);
        touch(first + slot);
        load(then, this.#columns, first + slot);
        touch(first + slot);
        node.saved[slot] = then;
      }
      if (first + NODE_SIZE <= used) nodes[n] = list[n];
    }
    this.#written = this.#written.filter((id) => (this.#columns.info[id] & KEPT) === 0);
  }

  /** The node, not shared with any checkpoint. */
  #own(n: number): Node {
    const node = this.#nodes[n];
    if (node.epoch === this.#epoch) return node;
    const copy = { epoch: this.#epoch, saved: node.saved.slice() };
    this.#nodes[n] = copy;
    return copy;
  }
}

const newSlots = (): (Saved | undefined)[] => new Array<Saved | undefined>(NODE_SIZE).fill(undefined);

const FIELDS = 5;
/** An object and its array, in numbers. */
const HOLDER = 12;
/** Long enough for any table; a copy of its beginning has no spare room, as an array that has grown would. */
const scratch: number[] = new Array<number>(FIELDS + 3 * ENTRIES).fill(0);

/**
 * Copies a table, unless that has been done: its fields, then its entries as pairs of word and number of equal
 * entries, each pair of pointers followed by the tables pointed to. Most tables are a few such pairs. Returns how
 * many numbers it took.
 */
function keep(saved: Saved, columns: TableColumns, id: TableId): number {
  if (saved.data !== undefined) return 0;
  const { cells, children } = columns;
  const info = columns.info[id] & ~(KEPT | SUMMED | COMPARED);
  const data = scratch;
  data[0] = info;
  data[1] = columns.bases[id];
  data[2] = columns.above[id];
  data[3] = columns.frames[id];
  data[4] = columns.equals[id];
  let length = FIELDS;
  const start = id * ENTRIES;
  const block = columns.blocks[id] * ENTRIES - start;
  for (let at = start; info !== 0 && at < start + ENTRIES; ) {
    const word = cells[at];
    const first = at;
    while (at < start + ENTRIES && cells[at] === word) at++;
    data[length++] = word;
    data[length++] = at - first;
    if (word === POINTER) for (let i = first; i < at; i++) data[length++] = children[block + i];
  }
  saved.data = data.slice(0, length);
  saved.pfns = columns.pfns.get(id);
  return HOLDER + length;
}

/** Writes a table as keep() copied it. */
function load(saved: Saved, columns: TableColumns, id: TableId): void {
  const data = saved.data as readonly number[];
  columns.info[id] = data[0] | KEPT;
  columns.bases[id] = data[1];
  columns.above[id] = data[2];
  columns.frames[id] = data[3];
  columns.equals[id] = data[4];
  if (saved.pfns === undefined) columns.pfns.delete(id);
  else columns.pfns.set(id, saved.pfns);
  columns.dropFullBlock(id);
  let at = id * ENTRIES;
  for (let i = FIELDS; i < data.length; ) {
    const word = data[i++];
    const count = data[i++];
    columns.cells.fill(word, at, at + count);
    if (word === POINTER) {
      const block = columns.ownBlock(id) + (at % ENTRIES);
      for (let n = 0; n < count; n++) columns.children[block + n] = data[i++];
    }
    at += count;
  }
}
