import { ENTRIES } from '../x86/page.ts';
import type { Machine } from './machine.ts';
import { POINTER } from './words.ts';

/** How often each word occurs in the table at hand; all zero between calls. */
let counts = new Uint16Array(256);

/**
 * Entries of a table that keep it from being one large page: those that are not its commonest leaf entry, or
 * under rfc-merge, in a table made by a split, not same_prot. Holes and pointers differ always. 0 to 512.
 */
export function differingEntries(machine: Machine, table: number): number {
  const { tables, words, profile } = machine;
  const cells = tables.cellsOf(table);
  const tracked = profile.policy.name === 'rfc-merge' && tables.isSplit(table);
  const [first] = cells;
  if (isUniform(cells) && (!tracked || first === tables.sameProt(table))) return first > POINTER ? 0 : ENTRIES;
  if (tracked) return ENTRIES - timesIn(cells, tables.sameProt(table));
  if (counts.length < words.count) counts = new Uint16Array(2 * words.count);
  let most = 0;
  for (const word of cells) {
    const times = ++counts[word];
    if (word > POINTER && times > most) most = times;
  }
  for (const word of cells) counts[word] = 0;
  return ENTRIES - most;
}

/** Four bytes at a time: a machine may have half a million tables of equal entries. */
function isUniform(cells: Uint8Array | Uint16Array): boolean {
  const wide = new Uint32Array(cells.buffer, cells.byteOffset, cells.byteLength / 4);
  const [first] = wide;
  for (const four of wide) if (four !== first) return false;
  for (let i = 1; i < 4; i++) if (cells[i] !== cells[0]) return false;
  return true;
}

function timesIn(cells: Uint8Array | Uint16Array, wanted: number): number {
  let times = 0;
  for (const word of cells) if (word === wanted) times++;
  return times;
}
