import { leafRun } from '../x86/leaf-runs.ts';
import { type Level, pagesOf } from '../x86/page.ts';
import { largeToSmall, P } from '../x86/prot.ts';
import type { SetMemoryCall } from '../x86/set-memory.ts';
import { callPath, protAfter, thereAndBack } from './call-path.ts';
import { freeing } from './freeing.ts';
import { leafRuns } from './leaf-runs.ts';
import type { Machine } from './machine.ts';
import type { Operation } from './operation.ts';
import type { TableId } from './table-id.ts';

/** An operation on a range of the direct map. */
export type RangeOperation = Extract<Operation, { readonly pfn: number }>;

/** Neighbouring pages with equal flags, in 4K format. */
interface Stretch {
  readonly pfn: number;
  readonly pages: number;
  readonly prot: number;
}

/** What a table maps. */
interface Mapped extends Stretch {
  readonly level: Level;
}

/** More operations, or more different flags than this, are not looked into. */
const MOST_OPERATIONS = 16;
const MOST_PROTS = 12;

/**
 * The shortest operations found that make a table one large page under the machine's policy, tried out on the machine
 * itself and taken back. Undefined: there are none, or none that are short.
 */
export function remedyFor(machine: Machine, table: TableId): readonly RangeOperation[] | undefined {
  const policy = machine.profile.policy.name;
  const level = machine.tables.level(table);
  if (policy === 'none' || level === 3 || (level === 2 && !machine.gbPages)) return undefined;
  const stretches = stretchesOf(machine, table);
  if (stretches === undefined) return undefined;
  const range = {
    pfn: machine.tables.base(table),
    pages: 512 * pagesOf(level),
    level,
    prot: referenceOf(machine, table, stretches),
  };
  for (const calls of equalizing(machine, range, stretches)) {
    for (const finish of FINISHES[policy]) {
      const operations = machine.tryOut(() => {
        if (!succeed(machine, calls)) return undefined;
        const last = finish(machine, range);
        return last !== undefined && succeed(machine, last) && isOnePage(machine, range)
          ? [...calls, ...last]
          : undefined;
      });
      if (operations !== undefined && operations.length <= MOST_OPERATIONS) return operations;
    }
  }
  return undefined;
}

const isOnePage = (machine: Machine, { pfn, level }: Mapped): boolean => machine.lookup(pfn).level > level;

const succeed = (machine: Machine, operations: readonly RangeOperation[]): boolean =>
  operations.every((operation) => machine.apply(operation) === 0);

type Finish = (machine: Machine, range: Mapped) => readonly RangeOperation[] | undefined;

const MERGE: RangeOperation = { kind: 'merge', pfn: 0, pages: 0 };
const rox = ({ pfn, pages }: Mapped): RangeOperation => ({ kind: 'call', call: 'rox', pfn, pages });

/** What sets each policy off once all pages are equal: first what suffices mostly, then what always does. */
const FINISHES: Readonly<Record<Exclude<Machine['profile']['policy']['name'], 'none'>, readonly Finish[]>> = {
  'rfc-merge': [() => [], stirred],
  collapse: [(_, range) => [rox(range)], (machine, range) => [...changed(machine, range), rox(range)]],
  'collapse-on-free': [freeing],
  batched: [() => [MERGE], (machine, range) => [...stirred(machine, range), MERGE]],
};

/** A change of the first page. */
function changed(machine: Machine, { pfn }: Mapped): RangeOperation[] {
  const { level, word } = machine.lookup(pfn);
  const prot = machine.words.prot[word];
  const calls = thereAndBack(machine.profile, level === 1 ? prot : largeToSmall(prot));
  return calls === undefined ? [] : [{ kind: 'call', call: calls[0], pfn, pages: 1 }];
}

/** A change and back of one entry in each table of the range that is still there. */
function stirred(machine: Machine, { pfn, pages, level }: Mapped): RangeOperation[] {
  const operations: RangeOperation[] = [];
  for (let at = pfn; at < pfn + pages && operations.length <= MOST_OPERATIONS; at += pagesOf(2)) {
    const found = machine.lookup(at);
    const whole = found.level > 1;
    if (whole && (level === 1 || at > pfn)) continue;
    const prot = machine.words.prot[found.word];
    const calls = thereAndBack(machine.profile, whole ? largeToSmall(prot) : prot);
    for (const call of calls ?? []) operations.push({ kind: 'call', call, pfn: at, pages: pagesOf(whole ? 2 : 1) });
  }
  return operations;
}

