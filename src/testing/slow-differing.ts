import type { Machine, TableId } from '../engine/index.ts';

/** Entries that keep a table from being one large page, counted one by one. */
export function slowDiffering({ tables, words, profile }: Machine, table: TableId): number {
  const all = Array.from({ length: 512 }, (_, i) => tables.get(table, i));
  if (profile.policy.name === 'rfc-merge' && tables.isSplit(table))
    return all.filter((word) => words.level[word] === 0 || word !== tables.sameProt(table)).length;
  const times = new Map<number, number>();
  for (const word of all) if (words.level[word] !== 0) times.set(word, (times.get(word) ?? 0) + 1);
  return 512 - Math.max(0, ...times.values());
}
