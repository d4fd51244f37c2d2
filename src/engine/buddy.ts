import { BuddyBlock, LARGEST_BLOCK, MAX_ORDER, WHOLE } from './buddy-block.ts';
import type { MemoryRange } from './memory-range.ts';

const FAN_SHIFT = 6;
const FAN = 1 << FAN_SHIFT;
/** Zones in the order in which they serve, in pages: Normal, then DMA32, then DMA. */
const ZONES: readonly MemoryRange[] = [
  { firstPfn: 2 ** 20, endPfn: 2 ** 40 },
  { firstPfn: 2 ** 12, endPfn: 2 ** 20 },
  { firstPfn: 0, endPfn: 2 ** 12 },
];

/**
 * A node of the tree over the blocks of the largest order: by child the set of orders of which a block is free below
 * it. A child is there only where it says more: without one the set is 0 or WHOLE, and is that of every block below.
 */
interface Node {
  readonly epoch: number;
  readonly orders: Uint16Array;
  readonly children: (Node | BuddyBlock | undefined)[];
}

/** The allocator as it was; it shares all that has not changed since. */
export interface BuddyCheckpoint {
  readonly root: Node;
  readonly counts: Float64Array;
  readonly freePages: number;
}

/** A block of 2^order pages. */
export interface Block {
  readonly pfn: number;
  readonly order: number;
}

/**
 * The free pages of a machine in blocks of 2^order pages, split in halves to serve and joined with their buddies when
 * given back, as in mm/page_alloc.c; zones serve from Normal down to DMA. Of equal blocks of a zone the lowest serves
 * (the kernel: the one that was given back last, at first the lowest). A tree of shared nodes: terabytes that nobody
 * has touched take no room, and a checkpoint is its root.
 */
export class Buddy {
  #epoch = 0;
  #root: Node;
  #counts = new Float64Array(MAX_ORDER + 1);
  #freePages = 0;
  readonly #depth: number;
  /** The nodes down to a block, as the last #open() found them; they can be written. */
  readonly #path: Node[] = [];

  /** `free`: what is free at first, without overlaps; all PFNs are below `endPfn`. */
  constructor(free: readonly MemoryRange[], endPfn: number) {
    let depth = 1;
    while (LARGEST_BLOCK * FAN ** depth < endPfn) depth++;
    this.#depth = depth;
    this.#root = newNode(0, 0);
    for (const range of free) this.#add(range.firstPfn, range.endPfn);
  }

  /** Pages in free blocks. */
  get freePages(): number {
    return this.#freePages;
  }

