import { ENTRIES } from '../x86/page.ts';
import type { Area } from './area.ts';
import { FnvHash } from './fnv-hash.ts';
import type { Run } from './run.ts';
import type { TableId } from './table-id.ts';
import { POINTER } from './words.ts';

/**
 * 16 hex digits, equal for equal runs at equal steps and (but for chance) only for those: step, return codes, counters
 * and effects so far, free blocks of memory, and every page table of every area. How one got to the step does not
 * matter, nor in which order tables and flag words were numbered on the way.
 */
export function fingerprint(run: Run): string {
  const hash = new FnvHash();
  const { machine, step } = run;
  hash.add(step);
  for (let at = 1; at <= step; at++) hash.add(run.rc(at));
  addEffects(hash, run);
  for (const value of Object.values(machine.counters)) hash.add(value);
  for (const blocks of machine.memory?.blocks() ?? []) hash.add(blocks);
  for (const area of machine.areas) addArea(hash, area);
  return hash.hex;
}

function addEffects(hash: FnvHash, run: Run): void {
  const { effects, machine } = run;
  const { prot, level } = machine.words;
  const end = run.effectsEnd(run.step);
  hash.add(end);
  for (let row = 0; row < end; row++) {
    const from = effects.from(row);
    const to = effects.to(row);
    for (const value of [effects.kind(row), effects.level(row), effects.pfn(row), effects.pages(row)]) hash.add(value);
    for (const value of [effects.origin(row), prot[from], level[from], prot[to], level[to]]) hash.add(value);
  }
}

function addArea(hash: FnvHash, area: Area): void {
  const log = area.changeLog.checkpoint();
  hash.add(log.length);
  for (const page of log) hash.add(page);
  hash.add(area.puds.length);
  for (const pud of area.puds) {
    if (pud === 0) hash.add(0);
    else addTable(hash, area, pud);
  }
}

/** A table and those below it, in the order of their addresses. */
function addTable(hash: FnvHash, area: Area, table: TableId): void {
  const { tables, words } = area;
  hash.add(tables.level(table));
  hash.add(tables.base(table));
  hash.add(tables.frame(table));
  hash.add(tables.isUncounted(table) ? 1 : 0);
  hash.add(tables.isSplit(table) ? tables.nrSame(table) : -1);
  if (tables.isSplit(table)) hash.add(words.prot[tables.sameProt(table)]);
  const cells = tables.cellsOf(table);
  for (let first = 0; first < ENTRIES; ) {
    const word = cells[first];
    let end = first + 1;
    while (end < ENTRIES && cells[end] === word) end++;
    hash.add(end - first);
    hash.add(words.prot[word]);
    hash.add(words.level[word]);
    if (word === POINTER) for (let i = first; i < end; i++) addTable(hash, area, tables.child(table, i));
    first = end;
  }
  if (tables.hasOddPfns(table)) for (let i = 0; i < ENTRIES; i++) hash.add(tables.oddPfn(table, i) ?? -1);
}
