import { type Machine, POINTER, type TableId } from '../engine/index.ts';
import { recount } from '../engine/recount.ts';
import { leafCounts } from '../x86/leaf-runs.ts';
import { ENTRIES, PAGES_1G, PAGES_2M, pagesOf } from '../x86/page.ts';
import { P, PSE } from '../x86/prot.ts';

/**
 * What holds of a machine after every operation; throws an Error that says what does not. `mapped`: pages mapped since
 * boot, which no operation changes.
 */
export function checkInvariants(machine: Machine, mapped: number): void {
  const { tables, words, memory } = machine;
  const complain = (what: string): never => {
    throw new Error(what);
  };
  const seen = new Set<TableId>();
  const frames = new Set<number>();
  let pages = 0;

  const visit = (table: TableId): void => {
    if (seen.has(table)) complain(`table ${table} is reached twice`);
    seen.add(table);
    if (!tables.isUsed(table)) complain(`table ${table} is a free one`);
    const level = tables.level(table);
    const frame = tables.frame(table);
    if (frame >= 0 && frames.has(frame)) complain(`page ${frame} holds two tables`);
    frames.add(frame);
    if (frame >= 0 && memory?.isFree(frame)) complain(`page ${frame} holds table ${table} and is free`);
    const cells = tables.cellsOf(table);
    let same = 0;
    for (let i = 0; i < ENTRIES; i++) {
      const word = cells[i];
      if (word === tables.sameProt(table)) same++;
      const child = tables.child(table, i);
      if ((word === POINTER) !== (child !== 0)) complain(`entry ${i} of table ${table} points to ${child}`);
      if (child !== 0) {
        const base = tables.base(table) + i * pagesOf(level);
        if (tables.parent(child) !== table || tables.parentIndex(child) !== i)
          complain(`table ${child} is not under ${i}`);
        if (tables.base(child) !== base) complain(`table ${child} begins at ${tables.base(child)}, not at ${base}`);
        if (tables.level(child) !== level - 1)
          complain(`table ${child} has level ${tables.level(child)} under ${level}`);
        visit(child);
      } else if (word > POINTER) {
        if (words.level[word] !== level) complain(`entry ${i} of table ${table} has a word of another level`);
        if (level > 1 && words.prot[word] & P && !(words.prot[word] & PSE)) complain(`a large page without PSE`);
        pages += pagesOf(level);
      }
    }
    const counted = machine.profile.policy.name === 'rfc-merge' && tables.isSplit(table) && !tables.isUncounted(table);
    if (counted && same !== tables.nrSame(table)) complain(`nr_same_prot of table ${table} is not ${same}`);
  };

  for (const pud of machine.puds) if (pud !== undefined && pud !== 0) visit(pud);
  if (seen.size !== tables.inUse) complain(`${tables.inUse} tables are in use, ${seen.size} are reached`);
  if (pages !== mapped) complain(`${pages} pages are mapped, not ${mapped}`);
  const counts = recount(tables);
  for (let word = 0; word < Math.max(counts.length, tables.counts.length); word++)
    if ((counts[word] ?? 0) !== (tables.counts[word] ?? 0))
      complain(`word ${word} is counted ${tables.counts[word]} times`);
}

/** Pages that a machine maps, present or not. */
export function mappedPages(machine: Machine): number {
  const [small, middle, large] = leafCounts(machine.leafRuns());
  return small + middle * PAGES_2M + large * PAGES_1G;
}
