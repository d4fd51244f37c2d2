import { ENTRIES } from '../x86/page.ts';
import { bitNames } from '../x86/prot.ts';
import type { Machine } from './machine.ts';
import type { TableId } from './table-id.ts';
import { POINTER } from './words.ts';

/** Leaf entries of a table that differ from its reference in the same way. */
export interface DifferingGroup {
  /** Bits that the reference has and these have not, and the other way round. */
  readonly lacks: readonly string[];
  readonly has: readonly string[];
  readonly entries: number;
}

/** The table's leaf entries other than the word `reference`, by how they differ, most entries first. */
export function differingGroups({ tables, words }: Machine, table: TableId, reference: number): DifferingGroup[] {
  const level = tables.level(table);
  const cells = tables.cellsOf(table);
  const counts = new Map<number, number>();
  for (let i = 0; i < ENTRIES; i++)
    if (cells[i] > POINTER && cells[i] !== reference) counts.set(cells[i], (counts.get(cells[i]) ?? 0) + 1);
  const wanted = words.prot[reference];
  const groups = [...counts].map(([word, entries]) => ({
    lacks: bitNames(wanted & ~words.prot[word], level),
    has: bitNames(words.prot[word] & ~wanted, level),
    entries,
  }));
  return groups.sort((a, b) => b.entries - a.entries);
}

/** "31 lack RW, 2 lack RW and GLOBAL, 1 has PWT". */
export function groupsText(groups: readonly DifferingGroup[]): string {
  return groups
    .map(({ lacks, has, entries }) => {
      const lack = lacks.length > 0 ? [`${entries === 1 ? 'lacks' : 'lack'} ${lacks.join(' and ')}`] : [];
      const also = has.length > 0 ? [`${entries === 1 ? 'has' : 'have'} ${has.join(' and ')}`] : [];
      return `${entries} ${[...lack, ...also].join(' but ')}`;
    })
    .join(', ');
}
