import { ENTRIES, PAGES_1G, PAGES_2M } from '../x86/page.ts';
import type { Machine } from './machine.ts';
import type { MemoryRange } from './memory-range.ts';
import { memoryOf, type Operation } from './operation.ts';
import type { Run } from './run.ts';
import { POINTER } from './words.ts';

/** One kind of operation of a run, and the tables of 4K entries in pieces now that it was the first to name a page of. */
export interface TouchingCalls {
  readonly who: string;
  readonly tables: number;
  /** The first of these operations. */
  readonly firstStep: number;
}

/**
 * Which operations of a run, at any step, change pages of tables that are in pieces now, most tables first: who split a
 * machine that was recorded after its trace. `nameOf` names an operation, as a kernel function.
 */
export function touchingCalls(run: Run, nameOf: (operation: Operation) => string): readonly TouchingCalls[] {
  const seen = new Set<number>();
  const found = new Map<string, { tables: number; firstStep: number }>();
  for (let step = 1; step <= run.steps; step++) {
    const operation = run.operation(step);
    if (operation.kind === 'allocate' || operation.kind === 'free' || operation.kind === 'merge') continue;
    for (const range of memoryOf(operation)) {
      for (const cell of tablesIn(run.machine, range)) {
        if (seen.has(cell)) continue;
        seen.add(cell);
        const who = nameOf(operation);
        const calls = found.get(who) ?? { tables: 0, firstStep: step };
        calls.tables++;
        found.set(who, calls);
      }
    }
  }
  return [...found]
    .map(([who, calls]) => ({ who, ...calls }))
    .sort((a, b) => b.tables - a.tables || a.firstStep - b.firstStep);
}

/** Tables of 4K entries that hold a page of a range, by the number of their 2M. */
function* tablesIn(machine: Machine, { firstPfn, endPfn }: MemoryRange): Generator<number> {
  let cell = Math.floor(firstPfn / PAGES_2M);
  while (cell * PAGES_2M < endPfn) {
    const gib = Math.floor((cell * PAGES_2M) / PAGES_1G);
    const table = gib < machine.gibCount ? machine.gibTable(gib) : 0;
    if (table === 0) {
      cell = (gib + 1) * ENTRIES;
      continue;
    }
    if (machine.tables.cellsOf(table)[cell % ENTRIES] === POINTER) yield cell;
    cell++;
  }
}
