import type { Level } from '../x86/page.ts';

/** Kinds of an effect. */
export const EffectKind = {
  /** An entry got other flags. */
  write: 0,
  /** A large page became a table of smaller ones. */
  split: 1,
  /** A table became one large page. */
  merge: 2,
} as const;
export type EffectKind = (typeof EffectKind)[keyof typeof EffectKind];

const FIRST_CAPACITY = 1024;
const GROWTH = 1.5;
/** Numbers a row: kind and level, PFN, pages, origin, words. One array, because seven cost the engine twice the time. */
const STRIDE = 5;
const NOWHERE = -1;

/** What operations did to the direct map, in order: one row an effect. */
export class Effects {
  #length = 0;
  #rows: Uint32Array | Float64Array;
  /** First page after the last row, when that is a 4K write of the operation in progress. */
  #next = NOWHERE;

  /** `endPfn`: PFNs are below it; up to 2^32 they take half the room. */
  constructor(endPfn: number) {
    const size = FIRST_CAPACITY * STRIDE;
    this.#rows = endPfn <= 2 ** 32 ? new Uint32Array(size) : new Float64Array(size);
  }

  /** Number of rows. */
  get length(): number {
    return this.#length;
  }

  kind(row: number): EffectKind {
    return (this.#rows[row * STRIDE] & 3) as EffectKind;
  }

  /** Level of the page written, of the page that split, or of the page that was made. */
  level(row: number): Level {
    return (this.#rows[row * STRIDE] >> 2) as Level;
  }

  pfn(row: number): number {
    return this.#rows[row * STRIDE + 1];
  }

  pages(row: number): number {
    return this.#rows[row * STRIDE + 2];
  }

  /** The page that the operation was at. */
  origin(row: number): number {
    return this.#rows[row * STRIDE + 3];
  }

  /** Word before; of a table: the word of the large page that split, of entry 0 before a merge. */
  from(row: number): number {
    return this.#rows[row * STRIDE + 4] >>> 16;
  }

  /** Word after; of a table: the word of its entries after a split, of the large page that was made. */
  to(row: number): number {
    return this.#rows[row * STRIDE + 4] & 0xffff;
  }

  /** Rows from here on belong to another operation. */
  beginOperation(): void {
    this.#next = NOWHERE;
  }

  /** Appends a row; a 4K write that continues the row before, with equal words and in the same operation, widens it. */
  add(kind: EffectKind, level: Level, pfn: number, pages: number, origin: number, from: number, to: number): void {
    const words = ((from << 16) | to) >>> 0;
    if (pfn === this.#next && this.#continued(level, pages, words)) return;
    const at = this.#length * STRIDE;
    if (at === this.#rows.length) this.#grow();
    const rows = this.#rows;
    rows[at] = kind | (level << 2);
    rows[at + 1] = pfn;
    rows[at + 2] = pages;
    rows[at + 3] = origin;
    rows[at + 4] = words;
    this.#length++;
    this.#next = level === 1 ? pfn + pages : NOWHERE;
  }

  /** Forgets the rows from `length` on. */
  cut(length: number): void {
    if (length < this.#length) this.#length = length;
    this.#next = NOWHERE;
  }

  #continued(level: Level, pages: number, words: number): boolean {
    const end = this.#length * STRIDE;
    if (level !== 1 || this.#rows[end - 1] !== words) return false;
    this.#rows[end - 3] += pages;
    this.#next += pages;
    return true;
  }

  #grow(): void {
    const old = this.#rows;
    const size = Math.ceil(this.#length * GROWTH) * STRIDE;
    this.#rows = old instanceof Uint32Array ? new Uint32Array(size) : new Float64Array(size);
    this.#rows.set(old);
  }
}
