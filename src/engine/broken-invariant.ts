import { ENTRIES } from '../x86/page.ts';
import type { Area } from './area.ts';
import { recount } from './recount.ts';
import type { TableId } from './table-id.ts';
import type { Tables } from './tables.ts';
import { POINTER } from './words.ts';

/**
 * The first of the things that always hold of an area and do not hold now, in words; undefined: all is well. `counting`:
 * the policy keeps nr_same_prot.
 */
export function brokenInvariant(area: Area, counting: boolean): string | undefined {
  const { tables } = area;
  const reached = new Set<TableId>();
  for (const pud of area.puds) {
    const problem = pud === 0 ? undefined : brokenBelow(tables, pud, counting, reached);
    if (problem !== undefined) return problem;
  }
  for (let id = 1; id < tables.end; id++)
    if (tables.isUsed(id) && !reached.has(id)) return `the table of page ${tables.base(id)} is linked nowhere: leaked`;
  const counts = recount(tables);
  for (let word = 0; word < counts.length; word++)
    if (counts[word] !== tables.counts[word])
      return `${tables.counts[word]} entries are counted of those of which there are ${counts[word]}`;
  return undefined;
}

function brokenBelow(tables: Tables, table: TableId, counting: boolean, reached: Set<TableId>): string | undefined {
  const at = `the table of page ${tables.base(table)}`;
  if (reached.has(table)) return `${at} is linked twice`;
  if (!tables.isUsed(table)) return `${at} is linked but free`;
  reached.add(table);
  const cells = tables.cellsOf(table);
  let same = 0;
  for (let i = 0; i < ENTRIES; i++) {
    if (cells[i] === tables.sameProt(table)) same++;
    const child = tables.child(table, i);
    if ((cells[i] === POINTER) !== (child !== 0)) return `${at}: entry ${i} is a leaf and a pointer`;
    if (child === 0) continue;
    if (tables.parent(child) !== table || tables.parentIndex(child) !== i) return `${at}: entry ${i} is another's`;
    const problem = brokenBelow(tables, child, counting, reached);
    if (problem !== undefined) return problem;
  }
  if (counting && tables.isSplit(table) && !tables.isUncounted(table) && same !== tables.nrSame(table))
    return `${at} has ${same} entries of same_prot, nr_same_prot is ${tables.nrSame(table)}`;
  return undefined;
}
