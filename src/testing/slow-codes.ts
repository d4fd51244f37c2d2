import type { Run, TableId } from '../engine/index.ts';
import { type Colouring, MERGE_GROUPS, ownerCode, quietCode, SIZE_CODES } from '../scene/colouring.ts';
import { PAGES_1G, PAGES_2M } from '../x86/page.ts';
import { slowDiffering } from './slow-differing.ts';
import { slowOwners } from './slow-owners.ts';

/** Codes of a colouring by page of a GiB, and the one of the GiB as a whole, where it is all that is drawn. */
export interface GibCodes {
  readonly pages: Uint8Array;
  readonly whole: number;
}

const CALM = SIZE_CODES['1G'];

/** What a colouring says of a GiB at the run's step, from each entry of its tables and each operation, page by page. */
export function slowCodes(run: Run, colouring: Exclude<Colouring, 'protection'>): (gib: number) => GibCodes {
  const owners = colouring === 'owner' ? slowOwners(run) : new Uint8Array(0);
  return (gib) => {
    const { machine } = run;
    const pages = new Uint8Array(PAGES_1G);
    const start = gib * PAGES_1G;
    const byTable = new Map<TableId, number>();
    const differing = (table: TableId): number => {
      const entries = byTable.get(table) ?? slowDiffering(machine, table);
      byTable.set(table, entries);
      return entries;
    };
    for (let page = 0; page < PAGES_1G; page++) {
      const { table, level, word } = machine.lookup(start + page);
      if (colouring === 'owner') {
        const size = level === 1 ? 1 : level === 2 ? PAGES_2M : PAGES_1G;
        const first = page - (page % size);
        pages[page] =
          first === page ? ownerCode(most(owners.subarray(start + page, start + page + size))) : pages[first];
      } else if (machine.words.level[word] === 0) pages[page] = 0;
      else if (colouring === 'size') pages[page] = SIZE_CODES[level === 1 ? '4K' : level === 2 ? '2M' : '1G'];
      else if (level === 3) pages[page] = CALM;
      else pages[page] = level === 2 ? quietCode(differing(table)) : nearCode(differing(table));
    }
    const own = machine.gibTable(gib);
    if (colouring !== 'merge' || own === 0) return { pages, whole: most(pages) };
    return { pages, whole: nearCode(Math.min(differing(own), ...byTable.values())) };
  };
}

const nearCode = (entries: number): number => MERGE_GROUPS.find((group) => entries <= group.most)?.code ?? CALM;

const most = (values: Uint8Array): number => values.reduce((a, b) => Math.max(a, b), 0);
