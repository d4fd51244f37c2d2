import { ENTRIES } from '../x86/page.ts';
import type { Tables } from './tables.ts';

/** Entries by word, counted anew over all tables in use: what `counts` must be. */
export function recount(tables: Tables): Float64Array {
  const counts = new Float64Array(tables.counts.length);
  const { cells } = tables;
  // Most tables are 512 times one word: seen four bytes at a time.
  const quads = new Int32Array(cells.buffer);
  const quadsOfTable = (ENTRIES * cells.BYTES_PER_ELEMENT) / 4;
  for (let id = 1; id < tables.end; id++) {
    if (!tables.isUsed(id)) continue;
    const first = id * ENTRIES;
    const word = cells[first];
    if (
      cells[first + 1] === word &&
      cells[first + 2] === word &&
      cells[first + 3] === word &&
      allEqual(quads, id * quadsOfTable, (id + 1) * quadsOfTable)
    )
      counts[word] += ENTRIES;
    else for (let at = first; at < first + ENTRIES; at++) counts[cells[at]]++;
  }
  return counts;
}

function allEqual(values: Int32Array, first: number, end: number): boolean {
  const value = values[first];
  let at = first + 1;
  while (at < end && values[at] === value) at++;
  return at === end;
}
