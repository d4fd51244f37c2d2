import { PAGES_1G } from '../x86/page.ts';

/** A value for each page of a GiB, in runs: run i begins at page `first[i]` of it and ends where the next one begins. */
export interface PageRuns {
  readonly first: number[];
  readonly value: number[];
}

/** Pages from `first` to `end` (exclusive) of a GiB, that get a value. */
export interface Patch {
  readonly first: number;
  readonly end: number;
  readonly value: number;
}

/** First page after run `i`. */
const endOf = ({ first }: PageRuns, i: number): number => first[i + 1] ?? PAGES_1G;

/** The run that holds a page. */
function runAt({ first }: PageRuns, page: number): number {
  let low = 0;
  let high = first.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (first[middle] <= page) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Tells of the pages from `first` to `end` (exclusive), run by run. */
export function eachRun(
  runs: PageRuns,
  first: number,
  end: number,
  tell: (first: number, end: number, value: number) => void,
): void {
  for (let i = runAt(runs, first); i < runs.first.length && runs.first[i] < end; i++)
    tell(Math.max(first, runs.first[i]), Math.min(end, endOf(runs, i)), runs.value[i]);
}

/** Gives the pages from `first` to `end` (exclusive) a value. */
export function assign(runs: PageRuns, first: number, end: number, value: number): void {
  const from = runAt(runs, first);
  const to = end <= endOf(runs, from) ? from : runAt(runs, end - 1);
  if (from === to && runs.value[from] === value) return;
  const left = runs.first[from] < first;
  const right = endOf(runs, to) > end;
  const before = left ? runs.value[from] : runs.value[from - 1];
  const after = right ? runs.value[to] : runs.value[to + 1];
  // Neighbours with the same value are one run with it: at most one begins at `first`, and one at `end`.
  const starts = before !== value;
  const stops = right && after !== value;
  const at = left ? from + 1 : from;
  const count = to - at + (!right && after === value ? 2 : 1);
  replace(runs.first, at, count, starts, first, stops, end);
  replace(runs.value, at, count, starts, value, stops, after);
}

/** Puts up to two numbers in the place of `count`; in place where as many go as come. */
function replace(list: number[], at: number, count: number, one: boolean, a: number, two: boolean, b: number): void {
  let next = at;
  const end = at + count;
  if (one && next < end) list[next++] = a;
  else if (one) {
    if (two) list.splice(next, 0, a, b);
    else list.splice(next, 0, a);
    return;
  }
  if (two && next < end) list[next++] = b;
  else if (two) list.splice(next++, 0, b);
  if (next < end) list.splice(next, end - next);
}

/** New runs: those with patches over them, which ascend and do not overlap. */
export function patched(runs: PageRuns, patches: readonly Patch[]): PageRuns {
  if (patches.length === 0) return runs;
  const made = { first: [] as number[], value: [] as number[] };
  const add = (first: number, value: number): void => {
    if (made.value.at(-1) === value) return;
    made.first.push(first);
    made.value.push(value);
  };
  let i = 0;
  let at = 0;
  const copyTo = (end: number): void => {
    while (at < end) {
      add(at, runs.value[i]);
      at = Math.min(end, endOf(runs, i));
      if (at === endOf(runs, i)) i++;
    }
  };
  for (const { first, end, value } of patches) {
    copyTo(first);
    add(first, value);
    at = end;
    while (i < runs.first.length && endOf(runs, i) <= at) i++;
  }
  copyTo(PAGES_1G);
  return made;
}
