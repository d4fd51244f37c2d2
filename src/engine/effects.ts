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

/** What operations did to the direct map, in order: one row an effect, in columns of which `length` rows count. */
export class Effects {
  length = 0;
  kind = new Uint8Array(FIRST_CAPACITY);
  /** Level of the page written, of the page that split, or of the page that was made. */
  level = new Uint8Array(FIRST_CAPACITY);
  pfn = new Float64Array(FIRST_CAPACITY);
  pages = new Uint32Array(FIRST_CAPACITY);
  /** The page that the operation was at. */
  origin = new Float64Array(FIRST_CAPACITY);
  /** Words before and after; of a table: the word of its entries after a split, of entry 0 before a merge. */
  from = new Uint16Array(FIRST_CAPACITY);
  to = new Uint16Array(FIRST_CAPACITY);
  #operation = 0;

  /** Rows from here on belong to another operation. */
  beginOperation(): void {
    this.#operation = this.length;
  }

  /** Appends a row; a 4K write that continues the row before, with equal words and in the same operation, widens it. */
  add(kind: EffectKind, level: Level, pfn: number, pages: number, origin: number, from: number, to: number): void {
    const last = this.length - 1;
    if (
      level === 1 &&
      last >= this.#operation &&
      this.to[last] === to &&
      this.from[last] === from &&
      this.kind[last] === EffectKind.write &&
      this.level[last] === 1 &&
      this.pfn[last] + this.pages[last] === pfn
    ) {
      this.pages[last] += pages;
      return;
    }
    const row = this.length;
    if (row === this.kind.length) this.#grow();
    this.kind[row] = kind;
    this.level[row] = level;
    this.pfn[row] = pfn;
    this.pages[row] = pages;
    this.origin[row] = origin;
    this.from[row] = from;
    this.to[row] = to;
    this.length = row + 1;
  }

  /** Forgets the rows from `length` on. */
  cut(length: number): void {
    if (length < this.length) this.length = length;
    this.#operation = this.length;
  }

  #grow(): void {
    const capacity = Math.ceil(this.kind.length * 1.5);
    this.kind = grown(this.kind, new Uint8Array(capacity));
    this.level = grown(this.level, new Uint8Array(capacity));
    this.pfn = grown(this.pfn, new Float64Array(capacity));
    this.pages = grown(this.pages, new Uint32Array(capacity));
    this.origin = grown(this.origin, new Float64Array(capacity));
    this.from = grown(this.from, new Uint16Array(capacity));
    this.to = grown(this.to, new Uint16Array(capacity));
  }
}

function grown<T extends Uint8Array | Uint16Array | Uint32Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
