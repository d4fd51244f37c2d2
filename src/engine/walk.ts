import { ENTRIES, PAGES_1G } from '../x86/page.ts';
import type { Area } from './area.ts';
import { bootPointer, type EntryHalves, entryHalves, PAGE_TABLE, pointerHalves } from './entry-pfn.ts';
import { EMPTY, POINTER } from './words.ts';

/** One entry on the way from the PGD to a page. */
export interface WalkRow {
  readonly level: 'PGD' | 'P4D' | 'PUD' | 'PMD' | 'PTE';
  /** A 4-level machine has no P4D of its own: its P4D is the PGD's entry again. */
  readonly folded: boolean;
  readonly index: number;
  /** Undefined where it points to a table whose page is not known. */
  readonly entry: EntryHalves | undefined;
  readonly kind: 'empty' | 'table' | 'leaf';
}

/** Walks the tables to a page of the direct map (PFN inside the machine). */
export function walk(map: Area, pfn: number): WalkRow[] {
  const { tables } = map;
  const slot = Math.floor(pfn / PAGES_1G) + map.firstPudIndex;
  const address = map.base + (BigInt(pfn) << 12n);
  const indexAt = (shift: bigint): number => Number((address >> shift) & 511n);
  const pud = map.puds[slot >> 9] ?? 0;
  const kind = pud === 0 ? 'empty' : 'table';
  const toPud = pud === 0 ? { lo: 0, hi: 0 } : pointerHalves(map, tables.frame(pud), bootPointer(map, pud));
  const fiveLevels = map.pagingLevels === 5;
  const rows: WalkRow[] = [
    fiveLevels
      ? {
          level: 'PGD',
          folded: false,
          index: indexAt(48n),
          entry: pointerHalves(map, p4dFrame(map, slot), PAGE_TABLE),
          kind: 'table',
        }
      : { level: 'PGD', folded: false, index: indexAt(39n), entry: toPud, kind },
    { level: 'P4D', folded: !fiveLevels, index: fiveLevels ? indexAt(39n) : 0, entry: toPud, kind },
  ];
  let table = pud;
  for (const level of ['PUD', 'PMD', 'PTE'] as const) {
    if (table === 0) return rows;
    const index = indexAt(level === 'PUD' ? 30n : level === 'PMD' ? 21n : 12n);
    const word = tables.get(table, index);
    rows.push({
      level,
      folded: false,
      index,
      entry: entryHalves(map, table, index),
      kind: word === EMPTY ? 'empty' : word === POINTER ? 'table' : 'leaf',
    });
    table = tables.child(table, index);
  }
  return rows;
}

/** Page of the P4D table: the machine has one, from where the direct map begins; -1 when it is not known. */
function p4dFrame(map: Area, slot: number): number {
  const firstIndex = Number((map.base >> 39n) & 511n);
  return firstIndex + (slot >> 9) < ENTRIES ? map.p4dFrame : -1;
}
