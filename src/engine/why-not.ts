import { ENTRIES, pagesOf } from '../x86/page.ts';
import { bitNames, G, NX, P, PAT_4K, PAT_LARGE, PCD, type Prot, PSE, PWT, RW } from '../x86/prot.ts';
import { type DifferingGroup, differingGroups, groupsText } from './differing-groups.ts';
import { lastChange } from './history.ts';
import { type PolicyWait, policyFirst, policyWait } from './policy-waits.ts';
import type { Run } from './run.ts';
import type { TableId } from './table-id.ts';
import { EMPTY, POINTER } from './words.ts';

/** An entry of a table that differs from the reference. */
export interface DifferingEntry {
  readonly index: number;
  readonly prot: Prot;
  readonly bits: readonly string[];
  /** Step since which it is as its most telling bit says (absence, NX, cache mode, RW, GLOBAL); undefined: before step 1. */
  readonly sinceStep: number | undefined;
}

/** Why a table is not one large page: the first condition that fails. */
export interface WhyNot {
  readonly reason:
    | 'holes'
    | 'no-1g-pages'
    | 'children-split'
    | 'miscounted-full'
    | 'differs'
    | 'not-present'
    | PolicyWait['reason'];
  /** Flags that a mergeable table would have: same_prot under rfc-merge, else the commonest. */
  readonly reference: Prot;
  /** Entries equal to the reference: nr_same_prot under rfc-merge, else counted. */
  readonly equal: number;
  /** The first 16 that differ. */
  readonly differing: readonly DifferingEntry[];
  readonly differingCount: number;
  /** All of them, by the bits that differ. */
  readonly groups: readonly DifferingGroup[];
  /** All that point to a table of smaller pages. */
  readonly splitEntries: readonly number[];
  /** One sentence, cause first. */
  readonly sentence: string;
}

const NAMED = 16;
const NAMED_GROUPS = 4;

/** Says why the table is not one large page at the run's step: the conditions in the order in which the kernel checks them. */
export function whyNot(run: Run, table: TableId): WhyNot {
  const { machine } = run;
  const { tables, words } = machine;
  const level = tables.level(table);
  const cells = tables.cellsOf(table);
  const { policy } = machine.profile;
  const tracked = policy.name === 'rfc-merge' && tables.isSplit(table);
  const reference = tracked ? tables.sameProt(table) : commonest(cells);
  let holes = 0;
  const pointers: number[] = [];
  const others: number[] = [];
  for (let i = 0; i < ENTRIES; i++) {
    if (cells[i] === EMPTY) holes++;
    else if (cells[i] === POINTER) pointers.push(i);
    else if (cells[i] !== reference) others.push(i);
  }
  const prot = words.prot[reference];
  const differing = others.slice(0, NAMED).map((index) => differs(run, table, index, prot));
  const base = {
    reference: prot,
    equal: tracked ? tables.nrSame(table) : ENTRIES - holes - pointers.length - others.length,
    differing,
    differingCount: others.length,
    groups: differingGroups(machine, table, reference),
    splitEntries: pointers,
  };
  const to = level === 1 ? '2M' : '1G';
  const say = (reason: WhyNot['reason'], sentence: string): WhyNot => ({ ...base, reason, sentence });
  const first = policyFirst(machine, table);
  if (first !== undefined) return say(first.reason, first.sentence);
  if (holes > 0) return say('holes', `${holes} of 512 entries map nothing: no ${to} page can stand here.`);
  if (level === 2 && !machine.gbPages) return say('no-1g-pages', 'This CPU has no 1G pages.');
  if (pointers.length > 0)
    return say(
      'children-split',
      `${pointers.length} of 512 entries ${pointers.length === 1 ? 'is' : 'are'} split to 4K.`,
    );
  const differ = `${others.length} of 512 entries ${others.length === 1 ? 'differs' : 'differ'}`;
  if (others.length > 0 && tracked && tables.nrSame(table) === ENTRIES && prot & P)
    return say(
      'miscounted-full',
      `${differ}, but nr_same_prot says 512, as KFENCE does not count: the next write merges them all the same.`,
    );
  if (others.length > 0) {
    const how = groupsText(base.groups);
    if (base.groups.length === 1) return say('differs', `${how.replace(' ', ' of 512 entries ')}.`);
    return say('differs', `${differ} from the rest${base.groups.length <= NAMED_GROUPS ? `: ${how}` : ''}.`);
  }
  if (!(prot & P) || (level > 1 && !(prot & PSE))) return say('not-present', 'All 512 entries are not present.');
  const { reason, sentence } = policyWait(machine, table);
  return say(reason, sentence);
}

function differs(run: Run, table: TableId, index: number, reference: Prot): DifferingEntry {
  const { tables, words } = run.machine;
  const word = tables.get(table, index);
  const level = tables.level(table);
  const prot = words.prot[word];
  return {
    index,
    prot,
    bits: bitNames(prot ^ reference, level),
    sinceStep: lastChange(
      run,
      tables.base(table) + index * pagesOf(level),
      tellingBits(prot, prot ^ reference),
      run.step,
    ),
  };
}

/** The bits that say best how an entry differs; absence before all. */
function tellingBits(prot: Prot, differing: number): number {
  if (!(prot & P)) return P;
  return [P, NX, PCD | PWT | PAT_4K | PAT_LARGE, RW, G].map((bits) => differing & bits).find(Boolean) ?? differing;
}

function commonest(cells: Uint8Array | Uint16Array): number {
  const counts = new Map<number, number>();
  for (const word of cells) if (word > POINTER) counts.set(word, (counts.get(word) ?? 0) + 1);
  let best = EMPTY;
  for (const [word, count] of counts) if (count > (counts.get(best) ?? 0)) best = word;
  return best;
}
