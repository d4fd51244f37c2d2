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

type PfnColumn = Uint32Array | Float64Array;

/** What operations did to the direct map, in order: one row an effect, in columns of which `length` rows count. */
export class Effects {
  length = 0;
  kind = new Uint8Array(FIRST_CAPACITY);
  /** Level of the page written, of the page that split, or of the page that was made. */
  level = new Uint8Array(FIRST_CAPACITY);
  pfn: PfnColumn;
  pages = new Uint32Array(FIRST_CAPACITY);
  /** The page that the operation was at. */
  origin: PfnColumn;
  /** Words before and after; of a table: the word of its entries after a split, of entry 0 before a merge. */
  from = new Uint16Array(FIRST_CAPACITY);
  to = new Uint16Array(FIRST_CAPACITY);
  #operation = 0;

  /** `endPfn`: PFNs are below it; up to 2^32 they take half the room. */
  constructor(endPfn: number) {
    const small = endPfn <= 2 ** 32;
    this.pfn = small ? new Uint32Array(FIRST_CAPACITY) : new Float64Array(FIRST_CAPACITY);
    this.origin = small ? new Uint32Array(FIRST_CAPACITY) : new Float64Array(FIRST_CAPACITY);
  }

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
    this.kind = grown(this.kind);
    this.level = grown(this.level);
    this.pfn = grown(this.pfn);
    this.pages = grown(this.pages);
    this.origin = grown(this.origin);
    this.from = grown(this.from);
    this.to = grown(this.to);
  }
}

function grown<T extends Uint8Array | Uint16Array | Uint32Array | Float64Array>(column: T): T {
  const Column = column.constructor as new (length: number) => T;
  const wider = new Column(Math.ceil(column.length * 1.5));
  wider.set(column);
  return wider;
}
