import { type Level, pagesOf } from '../x86/page.ts';
import type { Words } from './words.ts';

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
/**
 * Numbers a row: first page; pages of a write, of the others the page that the operation was at; words. The rest follows
 * from them. One array, because seven cost the engine twice the time, and few numbers, because it is written in each call.
 */
const STRIDE = 3;
const NOWHERE = -1;

/** What operations did to the direct map, in order: one row an effect. */
export class Effects {
  /** Numbers in use: STRIDE for each row. */
  #end = 0;
  #rows: Uint32Array | Float64Array;
  /** First page after the last row, when that is a 4K write of the operation in progress. */
  #next = NOWHERE;
  readonly #words: Words;

  /** `endPfn`: PFNs are below it; up to 2^32 they take half the room. */
  constructor(words: Words, endPfn: number) {
    const size = FIRST_CAPACITY * STRIDE;
    this.#words = words;
    this.#rows = endPfn <= 2 ** 32 ? new Uint32Array(size) : new Float64Array(size);
  }

  /** Number of rows. */
  get length(): number {
    return this.#end / STRIDE;
  }

  kind(row: number): EffectKind {
    const { level } = this.#words;
    const rise = level[this.to(row)] - level[this.from(row)];
    if (rise === 0) return EffectKind.write;
    return rise < 0 ? EffectKind.split : EffectKind.merge;
  }

  /** Level of the page written, of the page that split, or of the page that was made. */
  level(row: number): Level {
    const { level } = this.#words;
    return Math.max(level[this.from(row)], level[this.to(row)]) as Level;
  }

  pfn(row: number): number {
    return this.#rows[row * STRIDE];
  }

  pages(row: number): number {
    return this.kind(row) === EffectKind.write ? this.#rows[row * STRIDE + 1] : pagesOf(this.level(row));
  }

  /** The page that the operation was at. */
  origin(row: number): number {
    return this.#rows[row * STRIDE + (this.kind(row) === EffectKind.write ? 0 : 1)];
  }

  /** Word before; of a table: the word of the large page that split, of entry 0 before a merge. */
  from(row: number): number {
    return this.#rows[row * STRIDE + 2] >>> 16;
  }

  /** Word after; of a table: the word of its entries after a split, of the large page that was made. */
  to(row: number): number {
    return this.#rows[row * STRIDE + 2] & 0xffff;
  }

  /** Rows from here on belong to another operation. */
  beginOperation(): void {
    this.#next = NOWHERE;
  }

  /** An entry got other flags; a 4K write that continues the row before, with equal words and in the same operation, widens it. */
  write(page: number, pages: number, from: number, to: number): void {
    const words = ((from << 16) | to) >>> 0;
    if (page === this.#next && this.#continued(words)) return;
    this.add(page, pages, from, to);
    this.#next = pages === 1 ? page + 1 : NOWHERE;
  }

  /**
   * A row that none of the same operation widens or is widened by: of a split or merge, which the words tell, with its
   * origin, or a write with its pages.
   */
  add(page: number, more: number, from: number, to: number): void {
    const at = this.#end;
    if (at === this.#rows.length) this.#grow();
    const rows = this.#rows;
    rows[at] = page;
    rows[at + 1] = more;
    rows[at + 2] = ((from << 16) | to) >>> 0;
    this.#end = at + STRIDE;
  }

  /** Forgets the rows from `length` on. */
  cut(length: number): void {
    if (length * STRIDE < this.#end) this.#end = length * STRIDE;
    this.#next = NOWHERE;
  }

  #continued(words: number): boolean {
    const end = this.#end;
    if (this.#rows[end - 1] !== words) return false;
    this.#rows[end - 2]++;
    this.#next++;
    return true;
  }

  #grow(): void {
    const old = this.#rows;
    const size = Math.ceil(this.length * GROWTH) * STRIDE;
    this.#rows = old instanceof Uint32Array ? new Uint32Array(size) : new Float64Array(size);
    this.#rows.set(old);
  }
}
