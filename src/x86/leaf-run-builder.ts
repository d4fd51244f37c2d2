import { type LeafRun, type LeafRuns, leafColumns } from './leaf-runs.ts';
import { type Level, PFN_LIMIT, pagesOf } from './page.ts';
import type { Prot } from './prot.ts';

const FIRST_CAPACITY = 64;
const GROWTH = 4;

/** Makes LeafRuns of entries that come in order of page. */
export class LeafRunBuilder {
  /** Rows so far. */
  length = 0;
  /** First page after the last entry. */
  endPfn = 0;
  #pfn: Float64Array;
  #count: Float64Array;
  #level: Uint8Array;
  #prot: Int32Array;

  /** `columns` are written from their first row on, as long as there is room in them. */
  constructor(columns = leafColumns(FIRST_CAPACITY)) {
    this.#pfn = columns.pfn;
    this.#count = columns.count;
    this.#level = columns.level;
    this.#prot = columns.prot;
  }

  /** Appends `count` entries from `pfn` on, which is not below endPfn; what continues the last row is joined to it. */
  append(pfn: number, level: Level, prot: Prot, count = 1): void {
    const last = this.length - 1;
    const joined = pfn === this.endPfn && prot === this.#prot[last] && level === this.#level[last];
    this.endPfn = pfn + count * pagesOf(level);
    if (joined) {
      this.#count[last] += count;
      return;
    }
    const row = this.length++;
    if (row === this.#pfn.length) this.#grow();
    this.#pfn[row] = pfn;
    this.#count[row] = count;
    this.#level[row] = level;
    this.#prot[row] = prot;
  }

  /**
   * The same of entries that are not known to be right. Gives back what is wrong with them (overlap, order, alignment,
   * past the largest PFN), and then appends nothing.
   */
  tryAppend({ pfn, level, prot, count }: LeafRun): string | undefined {
    if (count < 1) return `a run of ${count} entries`;
    if (pfn % pagesOf(level) !== 0) return `page ${pfn} is not aligned to the size of its entry`;
    if (pfn + count * pagesOf(level) > PFN_LIMIT)
      return `page ${pfn} and its ${count} entries end after the last page of 52 bits`;
    if (pfn < this.endPfn)
      return `page ${pfn} comes after page ${this.endPfn - 1}, so it is out of order or mapped twice`;
    this.append(pfn, level, prot, count);
    return undefined;
  }

  /** All rows; nothing is to be appended afterwards. */
  runs(): LeafRuns {
    return {
      pfn: this.#pfn.subarray(0, this.length),
      count: this.#count.subarray(0, this.length),
      level: this.#level.subarray(0, this.length),
      prot: this.#prot.subarray(0, this.length),
    };
  }

  #grow(): void {
    // What is not written yet costs no memory, and copying does.
    const { pfn, count, level, prot } = leafColumns(this.#pfn.length * GROWTH);
    pfn.set(this.#pfn);
    count.set(this.#count);
    level.set(this.#level);
    prot.set(this.#prot);
    this.#pfn = pfn;
    this.#count = count;
    this.#level = level;
    this.#prot = prot;
  }
}
