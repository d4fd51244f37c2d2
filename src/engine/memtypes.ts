/** Pages of RAM whose memory type is reserved as not write-back: sorted ranges [first, end, first, end, ...]. */
export class Memtypes {
  /** Never changed in place, so that a checkpoint may keep it. */
  ranges: readonly number[] = [];

  /** Reserves a range; false, and nothing happens, when any page of it is reserved already. */
  reserve(pfn: number, pages: number): boolean {
    const end = pfn + pages;
    const { ranges } = this;
    for (let i = 0; i < ranges.length; i += 2) if (ranges[i] < end && pfn < ranges[i + 1]) return false;
    this.ranges = joined([...this.#outside(pfn, end), [pfn, end]]);
    return true;
  }

  /** Makes a range write-back again; pages that are already stay so. */
  free(pfn: number, pages: number): void {
    this.ranges = joined(this.#outside(pfn, pfn + pages));
  }

  #outside(pfn: number, end: number): [number, number][] {
    const rest: [number, number][] = [];
    for (let i = 0; i < this.ranges.length; i += 2) {
      const first = this.ranges[i];
      const last = this.ranges[i + 1];
      if (first < pfn) rest.push([first, Math.min(last, pfn)]);
      if (last > end) rest.push([Math.max(first, end), last]);
    }
    return rest;
  }
}

function joined(pairs: [number, number][]): readonly number[] {
  pairs.sort((a, b) => a[0] - b[0]);
  const ranges: number[] = [];
  for (const [first, end] of pairs) {
    if (first === end) continue;
    if (ranges.at(-1) === first) ranges[ranges.length - 1] = end;
    else ranges.push(first, end);
  }
  return ranges;
}
