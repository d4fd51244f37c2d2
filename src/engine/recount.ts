import { ENTRIES } from '../x86/page.ts';
import type { Tables } from './tables.ts';

/** Entries by word, counted anew over all tables in use: what `counts` must be. */
export function recount(tables: Tables): Float64Array {
  const counts = new Float64Array(tables.counts.length);
  const { cells } = tables;
  // Neighbours are mostly equal: seen four bytes at a time, and counted where they change.
  const quads = new Int32Array(cells.buffer);
  const entriesOfQuad = 4 / cells.BYTES_PER_ELEMENT;
  const quadsOfTable = ENTRIES / entriesOfQuad;
  for (let id = 1; id < tables.end; id++) {
    if (!tables.isUsed(id)) continue;
    const end = (id + 1) * quadsOfTable;
    for (let first = id * quadsOfTable; first < end; ) {
      const next = endOfRun(quads, first, end);
      for (let i = 0; i < entriesOfQuad; i++) counts[cells[first * entriesOfQuad + i]] += next - first;
      first = next;
    }
  }
  return counts;
}

/** First index from `first` to `end` (exclusive) whose value is another; `end` when there is none. */
function endOfRun(values: Int32Array, first: number, end: number): number {
  const value = values[first];
  let at = first + 1;
  while (at < end && values[at] === value) at++;
  return at;
}
