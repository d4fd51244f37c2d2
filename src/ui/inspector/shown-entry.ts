import type { Level } from '../../x86/page.ts';
import type { Inspection } from '../data.ts';

/** The leaf entry of a selection, to be shown bit by bit. */
export interface ShownEntry {
  readonly hex: string;
  readonly level: Level;
  /** Number in its table. */
  readonly index: number;
  /** Flags that most entries of its table have; undefined when there is no table to compare with. */
  readonly sameProt: string | undefined;
}

const TABLE_OF: Readonly<Record<Level, 'PTE' | 'PMD' | undefined>> = { 1: 'PTE', 2: 'PMD', 3: undefined };

/** The leaf entry that maps the selection; undefined for tables, holes, and recordings without entries. */
export function shownEntry(inspection: Inspection): ShownEntry | undefined {
  const { mapped, leafLevel, entry, table, walk } = inspection;
  if (mapped !== 'leaf' || leafLevel === undefined || entry === undefined) return undefined;
  const comparable = table !== undefined && table.level === TABLE_OF[leafLevel];
  const leaf = walk.find(({ kind }) => kind === 'leaf');
  return {
    hex: entry,
    level: leafLevel,
    index: leaf?.index ?? 0,
    sameProt: comparable ? table.sameProt : undefined,
  };
}
