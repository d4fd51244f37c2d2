/** Ranges of pages that changed since the log was last taken, in the order of the changes. */
export class ChangeLog {
  #ranges: number[] = [];

  /** Number of ranges. */
  get length(): number {
    return this.#ranges.length / 2;
  }

  /** Adds pages; what lies in the newest range or continues it makes no range of its own. */
  add(pfn: number, pages: number): void {
    const ranges = this.#ranges;
    const last = ranges.length - 1;
    const end = pfn + pages;
    if (last < 0 || pfn < ranges[last - 1] || pfn > ranges[last]) ranges.push(pfn, end);
    else if (end > ranges[last]) ranges[last] = end;
  }

  /** Gives the ranges out, [first, end, first, end, ...], and forgets them. */
  take(): readonly number[] {
    const taken = this.#ranges;
    this.#ranges = [];
    return taken;
  }

  /** The log as it is; later changes do not touch it. */
  checkpoint(): readonly number[] {
    return this.#ranges.slice();
  }

  /** Goes back to what checkpoint() gave. */
  restore(ranges: readonly number[]): void {
    this.#ranges = ranges.slice();
  }
}