  /** Free blocks by order 0 to 10, as a line of /proc/buddyinfo, all zones together. */
  blocks(): readonly number[] {
    return [...this.#counts];
  }

  /** First page of a block of 2^order pages that is now taken; undefined when no free block is large enough. */
  allocate(order: number): number | undefined {
    for (const { firstPfn, endPfn } of ZONES) {
      for (let from = order; from <= MAX_ORDER; from++) {
        if (this.#counts[from] === 0) continue;
        const number = this.#find(1 << from, firstPfn / LARGEST_BLOCK, endPfn / LARGEST_BLOCK);
        if (number < 0) continue;
        const block = this.#open(number);
        const page = block.firstOf(from);
        this.#take(number, block, page, order, from);
        return number * LARGEST_BLOCK + page;
      }
    }
    return undefined;
  }

  /** Takes this block; false when not all of it is free. */
  claim(pfn: number, order: number): boolean {
    const number = checkedBlock(pfn, order);
    const page = pfn % LARGEST_BLOCK;
    const found = this.#look(number)?.blockOf(page);
    if (found === undefined || found.order < order) return false;
    this.#take(number, this.#open(number), page, order, found.order);
    return true;
  }

  /** Gives a block back and returns the free block that it is now part of. Throws RangeError when a page of it is free. */
  free(pfn: number, order: number): Block {
    const number = checkedBlock(pfn, order);
    if (number >= FAN ** this.#depth) throw new RangeError(`page ${pfn} is not one of the allocator's`);
    const page = pfn % LARGEST_BLOCK;
    const block = this.#open(number);
    if (block.isAnyFree(page, order)) throw new RangeError(`pages of order ${order} at ${pfn} are free already`);
    const joined = block.give(page, order, this.#counts);
    this.#freePages += 2 ** order;
    this.#close(number, block);
    return { pfn: pfn - (pfn % 2 ** joined), order: joined };
  }

  /** True when the page is in a free block. */
  isFree(pfn: number): boolean {
    return this.#look(Math.floor(pfn / LARGEST_BLOCK))?.blockOf(pfn % LARGEST_BLOCK) !== undefined;
  }

  /** True when all pages of this block are free. */
  isBlockFree(pfn: number, order: number): boolean {
    const found = this.#look(checkedBlock(pfn, order))?.blockOf(pfn % LARGEST_BLOCK);
    return found !== undefined && found.order >= order;
  }

  /** Tells of the free pages from `first` to `end`, ascending, in ranges that may touch. */
  eachFree(first: number, end: number, tell: (firstPfn: number, endPfn: number) => void): void {
    const visit = (node: Node, shift: number, base: number): void => {
      const size = LARGEST_BLOCK * 2 ** shift;
      const stop = Math.min(FAN, Math.ceil((end - base) / size));
      for (let slot = Math.max(0, Math.floor((first - base) / size)); slot < stop; slot++) {
        if (node.orders[slot] === 0) continue;
        const from = base + slot * size;
        const child = node.children[slot];
        if (child === undefined) tell(Math.max(first, from), Math.min(end, from + size));
        else if (child instanceof BuddyBlock) {
          for (const block of child.blocks())
            if (from + block.page + 2 ** block.order > first && from + block.page < end)
              tell(Math.max(first, from + block.page), Math.min(end, from + block.page + 2 ** block.order));
        } else visit(child, shift - FAN_SHIFT, from);
      }
    };
    visit(this.#root, (this.#depth - 1) * FAN_SHIFT, 0);
  }

  /** Tells of the blocks in which other pages are free than at a checkpoint, or may be, ascending. */
  eachChange({ root }: BuddyCheckpoint, tell: (firstPfn: number, endPfn: number) => void): void {
    const visit = (now: Node, then: Node, shift: number, base: number): void => {
      if (now === then) return;
      for (let slot = 0; slot < FAN; slot++) {
        const [here, there] = [now.children[slot], then.children[slot]];
        if (here === there && now.orders[slot] === then.orders[slot]) continue;
        const from = base + slot * 2 ** shift;
        if (shift === 0) tell(from * LARGEST_BLOCK, (from + 1) * LARGEST_BLOCK);
        else visit(nodeOr(here, now.orders[slot]), nodeOr(there, then.orders[slot]), shift - FAN_SHIFT, from);
      }
    };
    visit(this.#root, root, (this.#depth - 1) * FAN_SHIFT, 0);
  }

  checkpoint(): BuddyCheckpoint {
    this.#epoch++;
    return { root: this.#root, counts: this.#counts.slice(), freePages: this.#freePages };
  }

  /** Goes back to a checkpoint of this allocator. */
  restore(checkpoint: BuddyCheckpoint): void {
    this.#epoch++;
    this.#root = checkpoint.root;
    this.#counts.set(checkpoint.counts);
    this.#freePages = checkpoint.freePages;
  }

  #take(number: number, block: BuddyBlock, page: number, order: number, from: number): void {
    block.take(page, order, from, this.#counts);
    this.#freePages -= 2 ** order;
    this.#close(number, block);
  }

  /** Number of the lowest block in a range of them with one of these orders free, -1: none. */
  #find(orders: number, first: number, end: number): number {
    return lowest(this.#root, (this.#depth - 1) * FAN_SHIFT, 0, orders, first, end);
  }

  /** What is free in a block, not to be changed; undefined: nothing. */
  #look(number: number): BuddyBlock | undefined {
    if (number >= FAN ** this.#depth) return undefined;
    let node = this.#root;
    for (let level = this.#depth - 1; ; level--) {
      const slot = (number >> (FAN_SHIFT * level)) & (FAN - 1);
      const child = node.children[slot];
      if (child instanceof BuddyBlock) return child;
      if (child === undefined) return node.orders[slot] === WHOLE ? BuddyBlock.whole(-1) : undefined;
      node = child;
    }
  }

  /** A block, to be changed and then closed. */
  #open(number: number): BuddyBlock {
    const epoch = this.#epoch;
    this.#root = owned(this.#root, epoch);
    let node = this.#root;
    for (let level = this.#depth - 1; ; level--) {
      this.#path[level] = node;
      const slot = (number >> (FAN_SHIFT * level)) & (FAN - 1);
      const child = node.children[slot];
      if (level === 0) {
        if (child instanceof BuddyBlock) return child.epoch === epoch ? child : child.copy(epoch);
        return node.orders[slot] === WHOLE ? BuddyBlock.whole(epoch) : new BuddyBlock(epoch);
      }
      const below = child === undefined ? newNode(epoch, node.orders[slot]) : owned(child as Node, epoch);
      node.children[slot] = below;
      node = below;
    }
  }

  /** Puts a block into the tree again. */
  #close(number: number, block: BuddyBlock): void {
    let orders = block.orders();
    let child: Node | BuddyBlock | undefined = orders === 0 || orders === WHOLE ? undefined : block;
    for (let level = 0; level < this.#depth; level++) {
      const node = this.#path[level];
      const slot = (number >> (FAN_SHIFT * level)) & (FAN - 1);
      node.children[slot] = child;
      node.orders[slot] = orders;
      orders = 0;
      for (let i = 0; i < FAN; i++) orders |= node.orders[i];
      child = node;
    }
  }

  /** Makes pages free that belong to no block yet. */
  #add(firstPfn: number, endPfn: number): void {
    for (let pfn = firstPfn; pfn < endPfn; ) {
      const blocks = Math.floor((endPfn - pfn) / LARGEST_BLOCK);
      if (pfn % LARGEST_BLOCK === 0 && blocks > 0) {
        const number = pfn / LARGEST_BLOCK;
        fill(this.#root, (this.#depth - 1) * FAN_SHIFT, 0, number, number + blocks);
        this.#counts[MAX_ORDER] += blocks;
        this.#freePages += blocks * LARGEST_BLOCK;
        pfn += blocks * LARGEST_BLOCK;
      } else {
        let order = 0;
        while (pfn % 2 ** (order + 1) === 0 && pfn + 2 ** (order + 1) <= endPfn) order++;
        this.free(pfn, order);
        pfn += 2 ** order;
      }
    }
  }
}

/** Number of the largest block around a block. */
function checkedBlock(pfn: number, order: number): number {
  if (!(order >= 0 && order <= MAX_ORDER) || pfn % 2 ** order !== 0)
    throw new RangeError(`no block of order ${order} begins at page ${pfn}`);
  return Math.floor(pfn / LARGEST_BLOCK);
}

const newNode = (epoch: number, orders: number): Node => ({
  epoch,
  orders: new Uint16Array(FAN).fill(orders),
  children: new Array<Node | BuddyBlock | undefined>(FAN).fill(undefined),
});

/** A child of a node that is above others; without one, what its set of orders stands for. */
const nodeOr = (child: Node | BuddyBlock | undefined, orders: number): Node =>
  (child as Node | undefined) ?? newNode(-1, orders);

const owned = (node: Node, epoch: number): Node =>
  node.epoch === epoch ? node : { epoch, orders: node.orders.slice(), children: node.children.slice() };

function lowest(node: Node, shift: number, base: number, orders: number, first: number, end: number): number {
  for (let slot = 0; slot < FAN; slot++) {
    if ((node.orders[slot] & orders) === 0) continue;
    const from = base + slot * 2 ** shift;
    if (from + 2 ** shift <= first) continue;
    if (from >= end) return -1;
    const child = node.children[slot];
    if (child === undefined || child instanceof BuddyBlock) return Math.max(from, first);
    const found = lowest(child, shift - FAN_SHIFT, from, orders, first, end);
    if (found >= 0) return found;
  }
  return -1;
}

/** Makes all of the blocks from `first` to `end` free. */
function fill(node: Node, shift: number, base: number, first: number, end: number): void {
  const size = 2 ** shift;
  for (let slot = Math.max(0, Math.floor((first - base) / size)); slot < FAN && base + slot * size < end; slot++) {
    const from = base + slot * size;
    if (first > from || end < from + size) {
      const child = (node.children[slot] ?? newNode(0, 0)) as Node;
      node.children[slot] = child;
      fill(child, shift - FAN_SHIFT, from, first, end);
    }
    node.orders[slot] |= WHOLE;
  }
}
