import { type Block, Buddy, type BuddyCheckpoint } from './buddy.ts';
import { MAX_ORDER } from './buddy-block.ts';
import { EBUSY, EINVAL } from './errno.ts';
import type { MemoryRange } from './memory-range.ts';

/** Free blocks of this order and above are told to the policy: 2M and more (PMD_ORDER). */
const TOLD_ORDER = 9;
/** Pages of tables given back that wait for the next table, as on a CPU's list (per_cpu_pages), and those that stay. */
const MOST_WAITING = 32;
const STAY_WAITING = 16;
/** The first megabyte is never handed out (reserve_real_mode() since 5.13). */
const LOW_MEMORY: MemoryRange = { firstPfn: 0, endPfn: 2 ** 8 };
/** A kernel image of which nothing is known: from CONFIG_PHYSICAL_START (16 MiB); its 32 MiB are a choice of the model. */
const SOME_IMAGE: MemoryRange = { firstPfn: 2 ** 12, endPfn: 2 ** 12 + 2 ** 13 };
/** A struct page has 64 bytes (struct page in mm_types.h), so the memmap of 64 pages takes one. */
const PAGES_A_MEMMAP_PAGE = 64;

/** Memory as it was; it shares what has not changed since. */
export interface MemoryCheckpoint {
  readonly buddy: BuddyCheckpoint;
  readonly held: BuddyCheckpoint;
  readonly waiting: readonly number[];
}

/**
 * The RAM of a simulated machine and who has its pages. Until the boot is done pages come from the top of RAM, as
 * memblock gives them; then all that is not reserved is the page allocator's.
 */
export class Memory {
  readonly ram: readonly MemoryRange[];
  /** Free blocks of 2M and more that pages given back have made since the last look. */
  #freedBlocks: Block[] = [];
  #booting = true;
  #bootPages = 0;
  #buddy = new Buddy([], 0);
  /** Pages handed out but for tables: the free ones of a second allocator. */
  #held = this.#buddy;
  #waiting: number[] = [];

  /** `ram`: ascending, without overlaps. */
  constructor(ram: readonly MemoryRange[]) {
    this.ram = ram;
  }

