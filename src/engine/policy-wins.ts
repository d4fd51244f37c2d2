import { ENTRIES, levelName, PAGES_1G, PAGES_2M } from '../x86/page.ts';
import { POLICIES, POLICY_NAMES } from '../x86/policies.ts';
import { G, KERNEL_4K, largeToSmall, P, type Prot } from '../x86/prot.ts';
import type { PolicyName } from '../x86/set-memory.ts';
import { tlbReachKiB } from '../x86/tlb.ts';
import type { Leaves } from './diagnosis.ts';
import type { Machine } from './machine.ts';
import { EMPTY, POINTER } from './words.ts';

/** Large pages that could be there again without a change of any page's bits. */
export interface Win {
  readonly leaves: Leaves;
  /** Page-table pages that are free then. */
  readonly tablePages: number;
  /** Memory that the TLB reaches (a model, see tlbReachKiB), now and then. */
  readonly reachKiB: number;
  readonly reachKiBThen: number;
}

/** What a policy would win back on a machine as it is. */
export interface PolicyWin {
  readonly policy: PolicyName;
  /** When it would: what must happen to each table. */
  readonly when: string;
  readonly now: Win;
  /** The same if pages that lost GLOBAL had it again, as patch 1 of the RFC gives it back; undefined: not this policy's. */
  readonly withGlobal: Win | undefined;
}

const WHEN: Readonly<Record<PolicyName, string>> = {
  none: 'never',
  'rfc-merge': 'when an entry of the table is written, and is again as the others; tables of boot never',
  collapse: 'when set_memory_rox() changes pages of the table, and all are as one then; nobody calls it for data',
  'collapse-on-free': 'when pages of the table are given back',
  batched: 'when the changed ranges that have gathered are tried, with pages of the table among them',
};

/** Says for every policy which tables of equal entries it would make one page. */
export function policyWins(machine: Machine): readonly PolicyWin[] {
  return POLICY_NAMES.map((policy) => ({
    policy,
    when: WHEN[policy],
    now: winOf(machine, policy !== 'none', 0),
    withGlobal: POLICIES[policy].patch1 ? winOf(machine, true, G) : undefined,
  }));
}

/** Every table whose entries are equal but for `ignored` bits becomes one page, and a GiB of such 2M does. */
function winOf(machine: Machine, merges: boolean, ignored: number): Win {
  const [n4k, n2m, n1g] = machine.leafCounts();
  const leaves = { '4K': n4k, '2M': n2m, '1G': n1g };
  const reachKiB = tlbReachKiB(n4k, n2m, n1g);
  let tablePages = 0;
  if (merges) {
    for (let gib = 0; gib < machine.gibCount; gib++) {
      const table = machine.gibTable(gib);
      if (table === 0) continue;
      const { uniform2m, whole } = gibOf(machine, table, gib, ignored);
      leaves['4K'] -= uniform2m * ENTRIES;
      leaves['2M'] += uniform2m;
      tablePages += uniform2m;
      if (!whole || !machine.gbPages) continue;
      leaves['2M'] -= PAGES_1G / PAGES_2M;
      leaves[levelName(3)]++;
      tablePages++;
    }
  }
  return { leaves, tablePages, reachKiB, reachKiBThen: tlbReachKiB(leaves['4K'], leaves['2M'], leaves['1G']) };
}

/** Tables of 4K entries below a PMD table that could be 2M, and whether all 512 entries could be one 1G page then. */
function gibOf(machine: Machine, table: number, gib: number, ignored: number): { uniform2m: number; whole: boolean } {
  const { tables, words } = machine;
  const cells = tables.cellsOf(table);
  const prots = new Set<number>();
  let uniform2m = 0;
  for (let i = 0; i < ENTRIES; i++) {
    const word = cells[i];
    if (word === POINTER) {
      // The first 2M are in 4K from boot on, and stay so.
      const prot = gib + i === 0 ? undefined : uniformProt(machine, tables.child(table, i), ignored);
      if (prot !== undefined) uniform2m++;
      prots.add(prot ?? -1);
    } else prots.add(word === EMPTY || !(words.prot[word] & P) ? -1 : largeToSmall(words.prot[word]) & ~ignored);
  }
  return { uniform2m, whole: prots.size === 1 && !prots.has(-1) };
}

/** The flags of a table's 512 present entries without the ignored bits, when they are equal and not kept in 4K. */
function uniformProt(machine: Machine, table: number, ignored: number): Prot | undefined {
  const { tables, words } = machine;
  if (tables.hasOddPfns(table)) return undefined;
  const cells = tables.cellsOf(table);
  if (cells[0] === EMPTY) return undefined;
  const prot = words.prot[cells[0]] & ~ignored;
  if (!(prot & P) || prot & KERNEL_4K) return undefined;
  for (let i = 1; i < ENTRIES; i++)
    if (cells[i] === EMPTY || (words.prot[cells[i]] & ~ignored) !== prot) return undefined;
  return prot as Prot;
}