/** Ways to give all pages equal flags that the policy accepts, the shortest first. */
function equalizing(
  machine: Machine,
  range: Mapped,
  stretches: readonly Stretch[],
): readonly (readonly RangeOperation[])[] {
  const { profile } = machine;
  const last = (prot: number): number => (profile.policy.name === 'collapse' ? protAfter(profile, prot, 'rox') : prot);
  const ways: RangeOperation[][] = [];
  for (const wanted of new Set([last(range.prot), last(commonest(stretches))])) {
    if (!(wanted & P)) continue;
    const odd = stretches.filter(({ prot }) => last(prot) !== wanted);
    if (odd.length === 0) return [[]];
    const isWanted = (prots: readonly number[]): boolean => prots.every((prot) => last(prot) === wanted);
    const each = odd.slice(0, MOST_OPERATIONS).map((one) => made(callPath(profile, [one.prot], isWanted), one));
    if (odd.length <= MOST_OPERATIONS && each.every((one) => one !== undefined)) ways.push(each.flat());
    const first = odd[0].pfn;
    const end = odd[odd.length - 1].pfn + odd[odd.length - 1].pages;
    const inside = stretches.filter(({ pfn }) => pfn >= first && pfn < end);
    ways.push(...over(machine, inside, { pfn: first, pages: end - first }, isWanted));
  }
  const isUniform = (prots: readonly number[]): boolean =>
    (last(prots[0]) & P) !== 0 && prots.every((prot) => last(prot) === last(prots[0]));
  ways.push(...over(machine, stretches, range, isUniform));
  const pagesIn = (way: readonly RangeOperation[]): number => way.reduce((sum, { pages }) => sum + pages, 0);
  return ways.sort((a, b) => a.length - b.length || pagesIn(a) - pagesIn(b));
}

/** One or no way: calls over all of a range. */
function over(
  machine: Machine,
  stretches: readonly Stretch[],
  range: { readonly pfn: number; readonly pages: number },
  isGoal: (prots: readonly number[]) => boolean,
): RangeOperation[][] {
  const prots = [...new Set(stretches.map(({ prot }) => prot))];
  if (prots.length > MOST_PROTS) return [];
  const way = made(callPath(machine.profile, prots, isGoal), range);
  return way === undefined ? [] : [way];
}

const made = (
  calls: readonly SetMemoryCall[] | undefined,
  { pfn, pages }: { readonly pfn: number; readonly pages: number },
): RangeOperation[] | undefined => calls?.map((call) => ({ kind: 'call', call, pfn, pages }));

/** All that the table maps; undefined when it has holes. */
function stretchesOf(machine: Machine, table: TableId): readonly Stretch[] | undefined {
  const { tables } = machine;
  const first = tables.base(table);
  const end = first + 512 * pagesOf(tables.level(table));
  const stretches: Stretch[] = [];
  let at = first;
  const runs = leafRuns(machine, first, end);
  for (let row = 0; row < runs.pfn.length; row++) {
    const { pfn, level, prot, count } = leafRun(runs, row);
    if (pfn !== at) return undefined;
    at += count * pagesOf(level);
    const small = level === 1 ? prot : largeToSmall(prot);
    const before = stretches.at(-1);
    if (before?.prot === small) stretches[stretches.length - 1] = { ...before, pages: at - before.pfn };
    else stretches.push({ pfn, pages: at - pfn, prot: small });
  }
  return at === end ? stretches : undefined;
}

/** Flags that pages have to have: same_prot under rfc-merge, else those of most pages. */
function referenceOf(machine: Machine, table: TableId, stretches: readonly Stretch[]): number {
  const { tables, words, profile } = machine;
  if (profile.policy.name === 'rfc-merge' && tables.isSplit(table)) {
    const prot = words.prot[tables.sameProt(table)];
    return tables.level(table) === 1 ? prot : largeToSmall(prot);
  }
  return commonest(stretches);
}

/** Flags of most pages. */
function commonest(stretches: readonly Stretch[]): number {
  const pages = new Map<number, number>();
  for (const { prot, pages: count } of stretches) pages.set(prot, (pages.get(prot) ?? 0) + count);
  return [...pages].reduce((most, one) => (one[1] > most[1] ? one : most))[0];
}