  /** The boot is done: what is not reserved is the allocator's. `image`: what the kernel keeps of its own pages. */
  endBoot(image: readonly MemoryRange[] = [SOME_IMAGE]): void {
    const { ram } = this;
    const endPfn = ram.at(-1)?.endPfn ?? 0;
    const pages = ram.reduce((sum, { firstPfn, endPfn }) => sum + endPfn - firstPfn, 0);
    const top = lastPages(ram, this.#bootPages + Math.floor(pages / PAGES_A_MEMMAP_PAGE));
    const reserved = [LOW_MEMORY, ...image, ...top];
    this.#buddy = new Buddy(reserved.reduce<readonly MemoryRange[]>(without, ram), endPfn);
    this.#held = new Buddy([], endPfn);
    this.#booting = false;
  }

  /** Free pages, those that wait for a table included. */
  get freePages(): number {
    return this.#buddy.freePages + this.#waiting.length;
  }

  /** Free blocks by order 0 to 10 as in /proc/buddyinfo: without the pages that wait for a table. */
  blocks(): readonly number[] {
    return this.#buddy.blocks();
  }

  /** Tells of the free pages from `first` to `end`, ascending, in ranges that may touch; without those that wait for a table. */
  eachFree(first: number, end: number, tell: (firstPfn: number, endPfn: number) => void): void {
    this.#buddy.eachFree(first, end, tell);
  }

  /** Tells of the ranges in which other pages are free, as eachFree() tells them, than at a checkpoint, or may be. */
  eachChange({ buddy }: MemoryCheckpoint, tell: (firstPfn: number, endPfn: number) => void): void {
    this.#buddy.eachChange(buddy, tell);
  }

  isFree(pfn: number): boolean {
    return this.#buddy.isFree(pfn) || this.#waiting.includes(pfn);
  }

  /** There are blocks for nextFreedBlock(), maybe. */
  get hasFreedBlocks(): boolean {
    return this.#freedBlocks.length > 0;
  }

  /** The next free block of 2M or more that pages given back have made; undefined when there is no further one. */
  nextFreedBlock(): Block | undefined {
    for (let block = this.#freedBlocks.shift(); block !== undefined; block = this.#freedBlocks.shift())
      if (this.#buddy.isBlockFree(block.pfn, block.order)) return block;
    return undefined;
  }

  /** Page for a table; undefined when nothing is left. */
  takeTable(): number | undefined {
    return this.#waiting.pop() ?? (this.#booting ? this.#fromTop() : this.#buddy.allocate(0));
  }

  /** Takes a table's page back. */
  giveTable(pfn: number): void {
    this.#waiting.push(pfn);
    if (this.#waiting.length > MOST_WAITING) this.#giveWaiting(STAY_WAITING);
  }

  /** First page of a block of 2^order pages (0 to 10) that is now held; undefined when there is none. */
  allocate(order: number): number | undefined {
    let pfn = this.#buddy.allocate(order);
    if (pfn === undefined && this.#waiting.length > 0) {
      this.#giveWaiting(0);
      pfn = this.#buddy.allocate(order);
    }
    if (pfn !== undefined) this.#held.free(pfn, order);
    return pfn;
  }

  /** Gives a block of 2^order pages back; -EINVAL, and nothing done, when not all of it is held. */
  free(pfn: number, order: number): number {
    return this.freeRange(pfn, 2 ** order);
  }

  /** Takes these very pages (alloc_contig_range()); -EBUSY, and nothing done, when one of them is not free. */
  allocateRange(pfn: number, pages: number): number {
    if (this.#waiting.some((page) => page >= pfn && page < pfn + pages)) this.#giveWaiting(0);
    return moved(this.#buddy, this.#held, pfn, pages) ? 0 : EBUSY;
  }

  /** Gives pages back that are held (free_contig_range()); -EINVAL, and nothing done, when one of them is not. */
  freeRange(pfn: number, pages: number): number {
    return moved(this.#held, this.#buddy, pfn, pages, this.#told) ? 0 : EINVAL;
  }

  checkpoint(): MemoryCheckpoint {
    return { buddy: this.#buddy.checkpoint(), held: this.#held.checkpoint(), waiting: this.#waiting.slice() };
  }

  /** Goes back to a checkpoint of this memory. */
  restore(checkpoint: MemoryCheckpoint): void {
    this.#buddy.restore(checkpoint.buddy);
    this.#held.restore(checkpoint.held);
    this.#waiting = checkpoint.waiting.slice();
    this.#freedBlocks = [];
  }

  /** The next page from the top of RAM. */
  #fromTop(): number | undefined {
    let left = this.#bootPages++;
    for (let i = this.ram.length - 1; i >= 0; i--) {
      const { firstPfn, endPfn } = this.ram[i];
      if (left < endPfn - firstPfn) return endPfn - 1 - left;
      left -= endPfn - firstPfn;
    }
    return undefined;
  }

  /** Leaves `stay` of the waiting pages, the last ones, and frees the others. */
  #giveWaiting(stay: number): void {
    for (const pfn of this.#waiting.splice(0, this.#waiting.length - stay)) this.#told(this.#buddy.free(pfn, 0));
  }

  readonly #told = (block: Block): void => {
    if (block.order < TOLD_ORDER) return;
    const last = this.#freedBlocks.at(-1);
    if (last !== undefined && last.pfn - (last.pfn % 2 ** block.order) === block.pfn) this.#freedBlocks.pop();
    this.#freedBlocks.push(block);
  };
}

/** Moves pages from one set to the other; false, and nothing done, when the first lacks one. */
function moved(from: Buddy, to: Buddy, pfn: number, pages: number, tell?: (block: Block) => void): boolean {
  const blocks = blocksOf(pfn, pages);
  for (const [index, block] of blocks.entries()) {
    if (from.claim(block.pfn, block.order)) continue;
    for (const taken of blocks.slice(0, index)) from.free(taken.pfn, taken.order);
    return false;
  }
  for (const block of blocks) {
    const joined = to.free(block.pfn, block.order);
    tell?.(joined);
  }
  return true;
}

/** The largest aligned blocks that make up a range. */
function blocksOf(firstPfn: number, pages: number): Block[] {
  const blocks: Block[] = [];
  for (let pfn = firstPfn; pfn < firstPfn + pages; ) {
    let order = 0;
    while (order < MAX_ORDER && pfn % 2 ** (order + 1) === 0 && pfn + 2 ** (order + 1) <= firstPfn + pages) order++;
    blocks.push({ pfn, order });
    pfn += 2 ** order;
  }
  return blocks;
}

/** The last `pages` pages of RAM. */
function lastPages(ram: readonly MemoryRange[], pages: number): MemoryRange[] {
  const ranges: MemoryRange[] = [];
  let left = pages;
  for (let i = ram.length - 1; i >= 0 && left > 0; i--) {
    const { firstPfn, endPfn } = ram[i];
    const first = Math.max(firstPfn, endPfn - left);
    left -= endPfn - first;
    ranges.push({ firstPfn: first, endPfn });
  }
  return ranges;
}

/** What of `ranges` lies outside `range`. */
function without(ranges: readonly MemoryRange[], range: MemoryRange): MemoryRange[] {
  return ranges.flatMap(({ firstPfn, endPfn }) =>
    [
      { firstPfn, endPfn: Math.min(endPfn, range.firstPfn) },
      { firstPfn: Math.max(firstPfn, range.endPfn), endPfn },
    ].filter((part) => part.firstPfn < part.endPfn),
  );
}
