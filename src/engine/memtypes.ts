/** A range of pages: the first, and the first after it. */
type Span = readonly [first: number, end: number];

/** 640K to 1M, which is not tracked (is_ISA_range). */
const isUntracked = (pfn: number, end: number): boolean => pfn >= 0xa0 && end <= 0x100;

const isTracked = (pfn: number): boolean => !isUntracked(pfn, pfn + 1);

/** Pages of RAM whose memory type is reserved as not write-back: sorted ranges [first, end, first, end, ...]. */
export class Memtypes {
  /** Never changed in place, so that a checkpoint may keep it. */
  ranges: readonly number[] = [];

  /** Reserves a range; false, and nothing happens, when any page of it is reserved already. */
  reserve(pfn: number, pages: number): boolean {
    return isUntracked(pfn, pfn + pages) || this.#add([[pfn, pfn + pages]]);
  }

  /** Reserves pages, wherever they lie; false, and nothing happens, when one is reserved already or is named twice. */
  reserveEach(pfns: readonly number[]): boolean {
    const tracked = pfns.filter(isTracked);
    const spans = spansOf(tracked);
    return spans.reduce((sum, [first, end]) => sum + end - first, 0) === tracked.length && this.#add(spans);
  }

  /** Makes a range write-back again; pages that are already stay so. */
  free(pfn: number, pages: number): void {
    if (!isUntracked(pfn, pfn + pages)) this.#subtract([[pfn, pfn + pages]]);
  }

  /** As free(), of pages wherever they lie. */
  freeEach(pfns: readonly number[]): void {
    this.#subtract(spansOf(pfns.filter(isTracked)));
  }

  /** `spans`: sorted, without overlaps. */
  #add(spans: readonly Span[]): boolean {
    const { ranges } = this;
    let at = 0;
    for (const [first, end] of spans) {
      while (at < ranges.length && ranges[at + 1] <= first) at += 2;
      if (at < ranges.length && ranges[at] < end) return false;
    }
    this.ranges = joined([...pairs(ranges), ...spans].sort((a, b) => a[0] - b[0]));
    return true;
  }

  /** `spans`: sorted, without overlaps. */
  #subtract(spans: readonly Span[]): void {
    const rest: Span[] = [];
    let at = 0;
    for (const [first, end] of pairs(this.ranges)) {
      while (at < spans.length && spans[at][1] <= first) at++;
      let from = first;
      for (let i = at; i < spans.length && spans[i][0] < end; i++) {
        if (spans[i][0] > from) rest.push([from, spans[i][0]]);
        from = spans[i][1];
      }
      if (from < end) rest.push([from, end]);
    }
    this.ranges = joined(rest);
  }
}

const pairs = (ranges: readonly number[]): Span[] =>
  Array.from({ length: ranges.length / 2 }, (_, i) => [ranges[2 * i], ranges[2 * i + 1]]);

/** Pages as sorted ranges; a page that is named twice is there once. */
function spansOf(pfns: readonly number[]): Span[] {
  const spans: [number, number][] = [];
  for (const pfn of Float64Array.from(pfns).sort()) {
    const last = spans.at(-1);
    if (last === undefined || pfn > last[1]) spans.push([pfn, pfn + 1]);
    else if (pfn === last[1]) last[1]++;
  }
  return spans;
}

/** Sorted ranges in one list, those that touch as one. */
function joined(spans: readonly Span[]): readonly number[] {
  const ranges: number[] = [];
  for (const [first, end] of spans) {
    if (first === end) continue;
    if (ranges.at(-1) === first) ranges[ranges.length - 1] = end;
    else ranges.push(first, end);
  }
  return ranges;
}
