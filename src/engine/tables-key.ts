import { ENTRIES } from '../x86/page.ts';
import type { Tables } from './tables.ts';
import { POINTER } from './words.ts';

const PRIMES = [0x01000193, 0x85ebca6b] as const;

/** Equal for arenas whose tables are equal, and (but for a chance of 2^-64 a pair) only for those. */
export function tablesKey(tables: Tables): string {
  let a = 0x811c9dc5;
  let b = 0x9747b28c;
  const add = (value: number): void => {
    a = Math.imul(a ^ value, PRIMES[0]);
    b = Math.imul(b ^ value ^ (a >>> 15), PRIMES[1]);
  };
  for (let id = 1; id < tables.end; id++) {
    if (!tables.isUsed(id)) continue;
    for (const value of [id, tables.level(id), tables.base(id), tables.parent(id), tables.sameProt(id)]) add(value);
    add(tables.isSplit(id) ? tables.nrSame(id) : -1);
    const cells = tables.cellsOf(id);
    for (let i = 0; i < ENTRIES; i++) {
      add(cells[i]);
      if (cells[i] === POINTER) add(tables.child(id, i));
    }
  }
  return `${a >>> 0} ${b >>> 0}`;
}
