import { ENTRIES } from '../x86/page.ts';
import type { Machine } from './machine.ts';
import { POINTER } from './words.ts';

/** How often each word occurs in the table at hand; all zero between calls. */
let counts = new Uint16Array(256);

/**
 * Entries of a table that keep it from being one large page: those that are not its commonest leaf entry, or
 * under rfc-merge, in a table made by a split, not same_prot. Holes and pointers differ always. 0 to 512. Counted once
 * until the table is written.
 */
export function differingEntries(machine: Machine, table: number): number {
  const known = machine.tables.knownDiffering(table);
  if (known >= 0) return known;
  const entries = counted(machine, table);
  machine.tables.keepDiffering(table, entries);
  return entries;
}

function counted({ tables, words, profile }: Machine, table: number): number {
  const tracked = profile.policy.name === 'rfc-merge' && tables.isSplit(table);
  const uniform = tables.isUniform(table);
  const like = tracked ? tables.sameProt(table) : tables.get(table, 0);
  if (tracked || uniform) {
    if (like <= POINTER) return ENTRIES;
    if (uniform) return tables.get(table, 0) === like ? 0 : ENTRIES;
    return ENTRIES - timesIn(tables.cellsOf(table), like);
  }
  const cells = tables.cellsOf(table);
  if (counts.length < words.count) counts = new Uint16Array(2 * words.count);
  let most = 0;
  for (const word of cells) {
    const times = ++counts[word];
    if (word > POINTER && times > most) most = times;
  }
  for (const word of cells) counts[word] = 0;
  return ENTRIES - most;
}

function timesIn(cells: Uint8Array | Uint16Array, wanted: number): number {
  let times = 0;
  for (const word of cells) if (word === wanted) times++;
  return times;
}
