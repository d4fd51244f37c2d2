import {
  addressesOf,
  claimOf,
  entryHalves,
  history,
  lastSplit,
  leafOrigin,
  type Machine,
  type MappedAddress,
  mappingOf,
  nextMerge,
  ownersOfRegion,
  pageStateAt,
  pagesInRegion,
  type Run,
  remedyFor,
  statesOf,
  type TableId,
  tableInPage,
  whyNot,
} from '../engine/index.ts';
import { operationName, operationText } from '../workloads/operation-text.ts';
import type { Session } from '../workloads/session.ts';
import { ENTRIES, type Level, PAGES_2M, pagesOf } from '../x86/page.ts';
import { bitNames, cacheMode, NX, P, protHex, RW } from '../x86/prot.ts';
import type { HeldTable, Inspection, LeafOrigin, PageAddress, Region } from './calls.ts';
import type { TableInfo } from './table-info.ts';

const hex = (value: bigint): string => `0x${value.toString(16)}`;

/** Everything the inspector shows of a region at the run's step. */
export function inspect(session: Session, region: Region): Inspection {
  const { run, workload } = session;
  const { machine } = run;
  const pages = pagesOf(region.level);
  const first = BigInt(region.pfn) << 12n;
  const last = (BigInt(region.pfn + pages) << 12n) - 1n;
  const { mapped, leaf, table } = mappingOf(machine, region);
  const info = table === 0 ? undefined : tableInfo(run, table);
  // The walk to a table goes on to the first entry that keeps it in pieces.
  const odd = mapped === 'table' ? (info?.whyNot.splitEntries[0] ?? info?.whyNot.differing[0]?.index ?? 0) : 0;
  const walkTo = region.pfn + odd * (region.level === 3 ? PAGES_2M : 1);
  const claim = claimOf(run, walkTo);
  const zone = workload.zones.find(({ firstPfn, endPfn }) => firstPfn <= region.pfn && region.pfn < endPfn);
  return {
    region,
    step: run.step,
    physical: { first: hex(first), last: hex(last) },
    virtual: { first: hex(machine.directMapBase + first), last: hex(machine.directMapBase + last) },
    addresses: region.level === 1 ? addressesOf(machine, region.pfn).map(pageAddress) : [],
    zone,
    pagesByOwner: ownersOfRegion(run, region),
    claim: claim && { ...claim, call: operationName(run.operation(claim.step)) },
    mapped,
    leafLevel: leaf?.level,
    entry: leaf && entryHex(machine, leaf.table, leaf.index),
    state: leaf && (region.level === 1 ? pageStateAt(machine, region.pfn) : machine.words.state[leaf.word]),
    cacheMode: leaf && cacheMode(machine.words.prot[leaf.word], leaf.level),
    leafOrigin: leaf && originOf(run, region.pfn),
    holds: region.level === 1 ? heldTable(machine, region.pfn) : undefined,
    pagesByState: pagesInRegion(machine, region),
    walk: machine.walk(walkTo).map((row) => ({ ...row, entry: row.entry && hex16(row.entry.lo, row.entry.hi) })),
    table: info,
    mergesAtStep:
      table === 0 ? undefined : nextMerge(run, machine.tables.base(table), tablePages(machine, table), run.step),
    history: history(run, region).map(({ step, what }) => ({ step, what, call: operationName(run.operation(step)) })),
  };
}

function pageAddress({ title, area, address, table, index, word }: MappedAddress): PageAddress {
  const prot = area.words.prot[word];
  const halves = entryHalves(area, table, index);
  return {
    where: title,
    address: hex(address),
    flags: prot & P ? `${prot & RW ? 'RW' : 'RO'} + ${prot & NX ? 'NX' : 'X'}` : 'not present',
    entry: halves && hex16(halves.lo, halves.hi),
  };
}

function tableInfo(run: Run, table: TableId): TableInfo {
  const { machine } = run;
  const level = machine.tables.level(table);
  const why = whyNot(run, table);
  return {
    level: level === 1 ? 'PTE' : 'PMD',
    tracked: machine.profile.policy.name === 'rfc-merge' && machine.tables.isSplit(table),
    splitAtStep: machine.tables.isSplit(table)
      ? lastSplit(run, machine.tables.base(table), tablePages(machine, table), run.step)
      : undefined,
    sameProt: protHex(why.reference),
    sameProtBits: bitNames(why.reference, level as Level),
    nrSameProt: why.equal,
    states: statesOf(machine, table),
    remedy: remedyFor(machine, table)?.map(operationText),
    whyNot: {
      reason: why.reason,
      sentence: why.sentence,
      differing: why.differing.map((entry) => ({ ...entry, prot: protHex(entry.prot) })),
      differingCount: why.differingCount,
      groups: why.groups,
      splitEntries: why.splitEntries,
    },
  };
}

function originOf(run: Run, pfn: number): LeafOrigin | undefined {
  const found = leafOrigin(run, pfn);
  if (found === undefined) return undefined;
  const { level, made, bits } = found;
  const call = (step: number): string => operationName(run.operation(step));
  return {
    level,
    made: made && { ...made, call: call(made.step) },
    bits: bits.map((bit) => ({ ...bit, call: call(bit.step) })),
  };
}

function heldTable(machine: Machine, pfn: number): HeldTable | undefined {
  const held = tableInPage(machine, pfn);
  if (held === undefined) return undefined;
  const { level, area, page, pages } = held;
  const base = machine.areas.find(({ name }) => name === area)?.base ?? 0n;
  const size = area !== 'direct map' ? undefined : level === 'PTE' ? 2 : level === 'PMD' ? 3 : undefined;
  const virtual = hex(base + (BigInt(page) << 12n));
  return { level, area, virtual, pages, region: size && { level: size, pfn: page } };
}

const tablePages = (machine: Machine, table: TableId): number => ENTRIES * pagesOf(machine.tables.level(table));

function entryHex(machine: Machine, table: TableId, index: number): string | undefined {
  const halves = machine.entryHalves(table, index);
  return halves && hex16(halves.lo, halves.hi);
}

const hex16 = (lo: number, hi: number): string =>
  (hi >>> 0).toString(16).padStart(8, '0') + (lo >>> 0).toString(16).padStart(8, '0');
